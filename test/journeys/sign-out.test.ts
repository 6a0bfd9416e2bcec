/** The way out, and being shown out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openSection } from '../support/account.ts'
import { type Look, NETWORK_IS_AWAY, untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { PASSWORD } from '../support/people.ts'
import { startProxy } from '../support/proxy.ts'
import { sessionCookie } from '../support/visits.ts'

const { server, browser } = await startJourney()
const host = await signIn(server, 'Host')

/** The browser's complaints about a line that the test itself has cut. */
const WIRE_IS_ROUTED = /already in CLOSING or CLOSED state/

const kept = async (prefix: string) =>
  (await wholeHistory(server, host.token)).map(({ body }) => body).filter((body) => body.startsWith(prefix))

async function signedIn(name: string, look?: Look, url = server.url) {
  const who = await visitor(browser, url, look)
  await who.join(name)
  await untilOnline(who.page)
  const you = who.page.getByRole('button', { name: `You are ${name}` })
  return {
    ...who,
    async openAccount(section = 'Leaving') {
      if (look?.screen === 'phone') await who.page.getByRole('button', { name: /^Rooms and people/ }).click()
      await you.click()
      await openSection(who.page, section)
    },
    signOut: who.page.getByRole('button', { name: 'Sign out', exact: true }),
    name: who.page.getByLabel('Your name'),
    calm: () => who.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem) && !WIRE_IS_ROUTED.test(problem)),
  }
}

for (const screen of ['desktop', 'phone'] as const) {
  test(`[W76] signing out leads to the join form, leaves no words to the next user, and reaches other tabs (${screen})`, async () => {
    const ann = await signedIn(`Ann on a ${screen}`, { screen })
    const tab = await ann.context.newPage()
    await tab.goto(server.url)
    await untilOnline(tab)

    await ann.composer.fill('a secret, not finished')
    await ann.openAccount()
    await ann.signOut.click()
    await ann.page.getByRole('alert').filter({ hasText: 'You have 1 unsent draft.' }).waitFor()
    await ann.page.getByRole('button', { name: 'Stay signed in' }).click()
    assert.equal(await ann.name.count(), 0)
    await ann.signOut.click()
    await ann.page.getByRole('button', { name: 'Sign out and delete it' }).click()
    await ann.name.waitFor()
    assert.deepEqual(
      (await ann.context.cookies()).map(({ name }) => name),
      [],
    )
    await tab.getByText('You were signed out.').waitFor()

    const strangerSees = async (page: Page) => {
      const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage].map(Object.entries)))
      assert.doesNotMatch(kept, /secret/)
      await untilWhole(page)
      assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), '')
    }
    await ann.join('Somebody else')
    await untilOnline(ann.page)
    await strangerSees(ann.page)
    await ann.page.reload()
    await untilOnline(ann.page)
    await strangerSees(ann.page)
    await tab.getByRole('button', { name: 'Join again' }).click()
    await tab.getByLabel('Your name').fill('Somebody in a tab')
    await tab.getByRole('button', { name: 'Join' }).click()
    await untilOnline(tab)
    await strangerSees(tab)
    assert.deepEqual(ann.calm(), [])
  })
}

