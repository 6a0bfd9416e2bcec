/** Pushes and the page: a browser whose push service is the test's own. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { untilKept } from '../support/kept.ts'
import { giveNotificationArea } from '../support/notification-area.ts'
import { done, draft, owner, person } from '../support/people.ts'
import { type Browser, startPushService } from '../support/push-service.ts'
import { ask, bearer, json } from '../support/http.ts'

const service = await startPushService()
after(() => service.close())
const { server, browser } = await startJourney({ args: ['--limits', 'off', '--allow-outside', service.host] })
const olga = await owner(server)
const control = await person(server, 'Control')
const controlled = service.browser()
{
  const { endpoint, keys } = controlled
  assert.equal((await ask(server, '/api/push', json({ endpoint, keys }, bearer(control.token)))).status, 201)
}

/** The browser of the tests reaches no push service, so it is given this one. */
async function givePushService({ context }: Visitor, { endpoint, keys }: Browser): Promise<void> {
  await context.addInitScript(
    (given) => {
      const made = {
        options: {},
        toJSON: () => given,
        endpoint: given.endpoint,
        unsubscribe: () => Promise.resolve(true),
      }
      Object.assign(PushManager.prototype, {
        subscribe: () => Promise.resolve(made),
        getSubscription: () => Promise.resolve(null),
      })
    },
    { endpoint, keys },
  )
}

const says = (body: string) => done(server, olga, 'message:send', draft('lobby', body))
const cameTo = ({ came }: Browser) => came.map(({ payload }) => payload.notification.body)

/** Whether a push came for a message, once another person, whom all of it reaches, was told. */
async function isPushed(to: Browser, body: string): Promise<boolean> {
  const last = `${body} ${crypto.randomUUID()}`
  await says(last)
  await eventually(() => assert.ok(cameTo(controlled).some((one) => one.endsWith(last))))
  const mark = `mark ${crypto.randomUUID()}`
  await says(mark)
  await eventually(() => assert.ok(cameTo(controlled).some((one) => one.endsWith(mark))))
  return cameTo(to).some((one) => one.endsWith(last))
}

test('[Q60] [Q61] a page tells which room is on its screen, and its test is a push in its language', async () => {
  const pushed = service.browser()
  const ann = await visitor(browser, 'about:blank', { hasWorker: true })
  await giveNotificationArea(ann.context)
  await givePushService(ann, pushed)
  const { page } = ann
  await page.goto(server.url)
  await ann.join('Ann')
  await untilKept(page)
  await page.evaluate(() => (document.documentElement.lang = 'de'))
  await page.getByTitle('You are Ann').click()
  await page.getByRole('tab', { name: 'Notifications' }).click()
  await page.getByRole('button', { name: 'Notify me' }).click()
  await page.getByRole('button', { name: 'Send me a test' }).click()
  await eventually(() => assert.equal(pushed.came.length, 1))
  assert.equal(pushed.came[0]!.payload.notification.body, 'Auf diesem Gerät kommen Mitteilungen an.')
  await page.getByText('Sent.').waitFor()
  await page.keyboard.press('Escape')

  // Somebody else's window has the focus: the page marks nothing as read, and is on the screen all the same.
  await page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event('blur'))
  })
  assert.equal(await isPushed(pushed, 'on the screen'), false)
  await setHidden(page, true)
  await eventually(async () => assert.equal(await isPushed(pushed, 'hidden'), true))
  await setHidden(page, false)
  await eventually(async () => assert.equal(await isPushed(pushed, 'shown again'), false))
  await page.goto('about:blank')
  await eventually(async () => assert.equal(await isPushed(pushed, 'closed'), true))
})

/** Without a window, a browser hides no page. */
const setHidden = (page: Page, isHidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
