/** The dialog of custom emoji: one is added by a file, all are listed, and one is removed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barriers } from '../support/axe.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner, person } from '../support/people.ts'
import { aPicture } from '../support/pictures.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const { as } = visits(browser, server)

const olga = await owner(server, 'Olga')
const [ann, bob] = [await person(server, 'Ann'), await person(server, 'Bob')]
const square = aPicture({ width: 64, height: 64 })
for (const name of ['party_parrot', 'blob-wave'])
  await done(server, olga, 'emoji:add', { name, image: square.toString('base64') })

test('[U206, U192] one adds an emoji by keyboard, sees who added which, and removes it after a question', async () => {
  await done(server, olga, 'settings:update', { emojiBy: 'members' })
  const [hers, his] = [await as(ann), await as(bob)]
  const { page } = hers
  const { seq } = await done(server, bob, 'message:send', draft('lobby', 'hello :new_one: there'))
  await page.locator('.side-top [aria-haspopup=menu]').press('Enter')
  await page.getByRole('menuitem', { name: 'Custom emoji' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Custom emoji' })
  await dialog
    .getByText(/Added by .Olga/)
    .first()
    .waitFor()
  assert.equal(await dialog.getByRole('button', { name: /^Remove/ }).count(), 0, 'others’ emoji are not hers')

  await dialog.getByRole('button', { name: 'Add emoji' }).press('Enter')
  await dialog.getByRole('alert').filter({ hasText: 'Choose a picture first.' }).waitFor()
  const file = { name: 'New One!.png', mimeType: 'image/png', buffer: square }
  await dialog.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.alloc(256_001) })
  await dialog.getByRole('alert').filter({ hasText: 'too large' }).waitFor()
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ ...file, name: 'no_picture.png', buffer: Buffer.from('words') })
  await dialog.getByLabel('Name').press('Enter')
  await dialog.getByRole('alert').filter({ hasText: 'must be a PNG' }).waitFor()
  await dialog.getByLabel('Name').fill('')
  await dialog.locator('input[type=file]').setInputFiles(file)
  assert.equal(await dialog.getByLabel('Name').inputValue(), 'new_one')
  assert.deepEqual(await barriers(page), [])
  await dialog.getByLabel('Name').fill('party_parrot')
  await dialog.getByLabel('Name').press('Enter')
  await dialog.getByRole('alert').filter({ hasText: 'There is already an emoji :party_parrot:.' }).waitFor()
  await dialog.getByLabel('Name').fill(':new_one:')
  await dialog.getByLabel('Name').press('Enter')
  await dialog.getByText(/Added by .Ann/).waitFor()
  const shown = his.log.locator(`article[data-seq="${seq}"] .body img`)
  await eventually(async () => assert.ok(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)))

  await dialog.getByRole('button', { name: /Remove.*:new_one:/ }).press('Enter')
  await dialog.getByText('Messages and reactions will show').waitFor()
  assert.deepEqual(await barriers(page), [])
  await dialog.getByRole('button', { name: /Remove.*:new_one:/ }).press('Enter')
  await dialog.getByText(/Added by .Ann/).waitFor({ state: 'detached' })
  await shown.waitFor({ state: 'detached' })
  assert.ok(await dialog.evaluate((open) => open.contains(document.activeElement)), 'the focus stays in the dialog')

  await done(server, olga, 'settings:update', { emojiBy: 'moderators' })
  await dialog.getByRole('button', { name: 'Add emoji' }).waitFor({ state: 'detached' })
  const owners = await as(olga)
  await owners.page.locator('.side-top [aria-haspopup=menu]').click()
  await owners.page.getByRole('menuitem', { name: 'Custom emoji' }).click()
  const all = owners.page.getByRole('dialog', { name: 'Custom emoji' })
  await all
    .getByRole('button', { name: /^Remove/ })
    .nth(1)
    .waitFor()
  // What the server refused on the way is no fault of the page.
  const refusals = /status of 4\d\d/
  hers.problems.splice(0, hers.problems.length, ...hers.problems.filter((problem) => !refusals.test(problem)))
  for (const visitor of [hers, his, owners]) {
    assert.deepEqual(calm(visitor), [])
    await visitor.context.close()
  }
})
