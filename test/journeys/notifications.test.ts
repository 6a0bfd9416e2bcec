/** Notifications in the page and by its service worker, in a real browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Visitor, untilOnline, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { untilKept } from '../support/kept.ts'
import {
  clearArea,
  clickNoted,
  giveNotificationArea,
  giveWorkerNotificationArea,
  notedIn,
} from '../support/notification-area.ts'
import { enter } from '../support/sockets.ts'

const { server, browser } = await startJourney()

/** A member whose browser can show notifications. */
async function member(name: string): Promise<Visitor> {
  const who = await visitor(browser, 'about:blank', { hasWorker: true })
  await giveNotificationArea(who.context)
  await who.page.goto(server.url)
  await who.join(name)
  await untilKept(who.page)
  await giveWorkerNotificationArea(who.context)
  return who
}

const titles = async (page: Page) => (await notedIn(page)).map(({ title }) => title)

async function openNotifications({ page }: Visitor, name: string): Promise<void> {
  await page.getByTitle(`You are ${name}`).click()
  await page.getByRole('tab', { name: 'Notifications' }).click()
  await page.getByRole('heading', { name: 'On this device' }).waitFor()
}

/** Gives the worker a push, as the browser does. */
async function pusher({ context, page }: Visitor): Promise<(pushed: object) => Promise<void>> {
  const session = await context.newCDPSession(page)
  const found = Promise.withResolvers<string>()
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { registrationId, scopeURL } of registrations)
      if (scopeURL.startsWith(server.url)) found.resolve(registrationId)
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await found.promise
  return async (pushed) =>
    void (await session.send('ServiceWorker.deliverPushMessage', {
      origin: server.url,
      registrationId,
      data: JSON.stringify(pushed),
    }))
}

/** Makes a page believe that it is hidden: without a window, a browser hides none. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))
  })

/** Without a badge: the browser of the tests has no icon to show it on, and ends a worker that asks for it. */
const push = (title: string, tag: string, more: object = {}) => ({
  web_push: 8030,
  notification: { title, body: 'Bob: hello', tag, navigate: '/lobby/1' },
  ...more,
})

test('[W501] a push is always shown, one for a room, and goes when its messages were read', async () => {
  const ann = await member('Ann')
  const deliver = await pusher(ann)
  await deliver(push('Lobby', 'one'))
  await deliver(push('2 new in Lobby', 'one'))
  await deliver(push('Book club', 'two'))
  await eventually(async () => assert.deepEqual(await titles(ann.page), ['2 new in Lobby', 'Book club']))
  // What was read elsewhere is taken back; a push without words is shown, too.
  await deliver(push('Lobby', 'one', { read: ['one'] }))
  await deliver({})
  await eventually(async () => assert.deepEqual(await titles(ann.page), ['Book club', 'Earshot']))
})

test('[W502] a clicked notification leads to its message in the open page', async () => {
  const bea = await member('Bea')
  for (const body of ['first words', 'second words']) await bea.say(body)
  await bea.log.locator('article[data-seq]').getByText('second words').waitFor()
  const target = Number(await bea.log.locator('article[data-seq]').first().getAttribute('data-seq'))
  const deliver = await pusher(bea)
  await deliver({ notification: { title: 'Lobby', tag: 'one', navigate: `${server.url}/lobby/${target}` } })
  await eventually(async () => assert.deepEqual(await titles(bea.page), ['Lobby']))
  await clickNoted(bea.context, 'one')
  await bea.page.waitForURL(`**/lobby/${target}`)
  await eventually(async () => assert.deepEqual(await titles(bea.page), []))
})

