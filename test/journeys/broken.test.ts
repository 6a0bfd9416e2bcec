/** A bug in one part of the page leaves the others alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner } from '../support/people.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await owner(server)
const { seq } = await done(server, olivia, 'message:send', draft('lobby', 'worth keeping'))
await done(server, olivia, 'message:save', { roomId: 'lobby', seq, on: true })

/** A page on which whatever is drawn by the script of that name throws, from now on. */
async function pageWith(script: string) {
  const seen = await visits(browser, server).as(olivia)
  await seen.page.locator('.sidebar').waitFor()
  await seen.page.evaluate((broken) => {
    const { map } = Array.prototype
    Array.prototype.map = function (this: unknown[], ...args) {
      if (new RegExp(`/assets/${broken}-`).test(new Error().stack?.split('\n')[2] ?? '')) throw new Error('a bug')
      return map.apply(this, args)
    } as typeof map
  }, script)
  return seen
}

for (const [part, script, open] of [
  ['dialog', 'dialogs', 'Browse rooms'],
  ['panel', 'panel', 'Saved'],
] as const) {
  test(`[W161] a ${part} that throws while it is drawn fails alone, and can be closed`, async () => {
    const seen = await pageWith(script)
    await seen.page.getByRole('button', { name: open }).click()
    const frame = seen.page.getByRole(part === 'dialog' ? 'dialog' : 'complementary')
    await frame.getByText('Something broke here.').waitFor()
    await frame.getByRole('button', { name: 'Close', exact: true }).click()
    await frame.waitFor({ state: 'detached' })
    await seen.say(`said after the ${part}`)
    await seen.log.getByText(`said after the ${part}`).waitFor()
    assert.ok(seen.problems.length > 0 && seen.problems.every((problem) => problem.includes('a bug')))
    await seen.context.close()
  })
}

/** A page on which drawing fails wherever one of these texts is drawn, or a name is. */
async function pageWithout(...texts: string[]) {
  const seen = await visits(browser, server).as(olivia)
  await seen.page.addInitScript((texts) => {
    const { map } = Array.prototype
    Array.prototype.map = function (this: unknown[], ...args) {
      if (this.some((one) => typeof one === 'string' && texts.includes(one))) throw new Error('a bug')
      return map.apply(this, args)
    } as typeof map
  }, texts)
  await seen.page.reload()
  return seen
}

test('[W177] a message that fails to draw fails alone: its text stands there as typed', async () => {
  await done(server, olivia, 'message:send', draft('lobby', 'before'))
  await done(server, olivia, 'message:send', draft('lobby', '*one* **breaks** `this`'))
  await done(server, olivia, 'message:send', draft('lobby', 'behind'))
  const seen = await pageWithout('breaks', 'this one too')
  await seen.log.getByText('*one* **breaks** `this`').waitFor()
  for (const text of ['before', 'behind']) await seen.log.getByText(text).waitFor()
  // Also as a draft, and when it comes over the line.
  await seen.say('this one too')
  await seen.log.getByText('this one too').waitFor()
  await done(server, olivia, 'message:send', draft('lobby', 'said after it'))
  await seen.log.getByText('said after it').waitFor()
  assert.equal(await seen.page.getByText('Something broke here.').count(), 0)
  await seen.context.close()
})

test('[W161] a sidebar that throws while it is drawn fails alone', async () => {
  const seen = await pageWith('shell')
  await done(server, olivia, 'room:create', { name: 'Attic', kind: 'open' })
  await seen.page.getByText('Something broke here.').waitFor()
  await seen.say('said without a sidebar')
  await seen.log.getByText('said without a sidebar').waitFor()
  await seen.page.getByRole('heading', { level: 1, name: 'Lobby' }).waitFor()
  await seen.context.close()
})
