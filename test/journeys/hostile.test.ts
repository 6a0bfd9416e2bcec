/** Hostile text in every place that shows it: it stays text, in its bounds, and holds up no one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Look, untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { type Somebody, arrive, codeOf, done, draft, overHttp, owner, person } from '../support/people.ts'
import { warmedUp } from '../support/rest.ts'
import { slowness, tasksDuring } from '../support/tasks.ts'
import { visits } from '../support/visits.ts'
import { PATHOLOGICAL, XSS } from '../support/xss.ts'

const MOST_MS = 50

const { server, browser } = await startJourney()
const ann = await owner(server, 'Ann')

const asAnn = (path: string, look?: Look): Promise<Visitor> => visits(browser, server).as(ann, path, look)

async function go({ page }: Visitor, path: string) {
  await page.goto(server.url + path)
  await untilOnline(page)
}

/** Elements in the whole page that none of our components writes. */
const foreign = ({ page }: Visitor) =>
  page.evaluate(() => {
    const own = new Set(['SCRIPT', 'LINK', 'META', 'STYLE', 'TITLE', 'HEAD', 'NOSCRIPT'])
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      const tag = element.tagName.toUpperCase()
      if (own.has(tag) && element.closest('head, noscript')) continue
      if (/^(SCRIPT|IFRAME|OBJECT|EMBED|STYLE|LINK|META|BASE|MATH|MARQUEE|VIDEO|TEMPLATE|IMG|U|B)$/.test(tag))
        found.push(`<${tag}>`)
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || name === 'srcdoc' || name === 'formaction') found.push(`${tag} ${name}`)
        if (/^(href|src|action|xlink:href|data)$/.test(name) && /^\s*(javascript|vbscript|data|file):/i.test(value))
          found.push(`${tag} ${name}=${value.slice(0, 80)}`)
      }
      if (element instanceof HTMLAnchorElement && element.href && element.origin !== location.origin)
        for (const word of ['noopener', 'noreferrer', 'nofollow'])
          if (!element.rel.split(' ').includes(word)) found.push(`${element.href.slice(0, 80)} without ${word}`)
    }
    return found
  })

const isTooWide = ({ page }: Visitor) =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth > document.documentElement.clientWidth ||
      [...document.querySelectorAll('.scroller, .panel-body, .dialog-body, .side-scroll')].some(
        (frame) => frame.scrollWidth > frame.clientWidth + 1,
      ),
  )

async function check(seen: Visitor, what: string) {
  await eventually(async () => assert.equal(await seen.page.getByText('Loading…').count(), 0))
  assert.deepEqual(await foreign(seen), [], what)
  assert.equal(await isTooWide(seen), false, `${what} runs over the edge`)
  assert.deepEqual(seen.problems, [], what)
}

