/** How a chat shows itself: its own name, picture and colour, the invitation, and what one can do where nothing is yet. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { barriers } from '../support/axe.ts'
import { visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, owner } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { startServer } from '../support/server.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()

const eve = await owner(server, 'Eve')
const room = await done(server, eve, 'room:create', { name: 'Backstage', kind: 'closed' })
const { as } = visits(browser, server)

/** A real picture, twice as wide as high. */
function picture(): Buffer {
  const [width, height] = [40, 20]
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.alloc(1 + width * 3)))
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc(named))
    return Buffer.concat([length, named, sum])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}

test('[W283, W285, W286] owners give the chat its look, and an invitation shows it with its room and who made it', async () => {
  const desk = await as(eve)
  const { page } = desk
  const dialog = page.locator('dialog[open]')
  await page.getByRole('button', { name: /^Moderation/ }).click()
  await dialog.getByRole('tab', { name: 'Settings' }).click()
  await dialog.getByLabel('Chat name').fill('Riverside School')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Saved.').waitFor()
  await dialog.getByLabel('Violet').check()
  await page.locator('html[data-accent]').waitFor()
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'school.png',
    mimeType: 'image/png',
    buffer: picture(),
  })
  const mark = page.locator('.side-home img')
  await eventually(async () => assert.ok(await mark.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)))
  assert.ok(await mark.evaluate((image: HTMLImageElement) => image.naturalWidth === image.naturalHeight), 'a square')
  await dialog.getByRole('button', { name: 'Remove picture' }).waitFor()
  await assertGood(desk, 'the settings of the chat')
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'notes.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  })
  await dialog.getByRole('alert').filter({ hasText: 'Couldn’t read this picture' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.title(), 'Lobby · Riverside School')

  // The link comes first and with one button; a look at it leaves no link about.
  await page.goto(`${server.url}/${room.slug}`)
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Invite people' }).click()
  await dialog.getByText('No active links.').waitFor()
  await dialog.getByText('Options').click()
  await dialog.getByLabel('This room only').check()
  await dialog.getByLabel('For how many').selectOption('1 person')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  const link = await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link)
  await dialog.getByText('Only Backstage').waitFor()
  await dialog.getByText('1 left').waitFor()
  await dialog.getByRole('button', { name: 'Show QR code' }).click()
  await dialog.locator('.qr').waitFor()
  await assertGood(desk, 'an invitation')
  // Another choice is another link: this one is not shown as if it were by that.
  await dialog.getByLabel('Expires after').selectOption('1 hour')
  await dialog.locator('.qr').waitFor({ state: 'detached' })
  assert.notEqual(await dialog.getByRole('textbox', { name: 'Invitation link' }).inputValue(), link)

  const ann = await visitor(browser, link, { screen: 'phone' })
  await ann.page.getByRole('heading', { name: 'Join Backstage' }).waitFor()
  await ann.page.getByText('Riverside School').waitFor()
  await ann.page.getByText('Eve invited you.').waitFor()
  await ann.page.locator('.join-head img').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await ann.page.emulateMedia({ colorScheme })
    assert.deepEqual(await barriers(ann.page), [], colorScheme)
  }
  await ann.page.getByLabel('Your name').fill('Ann')
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await ann.page.getByRole('heading', { name: 'Backstage', level: 1 }).waitFor()

  // A stranger's page is born with it, so that the first picture has it.
  const bob = await visitor(browser, server.url)
  await bob.page.locator('.join-head').getByText('Riverside School').waitFor()
  assert.equal(await bob.page.locator('html').getAttribute('data-accent'), 'own')
  assert.deepEqual([calm(desk), calm(ann), calm(bob)], [[], [], []])
  for (const who of [desk, ann, bob]) await who.context.close()
})

test('[W287, W288] where nothing is yet, the next step is offered, and to owners how a chat begins', async () => {
  const fresh = await startServer({ args: ['--limits', 'off'] })
  const olga = await owner(fresh, 'Olga')
  const desk = await visits(browser, fresh).as(olga)
  const { page } = desk
  const dialog = page.locator('dialog[open]')
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByRole('button', { name: 'Create a room' }).waitFor()
  await assertGood(desk, 'the first steps')
  await steps.getByRole('button', { name: 'Name this chat' }).click()
  await dialog.getByLabel('Chat name').waitFor()
  await page.keyboard.press('Escape')
  await done(fresh, olga, 'settings:update', { name: 'The orchard' })
  await steps.getByRole('button', { name: 'Name this chat' }).waitFor({ state: 'detached' })
  await steps.getByRole('button', { name: 'Invite people' }).click()
  await dialog.getByRole('textbox', { name: 'Invitation link' }).waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Inbox/ }).click()
  await page.locator('.panel-empty').getByRole('button', { name: 'Browse rooms' }).click()
  await dialog.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'New message' }).click()
  await dialog.getByText('You’re the only one here so far.').waitFor()
  await dialog.getByRole('button', { name: 'Invite someone new' }).click()
  await dialog.getByRole('textbox', { name: 'Invitation link' }).waitFor()
  await page.keyboard.press('Escape')
  await desk.say('Welcome.')
  await steps.waitFor({ state: 'detached' })
  assert.deepEqual(calm(desk), [])
  await desk.context.close()
  await fresh.stop()
})
