/** The page in a browser that translates it while it lives. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, enterAsOwner, enterAsPerson } from '../support/people.ts'
import { atRest, warmedUp } from '../support/rest.ts'
import { accepted } from '../support/sockets.ts'
import { calm, sessionCookie } from '../support/visits.ts'
import { showOriginals, translate } from '../support/translator.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)
const ben = await enterAsPerson(server, 'Ben')

async function inRoom(who: string, name: string): Promise<Visitor & { roomId: string; token: string }> {
  const { id: roomId, slug } = accepted(await olivia.run('room:create', { name, kind: 'open' }))
  accepted(await ben.run('room:join', { roomId }))
  const ann = await visitor(browser, server.url)
  await ann.join(who)
  const cookie = await sessionCookie(ann.context)
  const token = cookie?.value ?? ''
  await done(server, { token }, 'room:join', { roomId })
  await ann.page.goto(`${server.url}/${slug}`)
  await untilWhole(ann.page)
  await warmedUp(ann.page)
  return { ...ann, roomId, token }
}

const say = async (roomId: string, body: string) =>
  accepted(await ben.run('message:send', { roomId, clientId: crypto.randomUUID(), body })).seq

/** The words of a message as its reader sees them, over all lines. */
const bodyOf = ({ log }: Visitor, seq: number) =>
  log
    .locator(`article[data-seq="${seq}"] .body`)
    .evaluate((body) => (body as HTMLElement).innerText.replaceAll(/\s+/g, ' ').trim())

for (const manner of ['replaced', 'moved'] as const) {
  test(`[W201] edits, new messages, names and counts appear on a page that is being translated (${manner})`, async () => {
    const ann = await inRoom(`Tara ${manner}`, `Translated ${manner}`)
    const { page, roomId } = ann
    const first = await say(roomId, 'one **two** three `code` four')
    const second = await say(roomId, 'a question?')
    await ann.log.getByText('a question?').waitFor()
    const sees = async (seq: number, text: string) => eventually(async () => assert.equal(await bodyOf(ann, seq), text))

    await translate(page, manner)
    await sees(first, '«one» «two» «three» code «four»')
    for (const [body, shown] of [
      ['one **two** three `code` five', '«one» «two» «three» code «five»'],
      ['one three', '«one three»'],
      ['zero *one* and **two**', '«zero» «one» «and» «two»'],
      ['**two** at last', '«two» «at last»'],
      ['- a\n- b', '«a» «b»'],
      ['`code` alone', 'code «alone»'],
    ] as const) {
      accepted(await ben.run('message:edit', { roomId, seq: first, body }))
      await sees(first, shown)
    }
    const third = await say(roomId, 'a new one')
    await sees(third, '«a new one»')

    // A name is no word to be translated, and a new one is shown.
    accepted(await ben.run('user:rename', { name: `Benno ${manner}` }))
    await eventually(async () => assert.match(await ann.log.locator('article .name').first().innerText(), /^Benno/))
    accepted(await ben.run('message:react', { roomId, seq: second, emoji: '👍', on: true }))
    await ann.log.getByRole('button', { name: /^👍 1/ }).waitFor()
    accepted(await olivia.run('message:react', { roomId, seq: second, emoji: '👍', on: true }))
    await ann.log.getByRole('button', { name: /^👍 2/ }).getByText('2').waitFor()

    // Sentences that change, come and go.
    accepted(await olivia.run('room:update', { roomId, topic: 'about one thing' }))
    const topic = page.locator('.header-topic')
    await eventually(async () => assert.equal((await topic.innerText()).trim(), '«about one thing»'))
    accepted(await olivia.run('room:update', { roomId, topic: 'about another' }))
    await eventually(async () => assert.equal((await topic.innerText()).trim(), '«about another»'))
    const { slug } = accepted(await olivia.run('room:create', { name: `Beside ${manner}`, kind: 'open' }))
    await done(server, ann, 'room:join', { roomId: slug })
    const link = page.getByRole('navigation').getByRole('link', { name: /Beside/ })
    for (const [body, count] of [
      ['one', '1'],
      ['two', '2'],
    ] as const) {
      accepted(await olivia.run('message:send', { roomId: slug, clientId: `${body} ${manner}`, body }))
      const badge = link.locator('.badge [aria-hidden]')
      await eventually(async () => assert.match(await badge.innerText(), new RegExp(`^«?${count}»?$`)))
    }
    accepted(await ben.run('message:delete', { roomId, seq: third }))
    await ann.log.getByText('«This message was deleted.»').waitFor()

    // Parts that are opened, another room, and back.
    await page.keyboard.press('Control+k')
    const switcher = page.getByRole('dialog').getByRole('combobox')
    await switcher.pressSequentially('zzz')
    await page.getByRole('dialog').getByText('«').first().waitFor()
    await page.keyboard.press('Escape')
    await link.click()
    await page.getByRole('heading', { level: 1, name: /Beside/ }).waitFor()
    await ann.say('said while it was translated')
    await ann.log.getByText('«said while it was translated»').waitFor()
    await page.goBack()
    await sees(first, 'code «alone»')
    await atRest(page)

    // Nothing is left of what was taken away: each text stands there once.
    const twice = await page.evaluate(() =>
      Array.from(document.querySelectorAll('font > font'), (font) => font.parentElement!).flatMap((font) =>
        font.nextSibling instanceof Text && font.nextSibling.data.trim() !== '' ? [font.parentElement!.outerHTML] : [],
      ),
    )
    assert.deepEqual(twice, [])
    assert.deepEqual(ann.problems, [])
  })
}

test('[W201] the original text comes back when the reader asks for it', async () => {
  const ann = await inRoom('Oriana', 'Originals')
  const first = await say(ann.roomId, 'one **two** three')
  await ann.log.getByText('three').waitFor()
  await translate(ann.page)
  accepted(await ben.run('message:edit', { roomId: ann.roomId, seq: first, body: 'one **two** four' }))
  await eventually(async () => assert.equal(await bodyOf(ann, first), '«one» «two» «four»'))
  await showOriginals(ann.page)
  await eventually(async () => assert.equal(await bodyOf(ann, first), 'one two four'))
  accepted(await ben.run('message:edit', { roomId: ann.roomId, seq: first, body: 'five **two** four' }))
  await eventually(async () => assert.equal(await bodyOf(ann, first), 'five two four'))
  assert.equal(await ann.page.locator('font').count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('[W201] the join screen of a translated page works, and says what is wrong', async () => {
  const ann = await visitor(browser, server.url)
  await atRest(ann.page)
  await translate(ann.page)
  await ann.page.locator('.join input, dialog input, form input').first().fill('Olivia')
  await ann.page.keyboard.press('Enter')
  await ann.page.getByText('«').filter({ hasText: 'Olivia' }).first().waitFor()
  await ann.page.locator('form input').first().fill('Joined in translation')
  await ann.page.keyboard.press('Enter')
  await untilWhole(ann.page)
  assert.deepEqual(calm(ann), [])
})