/** As many of these texts as the server takes for names. */
async function hostilePeople(): Promise<Somebody[]> {
  const people: Somebody[] = []
  for (const text of [...XSS, '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '<u onclick=x>U</u>']) {
    const somebody = await arrive(server, { name: text.slice(0, 32) }).catch(() => undefined)
    if (somebody) people.push(somebody)
  }
  return people
}

test('[W60] a script stays text in rooms, previews, reactions, panels, dialogs and the title of the tab', async () => {
  const people = await hostilePeople()
  assert.ok(people.length > 20, `${people.length} are names`)
  const name = '<img src=x onerror=alert(2)>'
  const memberIds = people.map(({ user }) => user.id)
  const { id: roomId, slug } = await done(server, ann, 'room:create', { name, kind: 'open', memberIds })
  await done(server, ann, 'room:update', { roomId, topic: '"><svg onload=alert(3)> <script>alert(4)</script>' })
  let last = 0
  for (const [index, text] of XSS.entries()) {
    const author = people[index % people.length]!
    // Each of them mentions her, and answers the one before: so its words are in a preview, and in her inbox.
    const said = { ...draft(roomId, `@Ann ${text}`), ...(last > 0 && { replyTo: last }) }
    last = (await done(server, author, 'message:send', said)).seq
    for (const other of people.slice(0, 12))
      await done(server, other, 'message:react', { roomId, seq: last, emoji: '👍', on: true })
    await done(server, ann, 'message:save', { roomId, seq: last, on: true })
    await done(server, ann, 'message:pin', { roomId, seq: last, on: true })
    // A network has room for forty.
    if (index < 36) await done(server, author, 'message:report', { roomId, seq: last, reason: text.slice(0, 500) })
  }
  const edited = await done(server, people[0]!, 'message:send', draft(roomId, `edited: ${XSS[0]}`))
  for (const body of XSS.slice(1, 10))
    await done(server, people[0]!, 'message:edit', { roomId, seq: edited.seq, body: `edited: ${body}` })
  for (const { user } of people.slice(-3))
    await done(server, ann, 'user:mute', { userId: user.id, minutes: 60, reason: XSS[0]! })
  await done(server, ann, 'user:ban', { userId: people.at(-1)!.user.id, reason: XSS[6]!, address: false })
  await done(server, ann, 'invite:create', { roomId, uses: 3 })
  for (const text of XSS.slice(0, 20)) {
    const made = await overHttp(server, ann.token, 'room:create', { name: text.slice(0, 50), kind: 'open' }).catch(
      () => undefined,
    )
    if (made?.ok) await done(server, ann, 'room:update', { roomId: made.value.id, topic: text.slice(0, 250) })
  }
  await done(server, ann, 'room:create', { kind: 'direct', memberIds: memberIds.slice(0, 7) })

  for (const screen of ['desktop', 'phone'] as const) {
    const seen = await asAnn(`/${slug}`, { screen })
    const { page } = seen
    const dialog = page.getByRole('dialog')
    const panel = page.locator('.panel')
    const toSidebar = async () => {
      if (screen === 'phone') await page.getByRole('button', { name: /^Rooms and people/ }).click()
    }
    const closePanel = () => panel.getByRole('button', { name: 'Close', exact: true }).click()
    await seen.log.locator('.quoted-name').last().waitFor()
    await seen.log.locator('.reaction').last().waitFor()
    assert.ok((await page.title()).includes(name), await page.title())
    assert.match((await seen.log.locator('.reaction').last().getAttribute('title')) ?? '', /[<>"]/)
    await check(seen, 'the room')
    await seen.composer.fill('@<')
    await check(seen, 'completing people')
    await seen.composer.fill('')

    await page.getByRole('button', { name: 'Search messages' }).click()
    await panel.locator('input').fill('alert')
    await panel.locator('mark').first().waitFor()
    await check(seen, 'what was found')
    await closePanel()
    for (const list of [/^Inbox/, /^Saved/]) {
      await toSidebar()
      await page.getByRole('button', { name: list }).click()
      await panel.locator('.found').first().waitFor()
      await check(seen, String(list))
      await closePanel()
    }
    const fromMenu = async (item: string) => {
      await page.getByRole('button', { name: 'Room menu' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await fromMenu('Pinned messages')
    await panel.locator('.found').first().waitFor()
    await check(seen, 'what is pinned')
    await closePanel()
    await fromMenu('About this room')
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click()
      await check(seen, `the room, ${await tab.innerText()}`)
    }
    await dialog.getByRole('tab', { name: 'Members' }).click()
    await dialog.locator('.person-link', { hasText: 'alert' }).first().click()
    await check(seen, 'a profile')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    for (const button of ['Browse rooms', 'New room', 'New message', 'Search or go to…']) {
      await toSidebar()
      await page.getByRole('button', { name: button, exact: true }).click()
      await dialog.waitFor()
      await check(seen, button)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    await toSidebar()
    await page.getByRole('button', { name: /^Moderation/ }).click()
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click()
      await check(seen, `moderation, ${await tab.innerText()}`)
    }
    await page.keyboard.press('Escape')
    if (screen === 'desktop') {
      await go(seen, `/${slug}/${edited.seq}`)
      await seen.log.locator(`article[data-seq="${edited.seq}"] .body`).hover()
      await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
      await check(seen, 'the menu of a message')
      await page.getByRole('menuitem', { name: 'Earlier versions' }).click()
      await dialog.getByText('Original').waitFor()
      await check(seen, 'earlier versions')
    }
    await seen.context.close()
  }
})

test('[W61] the worst Markdown is drawn in less than 50 ms of work, wherever it is shown', async (context) => {
  const { id: roomId, slug } = await done(server, ann, 'room:create', { name: 'Swamp', kind: 'open' })
  const mallory = await person(server, 'Mallory')
  await done(server, mallory, 'room:join', { roomId })
  const seen = await asAnn(`/${slug}`)
  const { page } = seen
  const panel = page.locator('.panel')
  await warmedUp(page)
  const longest: Record<string, number> = {}
  const measure = async (what: string, act: () => Promise<void>) => {
    const ms = (await tasksDuring(page, act))[0] ?? 0
    longest[what] = ms < MOST_MS ? ms : ms / (await slowness(page))
  }
  // The page's own share is what remains when it is measured again.
  const measureAgain = async (what: string, act: () => Promise<void>, undo?: () => Promise<void>) => {
    await measure(what, act)
    for (let again = 0; again < 3 && longest[what]! >= MOST_MS; again++) {
      await undo?.()
      await measure(what, act)
    }
  }
  const closePanel = async () => {
    await panel.getByRole('button', { name: 'Close', exact: true }).click()
    await panel.waitFor({ state: 'detached' })
  }
  for (const [index, body] of PATHOLOGICAL.entries()) {
    await measure(`message ${index}`, async () => {
      const sent = await overHttp(server, mallory.token, 'message:send', draft(roomId, body))
      assert.equal(codeOf(sent), 'ok')
      assert.ok(sent.ok)
      await seen.log.locator(`article[data-seq="${sent.value.seq}"]`).waitFor()
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 50))))
    })
  }
  for (let seq = 1; seq <= PATHOLOGICAL.length; seq++) {
    await done(server, ann, 'message:save', { roomId, seq, on: true })
    await done(server, ann, 'message:pin', { roomId, seq, on: true })
  }
  await measureAgain('an answer to each', async () => {
    const answers: number[] = []
    for (let seq = 1; seq <= PATHOLOGICAL.length; seq++) {
      const sent = await overHttp(server, mallory.token, 'message:send', { ...draft(roomId, '@Ann see'), replyTo: seq })
      assert.ok(sent.ok)
      answers.push(sent.value.seq)
    }
    await seen.log.locator(`article[data-seq="${answers.at(-1)}"] .quoted`).waitFor()
  })
  assert.deepEqual(await foreign(seen), [])
  assert.equal(await isTooWide(seen), false)
  const opens = {
    saved: () => page.getByRole('button', { name: /^Saved/ }).click(),
    pinned: async () => {
      await page.getByRole('button', { name: 'Room menu' }).click()
      await page.getByRole('menuitem', { name: 'Pinned messages' }).click()
    },
    found: async () => {
      await page.getByRole('button', { name: 'Search messages' }).click()
      await panel.locator('input').fill('a')
    },
  }
  for (const [what, open] of Object.entries(opens)) {
    const show = async () => {
      await open()
      await panel.locator('.found').first().waitFor()
    }
    await measureAgain(what, show, closePanel)
    assert.equal(await isTooWide(seen), false)
    await closePanel()
  }
  for (const [index, body] of [...PATHOLOGICAL, '  a = b;\n'.repeat(1_800)].entries()) {
    await measureAgain(`written ${index}`, () =>
      seen.composer.evaluate((field, text) => {
        if (!(field instanceof HTMLTextAreaElement)) throw new Error('Messages are written elsewhere.')
        field.value = text
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))
      }, body),
    )
  }
  await seen.composer.fill('  a = b;\n'.repeat(1_800))
  await seen.composer.press('ControlOrMeta+a')
  await seen.composer.press('ControlOrMeta+x')
  await measure('pasted', () => seen.composer.press('ControlOrMeta+v'))
  assert.match(await seen.composer.inputValue(), / {2}a = b;\n {2}a = b;\n/)
  const worst = Object.entries(longest).toSorted(([, a], [, b]) => b - a)
  context.diagnostic(worst.map(([what, ms]) => `${what}: ${ms.toFixed(0)} ms`).join(', '))
  assert.deepEqual(
    worst.filter(([, ms]) => ms >= MOST_MS),
    [],
  )
  assert.deepEqual(seen.problems, [])
  await seen.context.close()
})

