/** Touches, drops and pastes: real ones, by the browser's own protocol. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, person } from '../support/people.ts'
import { atRest, warmedUp } from '../support/rest.ts'
import { temporaryFolder } from '../support/server.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const tess = await person(server, 'Tess')

test('[W188] a finger that opened a menu chooses nothing in it when lifted', async () => {
  for (let seq = 1; seq <= 30; seq++) await done(server, tess, 'message:send', draft('lobby', `Line ${seq}`))
  const { page, log, composer, context } = await visits(browser, server).as(tess, '/', { screen: 'phone' })
  await warmedUp(page)
  await page.evaluate(() => {
    const clicks: string[] = Object.assign(globalThis, { clicks: [] }).clicks
    addEventListener('click', ({ target }) => clicks.push((target as Element).className), { capture: true })
  })
  const fingers = await context.newCDPSession(page)
  const touch = async (type: 'touchStart' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    fingers.send('Input.dispatchTouchEvent', { type, touchPoints })
  const row = log.locator('article').last()
  await log.getByText('Line 30').waitFor()
  const box = await row.boundingBox()
  assert.ok(box)
  const point = { x: box.x + box.width / 2, y: box.y + box.height - 6 }
  const menu = page.getByRole('menu')
  const clicked = () => page.evaluate(() => (globalThis as unknown as { clicks: string[] }).clicks)
  // The page's clock goes ahead: the browser itself takes a finger that rests for half a second for something else.
  await page.clock.install()
  for (let tries = 1; (await clicked()).length === 0; tries++) {
    assert.ok(tries < 20, 'the browser gave no click')
    await touch('touchStart', [point])
    await page.clock.fastForward(460)
    await menu.waitFor()
    const isOver = await page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.closest('.menu-item') !== null,
      point,
    )
    await touch('touchEnd', [])
    assert.ok(isOver, 'an item lies under the finger')
    // A tap comes a moment after the finger.
    await atRest(page)
    assert.ok(await menu.isVisible(), 'the menu is still open')
    assert.deepEqual(await log.locator('article').count(), 30)
    if ((await clicked()).length === 0) {
      await page.keyboard.press('Escape')
      await menu.waitFor({ state: 'detached' })
    }
  }
  // The next touch means it.
  await page.getByRole('menuitem', { name: 'Reply' }).tap()
  await menu.waitFor({ state: 'detached' })
  await page.locator('.answer-bar').waitFor()
  assert.equal(await composer.inputValue(), '')
  await context.close()
})

type Dragged = { items?: { mimeType: string; data: string }[]; files?: string[] }

/** Drags this in from outside the browser, and lets it go over the middle of an element. */
async function drop(page: Page, selector: string, { items = [], files = [] }: Dragged): Promise<void> {
  const box = await page.locator(selector).first().boundingBox()
  assert.ok(box)
  const mouse = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items, files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await mouse.send('Input.dispatchDragEvent', { type, ...at, data })
  await mouse.detach()
}

test('[W189] a file that is dropped anywhere goes with the message, and the page and the draft stay', async () => {
  const picture = join(temporaryFolder(), 'picture.txt')
  writeFileSync(picture, 'not really')
  const { page, context, composer } = await visits(browser, server).as(tess)
  await composer.fill('half a thought')
  let count = 0
  for (const [open, place] of [
    [undefined, '.composer textarea'],
    [undefined, '.scroller'],
    [undefined, '.sidebar'],
    ['Control+k', '.dialog-body'],
  ] as const) {
    if (open) {
      await page.keyboard.press(open)
      await page.locator(place).waitFor()
    }
    await drop(page, place, { files: [picture] })
    count++
    await eventually(async () => assert.equal(await page.locator('.chosen').count(), count))
    assert.equal(context.pages().length, 1)
    assert.equal(page.url(), `${server.url}/`)
  }
  assert.equal(await composer.inputValue(), 'half a thought')
  await context.close()

  const newcomer = await visitor(browser, server.url)
  await newcomer.page.getByLabel('Your name').waitFor()
  await newcomer.page.waitForLoadState('networkidle')
  await drop(newcomer.page, '.join h1', { files: [picture] })
  assert.equal(newcomer.page.url(), `${server.url}/`)
  await newcomer.context.close()
})

test('[W189] a link or a text that is dropped beside a field goes into the message', async () => {
  const { page, context, composer } = await visits(browser, server).as(tess)
  await composer.fill('see')
  const link = 'https://example.org/a?b=1'
  await drop(page, '.scroller', { items: [{ mimeType: 'text/uri-list', data: link }] })
  await eventually(async () => assert.equal(await composer.inputValue(), `see ${link} `))
  await drop(page, '.sidebar', { items: [{ mimeType: 'text/plain', data: 'and this' }] })
  await eventually(async () => assert.equal(await composer.inputValue(), `see ${link} and this `))
  assert.equal(page.url(), `${server.url}/`)
  await page.reload()
  await eventually(async () => assert.equal(await composer.inputValue(), `see ${link} and this `))
  await context.close()
})

test('[W189] a picture that is pasted goes with the message, and the draft stays', async () => {
  const { page, context, composer } = await visits(browser, server).as(tess)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await composer.fill('half a thought')
  await composer.focus()
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    const picture = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture! })])
  })
  await page.keyboard.press('Control+v')
  await page.locator('.chosen').getByText('.png').first().waitFor()
  assert.equal(await composer.inputValue(), 'half a thought')
  await context.close()
})