test('[W503] nobody is asked before the click; then the page tells while it is hidden, once over all tabs', async () => {
  const cay = await member('Cay')
  const asked = () => cay.page.evaluate(() => localStorage.getItem('asked'))
  await openNotifications(cay, 'Cay')
  await cay.page.getByRole('button', { name: 'Notify me' }).waitFor()
  assert.equal(await asked(), null)
  await cay.page.getByRole('button', { name: 'Notify me' }).click()
  await cay.page.getByText('You’re notified while the page is open.').waitFor()
  assert.equal(await asked(), 'yes')

  await cay.page.getByRole('button', { name: 'Send me a test' }).click()
  await eventually(async () => assert.deepEqual(await titles(cay.page), ['A test']))
  await clearArea(cay.page)
  await cay.page.keyboard.press('Escape')

  const second = await cay.context.newPage()
  await second.goto(server.url)
  await untilOnline(second)
  await untilKept(second)
  // The counts of both tabs come from each tab's own code.
  for (const page of [cay.page, second]) {
    await hide(page)
    await page.evaluate(() => {
      const { prototype } = ServiceWorkerRegistration
      const show = Reflect.get(prototype, 'showNotification') as (...given: unknown[]) => Promise<void>
      Object.assign(prototype, {
        showNotification(title: string, options: object) {
          document.documentElement.dataset['told'] = `${document.documentElement.dataset['told'] ?? ''}|${title}`
          return show.call(this, title, options)
        },
      })
    })
  }
  const bob = await enter(server.url, { name: 'Bob' })
  await bob.say('are you @Cay there?')
  await eventually(async () => assert.equal((await notedIn(cay.page)).length, 1))
  await bob.say('and one more')
  await eventually(async () => assert.match((await notedIn(cay.page))[0]?.title ?? '', /new in/))
  const [notification] = await notedIn(cay.page)
  assert.equal(notification?.body, 'Bob: and one more')
  assert.match(notification?.data ?? '', /^\/lobby\/\d+$/)
  const told = await Promise.all(
    [cay.page, second].map((page) => page.evaluate(() => document.documentElement.dataset['told'] ?? '')),
  )
  assert.equal(told.join('').split('|').length - 1, 2, told.join(' and '))

  // Read in one tab: taken back from the screen.
  await second.evaluate(() => {
    Reflect.deleteProperty(document, 'hidden')
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await second.bringToFront()
  await eventually(async () => assert.equal((await notedIn(cay.page)).length, 0), 10_000)
  bob.leave()
})

test('[W504] keywords, quiet hours, a pause and the rest are set by hand, and other devices follow', async () => {
  const dee = await visitor(browser, server.url, { hasWorker: true })
  await dee.join('Dee')
  await untilKept(dee.page)
  await openNotifications(dee, 'Dee')
  const { page } = dee
  await page.getByLabel(/Words to be notified of/).fill('harvest\nموعد')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByRole('button', { name: 'Add quiet hours' }).click()
  const quiet = page.getByRole('group', { name: 'Quiet hours 1' })
  await quiet.getByLabel('Sunday').uncheck()
  await quiet.getByLabel('From').fill('23:15')
  await page.getByRole('button', { name: 'For an hour' }).click()
  await page.getByText(/^Paused until/).waitFor()
  await page.getByLabel('Show the words of messages').uncheck()
  const settings = () =>
    page.evaluate(async () => (await (await fetch('/api/me/notify')).json()) as Record<string, unknown>)
  await eventually(async () => {
    const { keywords, quiet: hours, showWords, snoozedUntil } = await settings()
    assert.deepEqual(keywords, ['harvest', 'موعد'])
    assert.deepEqual(hours, [{ days: [1, 2, 3, 4, 5, 6], from: '23:15', to: '07:00' }])
    assert.equal(showWords, false)
    assert.equal(typeof snoozedUntil, 'string')
  })

  const other = await dee.context.newPage()
  await other.goto(server.url)
  await untilOnline(other)
  await other.getByTitle('You are Dee').click()
  await other.getByRole('tab', { name: 'Notifications' }).click()
  await other.getByRole('button', { name: 'End now' }).click()
  await page.getByText('Nothing disturbs you meanwhile.').waitFor()
  assert.deepEqual(dee.problems, [])
})
