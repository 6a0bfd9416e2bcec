/** Pictures of people and rooms on the page: chosen, cut, seen by others at once, and removed again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import { barriers } from '../support/axe.ts'
import { eventually } from '../support/eventually.ts'
import { bearer } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, guest, owner, person } from '../support/people.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const { as } = visits(browser, server)

const olga = await owner(server, 'Olga')
const [ann, bob, gus] = [await person(server, 'Ann'), await person(server, 'Bob'), await guest(server, 'Gus')]
await done(server, ann, 'message:send', draft('lobby', 'my first words'))

/** Twice as wide as high: its left half is red, and its right half is blue. */
const halves = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#c01818' } })
  .composite([
    { input: { create: { width: 200, height: 200, channels: 3, background: '#1818c0' } }, left: 200, top: 0 },
  ])
  .png()
  .toBuffer()
const file = { name: 'halves.png', mimeType: 'image/png', buffer: halves }

const isLoaded = async (image: Locator) =>
  eventually(async () => assert.ok(await image.evaluate((shown: HTMLImageElement) => shown.naturalWidth === 256)))
/** The colours at the left and the right edge of a picture or of a canvas. */
const edges = (shown: Locator): Promise<string[]> =>
  shown.evaluate((source: HTMLImageElement | HTMLCanvasElement) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 256
    const context = canvas.getContext('2d')!
    context.drawImage(source, 0, 0, 256, 256)
    return [8, 248].map((x) => {
      const [red = 0, , blue = 0] = context.getImageData(x, 128, 1, 1).data
      return red > blue ? 'red' : 'blue'
    })
  })

test('[U139, U140] one cuts a picture by keys, others see it at once beside one’s words, and it is removed', async () => {
  const [hers, his] = [await as(ann), await as(bob)]
  const { page } = hers
  await page.locator('.side-you').click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('input[type=file]').setInputFiles(file)
  const part = dialog.getByRole('application', { name: 'The part of the picture to show' })
  await part.waitFor()
  await eventually(async () => assert.deepEqual(await edges(part), ['red', 'blue']))
  assert.ok(await part.evaluate((canvas) => canvas === document.activeElement), 'keys move it at once')
  assert.deepEqual(await barriers(page), [])
  for (let count = 0; count < 6; count++) await page.keyboard.press('Shift+ArrowRight')
  await eventually(async () => assert.deepEqual(await edges(part), ['blue', 'blue']))
  for (let count = 0; count < 12; count++) await page.keyboard.press('Shift+ArrowLeft')
  await eventually(async () => assert.deepEqual(await edges(part), ['red', 'red']))
  await page.keyboard.press('+')
  await eventually(async () => assert.equal(await dialog.getByLabel('Zoom').inputValue(), '1.1'))
  await dialog.getByRole('button', { name: 'Use picture' }).click()
  const mine = dialog.locator('.chat-picture img.avatar')
  await isLoaded(mine)
  assert.deepEqual(await edges(mine), ['red', 'red'])
  const choose = dialog.getByRole('button', { name: 'Choose picture' })
  assert.ok(await choose.evaluate((button) => button === document.activeElement), 'the focus is back')

  const beside = his.page.locator('article', { hasText: 'my first words' }).locator('.gutter img.avatar')
  await isLoaded(beside)
  assert.deepEqual(await edges(beside), ['red', 'red'])

  await dialog.getByRole('button', { name: 'Remove picture' }).click()
  await beside.waitFor({ state: 'detached' })
  await his.page.locator('article', { hasText: 'my first words' }).locator('.gutter svg.avatar').waitFor()

  // Escape leaves the cutting, not the dialog. What is no picture is said to be none.
  await dialog.locator('input[type=file]').setInputFiles(file)
  await part.waitFor()
  await page.keyboard.press('Escape')
  await part.waitFor({ state: 'detached' })
  await dialog.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.from('no picture') })
  await dialog.getByRole('alert').filter({ hasText: 'Couldn’t read this picture' }).waitFor()
  for (const visitor of [hers, his]) {
    assert.deepEqual(calm(visitor), [])
    await visitor.context.close()
  }
})

test('[U138] a moderator removes another’s picture on that person’s page', async () => {
  const image = halves.toString('base64')
  const { picture } = await done(server, bob, 'user:picture', { image })
  await done(server, bob, 'message:send', draft('lobby', 'a bad picture'))
  const hers = await as(olga)
  const row = hers.page.locator('article', { hasText: 'a bad picture' })
  await isLoaded(row.locator('.gutter img.avatar'))
  await row.locator('.by .name').click()
  await hers.page.getByRole('button', { name: 'Moderate' }).click()
  const dialog = hers.page.getByRole('dialog', { name: 'Bob', exact: true })
  await dialog.getByRole('button', { name: 'Remove picture' }).click()
  await dialog.getByText('Picture removed.').waitFor()
  await row.locator('.gutter svg.avatar').waitFor()
  assert.equal((await fetch(`${server.url}/api/pictures/${picture}`, { headers: bearer(olga.token) })).status, 404)
  assert.deepEqual(calm(hers), [])
  await hers.context.close()
})

test('[U140] a room’s picture stands in the sidebar of its members, and a drawn one where it cannot be loaded', async () => {
  const room = await done(server, olga, 'room:create', { kind: 'open', name: 'Garden' })
  await done(server, gus, 'room:join', { roomId: room.id })
  const [hers, theirs] = [await as(olga, `/${room.slug}`), await as(gus, `/${room.slug}`)]
  await hers.page.locator('.header-title').click()
  const dialog = hers.page.locator('dialog[open]')
  await dialog.getByRole('tab', { name: 'Settings' }).click()
  await dialog.locator('input[type=file]').setInputFiles(file)
  const part = dialog.getByRole('application', { name: 'The part of the picture to show' })
  const box = (await part.boundingBox())!
  // The picture follows the pointer to the right, so its left half is kept.
  await hers.page.mouse.move(box.x + 20, box.y + 100)
  await hers.page.mouse.down()
  await hers.page.mouse.move(box.x + box.width - 10, box.y + 100, { steps: 4 })
  await hers.page.mouse.up()
  await eventually(async () => assert.deepEqual(await edges(part), ['red', 'red']))
  await dialog.getByRole('button', { name: 'Use picture' }).click()
  const beside = theirs.page.locator('.side-link', { hasText: 'Garden' }).locator('img.avatar')
  await isLoaded(beside)
  assert.deepEqual(await edges(beside), ['red', 'red'])

  await theirs.context.route('**/api/pictures/*', (route) => route.abort())
  await theirs.page.reload()
  await theirs.page.locator('.side-link', { hasText: 'Garden' }).locator('svg.avatar').waitFor()
  await dialog.getByRole('button', { name: 'Remove picture' }).click()
  await theirs.page.locator('.side-link', { hasText: 'Garden' }).locator('.side-sign').waitFor()
  assert.deepEqual(calm(hers), [])
  for (const visitor of [hers, theirs]) await visitor.context.close()
})
