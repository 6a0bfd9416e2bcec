/** The page on a phone: the back button, the keyboard, the finger. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enter } from '../support/sockets.ts'

const { server, browser } = await startJourney()

const isInside = (page: Page) => page.evaluate(() => location.pathname)

/** One step back, as the phone’s button does. */
const back = (page: Page) => page.evaluate(() => history.back())

test('[Z10] the back button closes what is open, one after the other, and leaves the room only then', async () => {
  const { page, join, problems } = await visitor(browser, server.url, { screen: 'phone' })
  await page.goto(`${server.url}/lobby`)
  await join('Ann')
  await untilOnline(page)
  await untilWhole(page)
  const before = await page.evaluate(() => history.length)

  await page.getByRole('button', { name: /Rooms and people/ }).click()
  const drawer = page.locator('.sidebar[data-open=true]')
  await drawer.waitFor()
  await page.getByTitle('You are Ann').click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await back(page)
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await isInside(page), '/lobby')

  await page.getByRole('button', { name: /Rooms and people/ }).click()
  await drawer.waitFor()
  await back(page)
  await drawer.waitFor({ state: 'detached' })
  assert.equal(await isInside(page), '/lobby')

  // Closed by its own button, it leaves no step behind.
  await page.getByRole('button', { name: /Rooms and people/ }).click()
  await page.getByTitle('You are Ann').click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await eventually(async () =>
    assert.equal(await page.evaluate(() => (history.state as { isOver?: true } | null)?.isOver), undefined),
  )
  await page.keyboard.press('Control+Shift+F')
  const panel = page.getByRole('complementary', { name: 'Search' })
  await panel.waitFor()
  await back(page)
  await panel.waitFor({ state: 'hidden' })
  assert.equal(await isInside(page), '/lobby')
  assert.ok((await page.evaluate(() => history.length)) <= before + 1)
  assert.deepEqual(problems, [])
})

test('[Z11] the keyboard never hides the composer, whether the browser makes room for it or lays it over the page', async () => {
  const { page, join, composer } = await visitor(browser, server.url, { screen: 'phone' })
  await join('Bea')
  await untilWhole(page)
  await composer.click()
  const bottom = async () => {
    const box = await page.locator('.composer').boundingBox()
    return Math.round((box?.y ?? 0) + (box?.height ?? 0))
  }
  // Android: the page itself gets lower.
  await page.setViewportSize({ width: 390, height: 480 })
  await eventually(async () => assert.ok((await bottom()) <= 480, String(await bottom())))
  await page.setViewportSize({ width: 390, height: 844 })
  await eventually(async () => assert.ok((await bottom()) > 700))

  // An iPhone: the page stays as high, and only what is seen of it gets lower.
  const cover = (height: number) =>
    page.evaluate((seen) => {
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => seen })
      visualViewport?.dispatchEvent(new Event('resize'))
    }, height)
  await cover(500)
  await eventually(async () => assert.ok((await bottom()) <= 500, String(await bottom())))
  await cover(844)
  await eventually(async () => assert.ok((await bottom()) > 700))
})

test('[Z12] a swipe over a message answers it; scrolling and short movements do not', async () => {
  const bob = await enter(server.url, { name: 'Bob' })
  await bob.say('swipe me')
  const { page, join, log, context, problems } = await visitor(browser, server.url, { screen: 'phone' })
  await join('Cay')
  await untilWhole(page)
  const row = log.locator('article[data-seq]').filter({ hasText: 'swipe me' })
  const box = await row.boundingBox()
  assert.ok(box)
  const session = await context.newCDPSession(page)
  const y = box.y + box.height / 2
  const swipe = async (right: number, down: number) => {
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: 120 + right * part, y: y + down * part }],
      })
    await touch('touchStart', 0)
    for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', part)
    await touch('touchEnd', 1)
  }
  const bar = page.getByText('Replying to Bob')
  await swipe(30, 0)
  await swipe(20, 120)
  assert.equal(await bar.count(), 0)
  await swipe(110, 4)
  await bar.waitFor()
  assert.equal(await row.evaluate((element) => element.style.translate), '')
  assert.deepEqual(problems, [])
  bob.leave()
})

test('[Z13] pulling down does not reload, the page reaches to the edges of the screen, and nothing to press is small', async () => {
  const { page, join } = await visitor(browser, server.url, { screen: 'phone' })
  await join('Dee')
  await untilWhole(page)
  assert.match((await page.locator('meta[name=viewport]').getAttribute('content')) ?? '', /viewport-fit=cover/)
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).overscrollBehaviorY), 'none')
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.composer button, header button')].flatMap((button) => {
      const { width, height } = button.getBoundingClientRect()
      return width === 0 || (width >= 44 && height >= 44) ? [] : `${button.className} ${width}x${height}`
    }),
  )
  assert.deepEqual(small, [])
})