test('[W76] a person’s drafts wait after their session has ended, and nobody else sees them', async () => {
  const pia = await signedIn('Pia')
  const { page, composer } = pia
  await pia.openAccount('Profile')
  await page.getByLabel('Choose a password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Keep my name' }).click()
  await page.getByText('Pia is yours now.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Search messages' }).click()
  await page.getByRole('searchbox').fill('my diagnosis')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await composer.fill('half of what Pia thinks')

  const cookie = await sessionCookie(pia.context)
  await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${cookie?.value}` } })
  await page.getByRole('button', { name: 'Join again' }).click()
  await pia.join('Not Pia')
  await untilOnline(page)
  assert.equal(await composer.inputValue(), '')
  await page.getByRole('button', { name: 'Search messages' }).click()
  await page.getByRole('searchbox').waitFor()
  assert.equal(await page.getByText('my diagnosis').count(), 0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'You are Not Pia' }).click()
  await openSection(page, 'Leaving')
  await pia.signOut.click()
  await pia.name.waitFor()

  // Keys that are quicker than the next frame go to the focused field, not to the first one.
  await page.getByRole('button', { name: 'Sign in instead' }).evaluate(async (button: HTMLElement) => {
    button.click()
    await new Promise((done) => setTimeout(done))
    document.querySelector<HTMLInputElement>('#join-name')?.select()
  })
  await page.keyboard.type('Pia')
  assert.equal(await pia.name.inputValue(), 'Pia')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await untilOnline(page)
  await eventually(async () => assert.equal(await composer.inputValue(), 'half of what Pia thinks'))
  assert.deepEqual(pia.calm(), [])
})

test('[C9] signing out says how many messages are not sent yet, and lets one stay', async () => {
  const ann = await signedIn('Ann with a queue')
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    // The sends of this page come to nothing; all else goes on.
    near.onMessage((frame) => {
      if (!String(frame).includes('"message:send"')) far.send(frame)
    })
  })
  await ann.page.reload()
  await untilOnline(ann.page)
  for (const body of ['lost 1', 'lost 2']) await ann.say(body)
  await eventually(async () => assert.equal(await ann.log.locator('article[data-state]').count(), 2))
  await ann.openAccount()
  await ann.signOut.click()
  await ann.page.getByText('2 messages not sent yet.').waitFor()
  await ann.page.getByRole('button', { name: 'Stay signed in' }).click()
  await ann.page.getByText('2 messages not sent yet.').waitFor({ state: 'hidden' })
  assert.equal(await ann.name.count(), 0)

  await ann.signOut.click()
  await ann.page.getByRole('button', { name: 'Sign out and delete them' }).click()
  await ann.name.waitFor()
  await ann.join('Ann anew')
  await untilOnline(ann.page)
  assert.equal(await ann.log.locator('article[data-state]').count(), 0)
  assert.deepEqual(await kept('lost'), [])
  assert.deepEqual(ann.calm(), [])
})

test('[C9] signing out without the server changes nothing and deletes nothing', async () => {
  const ann = await signedIn('Ann offline')
  await ann.openAccount()
  await ann.signOut.waitFor()
  await ann.context.setOffline(true)
  await ann.signOut.click()
  await ann.page.getByText('Can’t reach the server.').waitFor()
  await ann.page.keyboard.press('Escape')
  assert.equal(await ann.name.count(), 0)
})

test('[N5] a page whose session was ended elsewhere says so', async () => {
  const ann = await signedIn('Ann elsewhere')
  const cookie = await sessionCookie(ann.context)
  await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${cookie?.value}` } })
  await ann.page.getByText('You were signed out.').waitFor()
  await ann.page.getByRole('button', { name: 'Join again' }).click()
  await ann.join('Ann elsewhere')
  await ann.say('here again')
  await eventually(async () => assert.deepEqual(await kept('here again'), ['here again']))
  assert.deepEqual(ann.calm(), [])
})

test('[C9] unsent messages of a guest whose session ended elsewhere are kept for the next user to decide', async () => {
  const wire = await startProxy(server)
  const ann = await signedIn('Ann cut off', {}, wire.url)
  const cookie = await sessionCookie(ann.context)
  await wire.cut()
  for (const body of ['left behind 1', 'left behind 2']) {
    await ann.say(body)
    await eventually(async () => assert.equal(await ann.composer.inputValue(), ''))
  }
  await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { authorization: `Bearer ${cookie?.value}` } })
  await wire.restore()
  await ann.page.getByText('You were signed out. 2 messages not sent yet.').waitFor({ timeout: 10_000 })
  await ann.join('Ann come back')
  const refused = ann.page.locator('article[data-state=failed]').filter({ hasText: 'signed out before this was sent' })
  await eventually(async () => assert.equal(await refused.count(), 2))
  // Until they are on the disk again, the page says that it is not to be closed.
  await eventually(async () => assert.equal(await refused.getByText('Not saved on this device').count(), 0))
  await ann.page.reload()
  await untilOnline(ann.page)
  await eventually(async () => assert.equal(await refused.count(), 2))
  await refused.first().getByRole('button', { name: 'Retry' }).click()
  await eventually(async () => assert.deepEqual(await kept('left behind'), ['left behind 1']))
  await refused.first().getByRole('button', { name: 'Delete' }).click()
  await eventually(async () => assert.equal(await ann.log.locator('article[data-state]').count(), 0))
  assert.deepEqual(ann.calm(), [])
})

test('[N3] an open page that lost its cookie asks for a name, and keeps the draft', async () => {
  const wire = await startProxy(server)
  const ann = await signedIn('Ann without cookies', {}, wire.url)
  await ann.composer.fill('half a thou')
  await ann.context.clearCookies()
  // The wire breaks, and the way back is without a cookie.
  await wire.cut()
  await ann.page.locator('main[data-connection=offline]').waitFor()
  await wire.restore()
  await ann.name.waitFor({ timeout: 10_000 })
  await ann.join('Ann with a new cookie')
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thou'))
  assert.deepEqual(ann.calm(), [])
})