for (const screen of ['phone', 'desktop'] as const) {
  test(`[W96] a very long message shows its beginning, and all of it on request (${screen})`, async () => {
    const room = await done(server, ann, 'room:create', { name: `Long on a ${screen}`, kind: 'open' })
    const say = async (body: string) => (await done(server, ann, 'message:send', draft(room.id, body))).seq
    const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line}`).join('\n')
    const long = [await say('---\n\n'.repeat(2_000)), await say('words '.repeat(2_500)), await say(lines(900))]
    const short = [await say(lines(20)), await say(`\`\`\`\n${lines(60)}\n\`\`\``)]
    const seen = await asAnn(`/${room.slug}`, { screen })
    const row = (seq: number) => seen.log.locator(`article[data-seq="${seq}"]`)
    const heightOf = async (seq: number) => row(seq).evaluate((article) => article.getBoundingClientRect().height)
    await row(short[1]!).waitFor()
    for (const seq of long) {
      await row(seq).scrollIntoViewIfNeeded()
      await row(seq).getByRole('button', { name: 'Show full message' }).waitFor()
      assert.ok((await heightOf(seq)) < 680, `message ${seq} is ${await heightOf(seq)} px high`)
    }
    for (const seq of short) {
      await row(seq).scrollIntoViewIfNeeded()
      assert.equal(await row(seq).getByRole('button', { name: /^Show/ }).count(), 0)
    }

    const heights = { [long[0]!]: 10_000, [long[1]!]: 700, [long[2]!]: 10_000 }
    for (const seq of long) {
      await row(seq).getByRole('button', { name: 'Show full message' }).click()
      await eventually(async () => assert.ok((await heightOf(seq)) > heights[seq]!))
      await row(seq).getByRole('button', { name: 'Show less' }).click()
      await eventually(async () => assert.ok((await heightOf(seq)) < 680))
      await eventually(async () => {
        const { y = -1, height = 0 } = (await row(seq).boundingBox()) ?? {}
        assert.ok(y + height > 100 && y < 800, 'it is still on the screen')
      })
    }
    assert.deepEqual(seen.problems, [])

    // A row on its way is no higher than one that has come.
    await seen.say(lines(900))
    await row(6).getByRole('button', { name: 'Show full message' }).waitFor()
    await seen.context.close()
  })
}

test('[W111] a very long message written without a network can be shown in full', async () => {
  const room = await done(server, ann, 'room:create', { name: 'Long and alone', kind: 'open' })
  const seen = await asAnn(`/${room.slug}`)
  await warmedUp(seen.page)
  await seen.context.setOffline(true)
  await seen.composer.fill(Array.from({ length: 900 }, (_, line) => `line ${line}`).join('\n'))
  await seen.composer.press('Enter')
  const row = seen.log.getByRole('article').last()
  await row.getByRole('button', { name: 'Show full message' }).click()
  await eventually(async () => assert.ok(((await row.boundingBox())?.height ?? 0) > 10_000))
  await seen.context.close()
})
