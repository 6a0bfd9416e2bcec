/** Copying out of the list of messages: several as a transcript, a part of one as it is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { done, enterAsOwner } from '../support/people.ts'
import { atRest } from '../support/rest.ts'
import { accepted } from '../support/sockets.ts'
import { sessionCookie } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

const say = async (roomId: string, body: string) =>
  accepted(await olivia.run('message:send', { roomId, clientId: crypto.randomUUID(), body })).seq

async function inRoom(who: string, name: string): Promise<Visitor & { roomId: string }> {
  const { id: roomId, slug } = accepted(await olivia.run('room:create', { name, kind: 'open' }))
  const ann = await visitor(browser, server.url)
  await ann.join(who)
  const cookie = await sessionCookie(ann.context)
  await done(server, { token: cookie?.value ?? '' }, 'room:join', { roomId })
  await ann.page.goto(`${server.url}/${slug}`)
  await untilWhole(ann.page)
  return { ...ann, roomId }
}

/** Selects from a text to another one, both in the list; copies, pastes, and tells what was pasted. */
async function copied({ page, log, composer }: Visitor, from: string, to: string) {
  for (const text of [from, to]) await log.getByText(text).first().waitFor()
  // Code gets its colours a little later.
  await atRest(page)
  await page.evaluate(
    ([from, to]) => {
      const find = (text: string) => {
        const texts = document.createTreeWalker(document.querySelector('[role=log]')!, NodeFilter.SHOW_TEXT)
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
          const at = (node as Text).data.indexOf(text)
          if (at >= 0) return { node, at }
        }
        throw new Error(`no ${text}`)
      }
      const [start, end] = [find(from!), find(to!)]
      const selection = getSelection()
      selection?.setBaseAndExtent(start.node, start.at, end.node, end.at + to!.length)
    },
    [from, to],
  )
  return clipboard({ page, composer })
}

async function clipboard({ page, composer }: Pick<Visitor, 'page' | 'composer'>) {
  await page.keyboard.press('ControlOrMeta+c')
  const pasted = page.evaluate(
    () =>
      new Promise<{ text: string; html: string }>((resolve) => {
        const hear = ({ clipboardData }: ClipboardEvent) =>
          resolve({
            text: clipboardData?.getData('text/plain') ?? '',
            html: clipboardData?.getData('text/html') ?? '',
          })
        document.addEventListener('paste', hear, { once: true })
      }),
  )
  await composer.fill('')
  await composer.press('ControlOrMeta+v')
  return pasted
}

const TIME = String.raw`\[\d{1,2} \w{3,4} \d{4}, \d\d:\d\d\] `
const lines = (...expected: string[]) => new RegExp(`^${expected.join('\n')}$`)

test('[W199] several messages are copied as a transcript, without words of the page', async () => {
  const ann = await inRoom('Ann', 'Transcripts')
  const first = await say(
    ann.roomId,
    'the very **first** one, with [words](https://example.org/a) and https://example.org/',
  )
  await olivia.run('message:react', { roomId: ann.roomId, seq: first, emoji: '👍', on: true })
  await say(ann.roomId, 'take this:\n\n```js\nlet a = 1\n\n\n  a += 1\n```\n\n- one\n- two\n\n> quoted\n\nand so on')
  await say(ann.roomId, '/me waves')
  await olivia.run('message:edit', { roomId: ann.roomId, seq: first + 2, body: '/me waves *wildly*' })
  await say(ann.roomId, '3. three\n4. four')
  await say(ann.roomId, '| a | b |\n|---|---|\n| c | d |')
  const gone = await say(ann.roomId, 'to be deleted')
  await olivia.run('message:delete', { roomId: ann.roomId, seq: gone })
  await ann.say('my own words, to the end')
  await ann.page.locator('article[data-seq]', { hasText: 'my own words' }).waitFor()
  await ann.page.getByText('(edited)').waitFor()
  await ann.page.getByText('This message was deleted.').waitFor()

  const { text, html } = await copied(ann, 'first', 'my own words')
  assert.match(
    text,
    lines(
      `${TIME}Olivia: first one, with words \\(https://example\\.org/a\\) and https://example\\.org/`,
      `${TIME}Olivia: take this:`,
      'let a = 1\n\n\n  a \\+= 1',
      '- one\n- two',
      '> quoted',
      'and so on',
      `${TIME}Olivia waves wildly`,
      `${TIME}Olivia: 3\\. three\n4\\. four`,
      `${TIME}Olivia: a\tb\nc\td`,
      `${TIME}Ann: my own words`,
    ),
  )
  assert.match(html, /<b>Olivia<\/b>:<\/p>/)
  assert.match(html, /<strong>first<\/strong> one, with <a href="https:\/\/example\.org\/a">words<\/a>/)
  assert.match(html, /<pre><code>let a = 1\n\n\n {2}a \+= 1<\/code><\/pre>/)
  assert.doesNotMatch(html, /Copy|👍|edited|deleted|class=|style=|data-/)
  assert.deepEqual(ann.problems, [])
})

test('[W199] selecting the whole page copies its messages', async () => {
  const ann = await inRoom('All', 'Everything')
  await say(ann.roomId, 'one')
  await say(ann.roomId, 'two')
  await ann.log.getByText('two', { exact: true }).waitFor()
  await ann.log.focus()
  await ann.page.keyboard.press('ControlOrMeta+a')
  assert.match((await clipboard(ann)).text, lines(`${TIME}Olivia: one`, `${TIME}Olivia: two`))
  assert.deepEqual(ann.problems, [])
})

test('[W200] a part of one message is copied as just that, also by a mouse that goes a little further', async () => {
  const ann = await inRoom('Paula', 'Parts')
  await say(ann.roomId, 'alpha beta **gamma** delta')
  await say(ann.roomId, '```ts\nconst one = 1\nconst two = 2\n```\nbelow')
  await say(ann.roomId, 'the last')
  assert.equal((await copied(ann, 'beta', 'gam')).text, 'beta gam')
  assert.equal((await copied(ann, 'one', 'below')).text, 'one = 1\nconst two = 2\nbelow')
  // Three clicks select a paragraph, and in some browsers the beginning of what comes next.
  await ann.log.getByText('delta').click({ clickCount: 3 })
  const { text, html } = await clipboard(ann)
  assert.equal(text, 'alpha beta gamma delta')
  assert.doesNotMatch(html, /Olivia|the last/)
  // From the name to the end of the message.
  await ann.page.evaluate(() => {
    const row = document.querySelector('article')!
    getSelection()?.setBaseAndExtent(row.querySelector('.name')!, 0, row, row.childNodes.length)
  })
  assert.equal((await clipboard(ann)).text, 'alpha beta gamma delta')
  assert.deepEqual(ann.problems, [])
})

test('[W200] a selection elsewhere on the page is copied as it is', async () => {
  const ann = await inRoom('Elsa', 'Elsewhere')
  await say(ann.roomId, 'a message')
  await ann.log.getByText('a message').waitFor()
  await ann.page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('h1')!))
  assert.equal((await clipboard(ann)).text.trim(), 'Elsewhere')
  await ann.composer.fill('some words of mine')
  await ann.composer.press('ControlOrMeta+a')
  assert.equal((await clipboard(ann)).text, 'some words of mine')
  assert.deepEqual(ann.problems, [])
})
