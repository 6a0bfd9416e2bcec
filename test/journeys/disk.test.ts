/** The page for owners of what takes the disk: how files of older messages are deleted there and come back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGood, settled } from '../support/screens.ts'
import { type Look, untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, guest, owner, person } from '../support/people.ts'
import { upload } from '../support/uploads.ts'

const { server, browser } = await startJourney()

const DAY_MS = 24 * 60 * 60 * 1_000
const olga = await owner(server)
const [ann, bob] = [await person(server, 'Ann'), await guest(server, 'Bob')]
const den = await done(server, ann, 'room:create', { kind: 'closed', name: 'Secret den' })
const say = async (who: typeof ann, roomId: string, body: string, size: number) => {
  const files = [await upload(server, who, new Uint8Array(size), `${size}.bin`)]
  return done(server, who, 'message:send', { ...draft(roomId, body), files })
}
await say(ann, 'lobby', '', 2_000_000)
await say(bob, 'lobby', 'with words', 500_000)
await say(ann, den.id, 'not for Olga', 30_000)

/** The owner’s page in two years, when all of this is old. */
async function openDisk(look?: Look, tab = 'Files') {
  const seen = await visitor(browser, 'about:blank', look)
  await seen.context.addInitScript((ms) => {
    const { now } = Date
    Date.now = () => now() + ms
  }, 800 * DAY_MS)
  await seen.context.addCookies([{ name: 'earshot', value: olga.token, url: server.url }])
  await seen.page.goto(server.url)
  await untilOnline(seen.page)
  await untilWhole(seen.page)
  if (look?.screen === 'phone') await seen.page.locator('.header > .narrow').click()
  await seen.page.locator('.sidebar .side-foot > .icon-button >> nth=1').click()
  const dialog = seen.page.getByRole('dialog')
  await dialog.getByRole('tab', { name: tab, exact: true }).click()
  await dialog.locator('.usage li').first().waitFor()
  return { ...seen, dialog }
}

test('[U163] an owner sees what takes the disk, deletes older files by keyboard, and restores them there', async () => {
  const seen = await openDisk()
  const { page, dialog, log } = seen
  const rows = () => dialog.locator('.usage li').allInnerTexts()
  assert.deepEqual(
    (await rows()).map((row) => row.replaceAll(/\s+/g, ' ').trim()),
    ['Lobby 2.5 MB 2 files', 'A closed room 30 kB 1 file'],
  )
  await dialog.getByText(/^All files together take 2.53 MB/).waitFor()
  await dialog.getByLabel('Person', { exact: true }).check()
  assert.match((await rows()).join(), /Ann\s+2.03 MB/)
  await dialog.getByLabel('Age', { exact: true }).check()
  assert.equal((await rows()).length, 1)

  await dialog.getByLabel('In room').selectOption('Lobby')
  await dialog.getByText('This deletes 2 files (2.5 MB), which frees 2.5 MB a day later.').waitFor()
  await dialog.getByLabel('By person').selectOption('Ann')
  await dialog.getByText('This deletes 1 file (2 MB), which frees 2 MB a day later.').waitFor()
  await dialog.getByRole('button', { name: 'Delete files…' }).focus()
  await page.keyboard.press('Enter')
  await dialog.getByText(/will disappear for everyone\. The messages stay\. For 24 hours/).waitFor()
  await assertGood(seen, 'the question')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Delete 1 file', exact: true }).focus()
  await page.keyboard.press('Enter')
  const nothing = dialog.getByText('There are no such files.')
  await nothing.waitFor()
  assert.ok(await nothing.evaluate((line) => line === document.activeElement), 'the focus stays in the dialog')
  await dialog.getByText(/Olga Owner.* deleted 1 file \(2 MB\)/).waitFor()
  await assertGood(seen, 'after a deletion')
  await log.getByText('Its files were deleted.').waitFor()

  await dialog.getByRole('button', { name: /^Restore 1 file sent before / }).focus()
  await page.keyboard.press('Enter')
  const back = dialog.getByText('The files are back, except in messages that were edited or deleted since.')
  await back.waitFor()
  assert.ok(await back.evaluate((line) => line === document.activeElement))
  await log.getByText('Its files were deleted.').waitFor({ state: 'detached' })
  await dialog.getByText('This deletes 1 file (2 MB), which frees 2 MB a day later.').waitFor()
  await dialog.getByRole('tab', { name: 'Log' }).click()
  await dialog.getByText(/Olga Owner.* restored the files sent before/).waitFor()
  await dialog.getByText(/Olga Owner.* deleted the files sent before .* by .*Ann.* in .*Lobby/).waitFor()
})

for (const [look, tab] of [
  [{ screen: 'phone', colors: 'dark' }, 'Files'],
  [{ screen: 'phone', locale: 'ar' }, 'الملفات'],
  [{ colors: 'dark', locale: 'de' }, 'Dateien'],
] as [Look, string][]) {
  test(`[U164] it fits everywhere: ${JSON.stringify(look)}`, async () => {
    const seen = await openDisk(look, tab)
    await seen.dialog.locator('.button-alert').click()
    await seen.dialog.locator('.button-danger').click()
    await seen.dialog.locator('.deletion').waitFor()
    await settled(seen.page)
    await assertGood(seen, 'what takes the disk')
    await seen.dialog.locator('.deletion .text-button').click()
    await seen.dialog.locator('.done').waitFor()
    await assertGood(seen, 'after the undo')
  })
}
