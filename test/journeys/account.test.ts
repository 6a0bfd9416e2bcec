/** The sections of the account, and preferences on all devices of a user. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openSection } from '../support/account.ts'
import { type Visitor, untilOnline } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner, person } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()

const eve = await owner(server, 'Eve')
const ann = await person(server, 'Ann')
const room = await done(server, eve, 'room:create', { name: 'Books', kind: 'open', memberIds: [ann.user.id] })
await done(server, ann, 'message:send', draft('lobby', 'Good evening.'))

async function openAccount({ page }: Visitor) {
  if (!(await page.locator('.side-you').isVisible())) await page.locator('.header > .narrow').click()
  await page.locator('.side-you').click()
  const dialog = page.locator('dialog[open]')
  await dialog.waitFor()
  return dialog
}

/** The look on the document when the page draws its first element. */
async function noteFirstLook(page: Page): Promise<() => Promise<string | undefined>> {
  await page.addInitScript(() => {
    const noted = globalThis as { firstLook?: string }
    const observer = new MutationObserver(() => {
      const { density, text } = document.documentElement.dataset
      if (!document.querySelector('#page > *')) return
      noted.firstLook ??= `${density} ${text}`
      observer.disconnect()
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  return () => page.evaluate(() => (globalThis as { firstLook?: string }).firstLook)
}

test('[W280, W281] density, text size and clock follow a person to each device, and the theme stays with its own', async () => {
  const desk = await visits(browser, server).as(ann)
  const phone = await visits(browser, server).as(ann, '/', { screen: 'phone' })
  const row = desk.log.locator('article').first()
  const before = await row.evaluate((element) => element.getBoundingClientRect().height)
  const dialog = await openAccount(desk)
  await openSection(desk.page, 'Look')
  await dialog.getByLabel('Compact').check()
  await dialog.getByLabel('Larger').check()
  await dialog.getByLabel('24 hours').check()
  await dialog.getByLabel('Dark').check()
  await dialog.locator('.sample').getByText('21:15').waitFor()
  await assertGood(desk, 'the look of the page')

  const root = phone.page.locator('html[data-density=compact][data-text=larger]')
  await root.waitFor()
  assert.equal(await phone.page.locator('html').getAttribute('data-theme'), 'system')
  assert.equal(await phone.page.locator('html').evaluate((html) => getComputedStyle(html).fontSize), '20px')
  // At the next visit it is so from the first picture on.
  const firstLook = await noteFirstLook(phone.page)
  await phone.page.reload()
  await untilOnline(phone.page)
  assert.equal(await firstLook(), 'compact larger')
  await phone.log
    .locator('.by .sent-at')
    .filter({ hasText: /^\d\d:\d\d(?! ?[ap]m)/i })
    .first()
    .waitFor()

  await dialog.getByLabel('Medium').check()
  await dialog.getByLabel('12 hours').check()
  await phone.log
    .locator('.by .sent-at')
    .filter({ hasText: /^\d\d:\d\d [ap]m/i })
    .first()
    .waitFor()
  await desk.page.keyboard.press('Escape')
  await eventually(async () =>
    assert.ok((await row.evaluate((element) => element.getBoundingClientRect().height)) < before, 'rows stand closer'),
  )
  assert.deepEqual([calm(desk), calm(phone)], [[], []])
  await desk.context.close()
  await phone.context.close()
})

test('[W280, W282] on a phone each section is a page with a way back; beside each other they go by arrow keys', async () => {
  const phone = await visits(browser, server).as(ann, '/', { screen: 'phone' })
  const list = await openAccount(phone)
  assert.equal(await list.locator('.section-link').count(), 6)
  await openSection(phone.page, 'Notifications')
  await phone.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor()
  await list.getByRole('combobox', { name: 'Notifications from Books' }).selectOption('Nothing')
  await eventually(async () => {
    const { room: view } = await done(server, ann, 'room:history', { roomId: room.id, limit: 1 })
    assert.equal(view.level, 'nothing')
  })
  await list.getByRole('button', { name: 'Back' }).click()
  await list.locator('.section-link').first().waitFor()
  await phone.context.close()

  const desk = await visits(browser, server).as(ann)
  const dialog = await openAccount(desk)
  const tab = dialog.getByRole('tab', { selected: true })
  await tab.focus()
  for (const name of ['Notifications', 'Look', 'Language and keys', 'Devices', 'Leaving', 'Profile']) {
    await desk.page.keyboard.press('ArrowDown')
    await dialog.getByRole('tabpanel', { name }).waitFor()
    assert.ok(await tab.evaluate((element) => element === document.activeElement))
  }
  assert.deepEqual([calm(desk), calm(phone)], [[], []])
  await desk.context.close()
})
