/** One person with several tabs: one outbox, and one tab at a time that empties it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { startProxy } from '../support/proxy.ts'

const { server, browser } = await startJourney()
const host = await signIn(server, 'Host')

type Tab = {
  page: Page
  /** The bodies that left this tab. */
  sent: string[]
  say: (body: string) => Promise<void>
  waiting: () => Promise<string[]>
  shown: () => Promise<string[]>
}

function tabOf(page: Page): Tab {
  const sent: string[] = []
  page.on('websocket', (wire) =>
    wire.on('framesent', ({ payload }) => {
      const body = /\["message:send",.*"body":"([^"]*)"/.exec(String(payload))?.[1]
      if (body !== undefined) sent.push(body)
    }),
  )
  const composer = page.getByRole('textbox', { name: 'Message' })
  const texts = async (kind: string) =>
    page.locator(`article[${kind}] .body`).evaluateAll((rows) => rows.map((row) => row.textContent ?? ''))
  return {
    page,
    sent,
    async say(body) {
      await composer.fill(body)
      await composer.press('Enter')
      await eventually(async () => assert.equal(await composer.inputValue(), ''))
    },
    waiting: async () => texts('data-state'),
    shown: async () => texts('data-seq'),
  }
}

/** Ann in two tabs, both connected, over a wire that can be cut. */
async function twoTabs(
  name: string,
): Promise<{ ann: Visitor; tabs: [Tab, Tab]; wire: Awaited<ReturnType<typeof startProxy>> }> {
  const wire = await startProxy(server)
  const ann = await visitor(browser, wire.url)
  // So slow that something can happen between two messages.
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      if (String(frame).includes('"message:send"')) setTimeout(() => far.send(frame), 60)
      else far.send(frame)
    })
  })
  await ann.join(name)
  await ann.page.reload()
  const one = tabOf(ann.page)
  const other = tabOf(await ann.context.newPage())
  for (const { page } of [one, other]) {
    await page.goto(wire.url)
    await untilOnline(page)
  }
  return { ann, tabs: [one, other], wire }
}

const own = (bodies: string[], prefix: string) => bodies.filter((body) => body.startsWith(prefix))
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`)

/** The messages of one person in the store, complete and each once. */
async function kept(prefix: string, count: number): Promise<string[]> {
  return eventually(async () => {
    const bodies = own(
      (await wholeHistory(server, host.token)).map(({ body }) => body),
      prefix,
    )
    assert.equal(bodies.length, count)
    assert.equal(new Set(bodies).size, count)
    return bodies
  }, 30_000)
}

test('[C4, C8, C9] one of two tabs sends what both wrote offline, once, each tab’s in order', async () => {
  const { tabs, wire } = await twoTabs('Ann')
  const [one, other] = tabs
  await wire.cut()
  for (let number = 1; number <= 4; number++) {
    await one.say(`ann one ${number}`)
    await other.say(`ann other ${number}`)
  }
  const written = numbered('', 4).flatMap((number) => [`ann one${number}`, `ann other${number}`])
  for (const tab of tabs) await eventually(async () => assert.deepEqual(await tab.waiting(), written))
  await other.page.getByText('8 waiting').waitFor()
  await wire.restore()

  assert.deepEqual(await kept('ann', 8), written)
  for (const tab of tabs) {
    await eventually(async () => assert.deepEqual([own(await tab.shown(), 'ann'), await tab.waiting()], [written, []]))
  }
  assert.equal(one.sent.length + other.sent.length, 8, 'nothing was sent twice')
  assert.ok(one.sent.length === 0 || other.sent.length === 0, 'one of them sent it all')

  // Online the other tab's words go out by the tab that has the turn, and there is no row left over.
  await one.say('ann says more')
  await other.say('ann says no more')
  assert.deepEqual((await kept('ann', 10)).slice(-2), ['ann says more', 'ann says no more'])
  for (const { page } of tabs) {
    await page.reload()
    await untilOnline(page)
  }
  for (const tab of tabs) {
    await tab.page.getByText('ann says no more').waitFor()
    assert.deepEqual(await tab.waiting(), [])
  }
})

async function stopScripts(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const stopped = new Promise<void>((resolve) => void devtools.once('Debugger.paused', () => resolve()))
  await devtools.send('Debugger.enable')
  await devtools.send('Debugger.pause')
  await stopped
}

for (const [how, go] of [
  ['is closed', async (tab: Tab) => tab.page.close()],
  ['crashes', async (tab: Tab) => void tab.page.goto('chrome://crash').catch(() => 'as it should')],
  [
    'is frozen',
    async (tab: Tab) => {
      // A browser freezes a tab that is long out of sight: it says so, and then nothing runs there.
      await tab.page.evaluate(() => document.dispatchEvent(new Event('freeze')))
      await stopScripts(tab.page)
    },
  ],
] as const) {
  test(`[C4, C9] when the tab that sends ${how}, the other sends the rest`, async () => {
    const prefix = how.replaceAll(' ', '-')
    const { tabs, wire } = await twoTabs(`Ann who ${how}`)
    const [one, other] = tabs
    await wire.cut()
    for (const body of numbered(`${prefix} one`, 8)) await one.say(body)
    for (const body of numbered(`${prefix} other`, 8)) await other.say(body)
    await wire.restore()

    const sender = await eventually(() => {
      const found = tabs.find(({ sent }) => sent.length >= 3)
      assert.ok(found)
      return found
    }, 15_000)
    const witness = sender === one ? other : one
    await go(sender)
    const bodies = await kept(prefix, 16)
    for (const from of ['one', 'other']) {
      assert.deepEqual(own(bodies, `${prefix} ${from}`), numbered(`${prefix} ${from}`, 8))
    }
    assert.ok(witness.sent.length > 0, 'the other tab has sent the rest')
    await eventually(async () =>
      assert.deepEqual([own(await witness.shown(), prefix), await witness.waiting()], [bodies, []]),
    )
  })
}

test('[C9] a refused draft is in both tabs, and deleting it in one deletes it in both', async () => {
  const { ann, tabs } = await twoTabs('Ann the refused')
  const [one, other] = tabs
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const id = /^42\/chat,(\d+)\["message:send",.*"body":"refuse me"/.exec(String(frame))?.[1]
      const answer = [{ ok: false, error: { code: 'forbidden', message: 'You may not say that here.' } }]
      if (id === undefined) far.send(frame)
      else near.send(`43/chat,${id}${JSON.stringify(answer)}`)
    })
  })
  for (const { page } of tabs) {
    await page.reload()
    await untilOnline(page)
  }
  await other.say('refuse me')
  for (const { page } of tabs) await page.getByText('Not sent: You may not say that here.').waitFor()
  await one.page.getByRole('button', { name: 'Delete' }).click()
  for (const tab of tabs) await eventually(async () => assert.deepEqual(await tab.waiting(), []))
  await other.page.close()
  await one.page.reload()
  await untilOnline(one.page)
  await one.say('the end')
  await one.page.getByText('the end').waitFor()
  await eventually(async () => assert.deepEqual(await one.waiting(), []))
})
