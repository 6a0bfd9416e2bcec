/** Drafts that are not accepted yet outlive the page, the browser and a refusal. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { NETWORK_IS_AWAY, visitor, untilOnline } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { draft } from '../support/people.ts'
import { startProxy } from '../support/proxy.ts'
import { startServer, temporaryFolder } from '../support/server.ts'
import { enter } from '../support/sockets.ts'
import { sessionCookie } from '../support/visits.ts'
import { startMortalBrowser } from './mortal-browser.ts'

const { server, browser } = await startJourney()
const host = await signIn(server, 'Host')

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`)

const composerOf = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const draftsOf = (page: Page) => page.locator('article[data-state]')

async function say(page: Page, body: string): Promise<void> {
  await composerOf(page).fill(body)
  await composerOf(page).press('Enter')
  // Empty means kept: from here on everything may be killed.
  await eventually(async () => assert.equal(await composerOf(page).inputValue(), ''))
}

const online = (page: Page) => untilOnline(page, 20_000)

async function kept(prefix: string, at = server, token = host.token): Promise<string[]> {
  const messages = await wholeHistory(at, token)
  return messages.map(({ body }) => body).filter((body) => body.startsWith(prefix))
}

/** From now on the server says a final no to this body, whatever page of the context sends it. */
async function refuse(context: BrowserContext, body: string): Promise<{ relent: () => void }> {
  let isStrict = true
  await context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const [, id, said] = /^42\/chat,(\d+)\["message:send",.*"body":"([^"]*)"/.exec(String(frame)) ?? []
      const answer = [{ ok: false, error: { code: 'forbidden', message: 'You may not say that here.' } }]
      if (isStrict && said === body) near.send(`43/chat,${id}${JSON.stringify(answer)}`)
      else far.send(frame)
    })
  })
  return { relent: () => (isStrict = false) }
}

test('[C9] drafts written offline outlive a killed browser, and go out in order, once', async () => {
  const profile = temporaryFolder()
  const wire = await startProxy(server)
  const written = numbered('killed', 6)

  // A browser keeps a new cookie in memory for half a minute; who joined earlier today has it on disk.
  const earlier = await startMortalBrowser(profile)
  const first = await earlier.context.newPage()
  await first.goto(wire.url)
  await first.getByLabel('Your name').fill('Ann')
  await first.getByRole('button', { name: 'Join' }).click()
  await online(first)
  await earlier.quit()

  const killed = await startMortalBrowser(profile)
  const second = await killed.context.newPage()
  await second.goto(wire.url)
  await online(second)
  await wire.cut()
  for (const body of written.slice(0, 3)) await say(second, body)
  await second.close()
  await wire.restore()
  const third = await killed.context.newPage()
  await third.goto(wire.url)
  // It is back, and what it finds goes out at once. Off again for the second half.
  await eventually(async () => assert.deepEqual(await kept('killed'), written.slice(0, 3)), 20_000)
  await wire.cut()
  for (const body of written.slice(3)) await say(third, body)
  await killed.kill()
  assert.deepEqual(await kept('killed'), written.slice(0, 3))

  await wire.restore()
  const again = await startMortalBrowser(profile)
  const fourth = await again.context.newPage()
  await fourth.goto(wire.url)
  await online(fourth)
  await eventually(async () => assert.deepEqual(await kept('killed'), written), 20_000)
  await eventually(async () => {
    const rows = fourth.locator('article[data-seq] .body').filter({ hasText: 'killed' })
    assert.deepEqual(await rows.allTextContents(), written)
    assert.equal(await draftsOf(fourth).count(), 0)
  })
  await again.quit()
})

test('[C4, C9] a draft refused for good stays with its reason, also over a reload, until its author decides', async () => {
  const ann = await visitor(browser, server.url)
  const { relent } = await refuse(ann.context, 'no such thing')
  await ann.join('Ann the refused')
  await ann.page.reload()
  await online(ann.page)
  for (const body of ['no such thing', 'kept one', 'no such thing', 'kept two']) await say(ann.page, body)

  const refused = ann.page.locator('article[data-state=failed]')
  const reason = 'Not sent: You may not say that here.'
  await eventually(async () => assert.equal(await refused.filter({ hasText: reason }).count(), 2))
  await eventually(async () => assert.deepEqual(await kept('kept'), ['kept one', 'kept two'], 'the others went on'))
  await ann.page.reload()
  await eventually(async () => assert.equal(await refused.filter({ hasText: reason }).count(), 2))

  await refused.first().getByRole('button', { name: 'Delete' }).click()
  await eventually(async () => assert.equal(await refused.count(), 1))
  await ann.page.reload()
  await online(ann.page)
  await eventually(async () => assert.equal(await refused.count(), 1))
  await refused.getByRole('button', { name: 'Retry' }).click()
  await eventually(async () => assert.equal(await refused.filter({ hasText: reason }).count(), 1), 10_000)
  relent()
  await refused.getByRole('button', { name: 'Retry' }).click()
  await eventually(async () => assert.equal(await draftsOf(ann.page).count(), 0))
  await ann.page.reload()
  await online(ann.page)
  assert.equal(await draftsOf(ann.page).count(), 0)
  assert.deepEqual(await kept('no such thing'), ['no such thing'])
  assert.deepEqual(
    ann.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
  )
})

test('[C4, C12] writing faster than allowed shows the wait, and all messages are sent by themselves in order', async () => {
  const strict = await startServer()
  const reader = await signIn(strict, 'Reader')
  const ann = await visitor(browser, strict.url, { screen: 'phone', colors: 'dark' })
  await ann.join('Ann in a hurry')
  await online(ann.page)
  // However slowly the machine types: another device of hers takes every message that she is allowed.
  const cookie = await sessionCookie(ann.context)
  const device = await enter(strict.url, { token: cookie?.value ?? '' })
  const take = () => device.run('message:send', draft('lobby', 'taken'))
  while ((await take()).ok);
  let isOver = false
  const taking = (async () => {
    for (; !isOver; await pause(50)) await take()
  })()
  const written = numbered('hurry', 8)
  for (const body of written) await ann.say(body)
  const delayed = ann.page.locator('article[data-state=delayed]')
  await delayed.getByText(/^Sends in \d s$/).waitFor()
  assert.equal(await delayed.count(), 1, 'one waits for its time, the others for it')
  isOver = true
  await taking
  device.leave()
  await eventually(async () => assert.deepEqual(await kept('hurry', strict, reader.token), written), 20_000)
  await eventually(async () => assert.equal(await draftsOf(ann.page).count(), 0))
  const shown = (await ann.shown()).filter(({ text }) => /hurry \d/.test(text))
  assert.equal(shown.length, written.length)
  assert.deepEqual(ann.problems, [])
})
