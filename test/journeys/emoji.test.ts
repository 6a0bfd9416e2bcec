/** Custom emoji on the page: completed, picked, shown in messages and reactions, removed and back again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { barriers } from '../support/axe.ts'
import type { Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { movingGif } from '../support/files/pictures.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner, person } from '../support/people.ts'
import { aPicture } from '../support/pictures.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const { as } = visits(browser, server)

const olga = await owner(server, 'Olga')
const [ann, bob] = [await person(server, 'Ann'), await person(server, 'Bob')]
const gif = await movingGif()
const addParrot = () => done(server, olga, 'emoji:add', { name: 'party_parrot', image: gif.toString('base64') })
const parrot = await addParrot()
const square = aPicture({ width: 64, height: 64 })
await done(server, olga, 'emoji:add', { name: 'blob-wave', image: square.toString('base64') })

const isLoaded = (image: Locator) =>
  eventually(async () => assert.ok(await image.evaluate((shown: HTMLImageElement) => shown.naturalWidth > 0)))
const rowOf = ({ log }: Visitor, seq: number) => log.locator(`article[data-seq="${seq}"]`)
const leave = async (...visitors: Visitor[]) => {
  for (const visitor of visitors) {
    assert.deepEqual(calm(visitor), [])
    await visitor.context.close()
  }
}

test('[U201, U202] a name is completed while it is typed, and is a picture for all who read it', async () => {
  const [hers, his] = [await as(ann), await as(bob)]
  await hers.composer.pressSequentially('well done :party_p')
  const choice = hers.page.getByRole('option', { name: ':party_parrot:' })
  await isLoaded(choice.locator('img.custom-emoji'))
  assert.deepEqual(await barriers(hers.page), [])
  await hers.composer.press('Tab')
  assert.equal(await hers.composer.inputValue(), 'well done :party_parrot: ')
  await hers.composer.press('Enter')
  const shown = his.log.locator('article', { hasText: 'well done' }).getByRole('img', { name: ':party_parrot:' })
  await isLoaded(shown)
  assert.equal(await his.log.locator('article', { hasText: 'well done' }).locator('[data-kind=emoji]').count(), 0)

  await hers.say(':party_parrot: :blob-wave:')
  const alone = his.log.locator('article .body[data-kind=emoji]')
  await isLoaded(alone.locator('img').last())
  const heights = await Promise.all([alone.locator('img').last(), shown].map((one) => one.boundingBox()))
  assert.ok(heights[0]!.height > 1.5 * heights[1]!.height, 'alone they are large, as others are')

  const { seq } = await done(
    server,
    ann,
    'message:send',
    draft('lobby', '`:blob-wave:` at 12:10:30 :no-such: \\:blob-wave:'),
  )
  const plain = rowOf(his, seq).locator('.body')
  await plain.waitFor()
  assert.equal(await plain.locator('img').count(), 0)
  assert.equal(await plain.innerText(), ':blob-wave: at 12:10:30 :no-such: :blob-wave:')
  await leave(hers, his)
})

test('[U203, U204] the picker has a group of them, finds them with the others, and reacts with one', async () => {
  const { seq } = await done(server, olga, 'message:send', draft('lobby', 'react to this'))
  const [hers, his] = [await as(ann), await as(bob)]
  const picker = hers.page.locator('.emoji-picker:popover-open')
  await rowOf(hers, seq).hover()
  await rowOf(hers, seq).getByRole('button', { name: 'Add reaction' }).click()
  await picker.getByRole('tab', { name: 'Custom' }).waitFor()
  const cells = picker.getByRole('rowgroup', { name: 'Custom' }).getByRole('gridcell')
  assert.deepEqual(await cells.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))), [
    ':blob-wave:',
    ':party_parrot:',
  ])
  assert.deepEqual(await barriers(hers.page), [])
  await hers.page.keyboard.type('party par')
  await eventually(async () =>
    assert.equal(await picker.getByRole('gridcell').first().getAttribute('aria-label'), ':party_parrot:'),
  )
  await hers.page.keyboard.press('Enter')

  const reaction = rowOf(his, seq).locator('.reaction')
  await isLoaded(reaction.locator('img.custom-emoji'))
  assert.match((await reaction.getAttribute('aria-label'))!, /:party_parrot:.*Ann/)
  await reaction.click()
  await eventually(async () => assert.match(await rowOf(hers, seq).locator('.reaction').innerText(), /2/))
  await his.page.getByRole('button', { name: 'Add emoji', exact: true }).click()
  await his.page
    .locator('.emoji-picker:popover-open')
    .getByRole('rowgroup', { name: 'Custom' })
    .getByRole('gridcell')
    .first()
    .click()
  assert.equal(await his.composer.inputValue(), ':blob-wave: ')
  await his.composer.fill('well')
  await his.page.getByRole('button', { name: 'Add emoji', exact: true }).click()
  const recent = his.page.locator('.emoji-picker:popover-open').getByRole('rowgroup', { name: 'Recent' })
  await recent.getByRole('gridcell', { name: ':blob-wave:' }).click()
  assert.equal(await his.composer.inputValue(), 'well :blob-wave: ', 'a name within a word would be none')
  await his.composer.fill('')

  // A status has no room for them.
  await his.page.locator('.side-you + .icon-button').click()
  await his.page.locator('dialog[open] [aria-haspopup=dialog]').click()
  await his.page.locator('.emoji-picker:popover-open').getByRole('rowgroup').first().waitFor()
  assert.equal(await his.page.locator('.emoji-picker .custom-emoji').count(), 0)
  await leave(hers, his)
})

test('[U201, U204] without its emoji a name is text in messages and reactions, and with it a picture again', async () => {
  const { seq } = await done(server, ann, 'message:send', draft('lobby', 'gone :party_parrot: and back'))
  await done(server, ann, 'message:react', { roomId: 'lobby', seq, emoji: ':party_parrot:', on: true })
  const hers = await as(bob)
  const row = rowOf(hers, seq)
  await isLoaded(row.locator('.body img'))
  await isLoaded(row.locator('.reaction img'))
  await done(server, olga, 'emoji:remove', { name: 'party_parrot' })
  await eventually(async () => assert.equal(await row.locator('img.custom-emoji').count(), 0))
  assert.equal(await row.locator('.body').innerText(), 'gone :party_parrot: and back')
  assert.match(await row.locator('.reaction').innerText(), /^:party_parrot:\s*1$/)
  await row.locator('.reaction').click()
  await hers.page.getByRole('alert').filter({ hasText: 'There is no emoji :party_parrot: any more.' }).waitFor()
  await addParrot()
  await isLoaded(row.locator('.body img'))
  await isLoaded(row.locator('.reaction img'))

  // The next visit has the list in its browser, and asks for it only when it has changed.
  const asked: string[] = []
  hers.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))))
  await hers.page.reload()
  await isLoaded(row.locator('.body img'))
  assert.ok(asked.some((frame) => frame.includes('presence:watch')))
  assert.ok(!asked.some((frame) => frame.includes('emoji:list')))

  const copied = await row.locator('.body').evaluate((body) => {
    getSelection()?.selectAllChildren(body)
    const data = new DataTransfer()
    document.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data }))
    return data.getData('text/plain')
  })
  assert.equal(copied, 'gone :party_parrot: and back')
  await leave(hers)
})

test('[U205] where motion is unwanted an emoji stands still', async () => {
  const { seq } = await done(server, ann, 'message:send', draft('lobby', 'still :party_parrot:'))
  const hers = await as(bob)
  const image = rowOf(hers, seq).locator('img')
  const source = () => image.evaluate((shown: HTMLImageElement) => shown.currentSrc.split('/').at(-1))
  await isLoaded(image)
  // The browser of the tests asks for little motion.
  assert.equal(await source(), parrot.still)
  await hers.page.emulateMedia({ reducedMotion: 'no-preference' })
  await eventually(async () => assert.equal(await source(), parrot.picture))
  await isLoaded(image)
  await leave(hers)
})
