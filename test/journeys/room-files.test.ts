/** The panel with a room’s files and links, in real browsers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers } from '../support/axe.ts'
import { untilOnline, untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { corners } from '../support/files/pictures.ts'
import { startJourney } from '../support/journey.ts'

const { server, browser } = await startJourney()

async function come(name: string, look?: Parameters<typeof visitor>[2]): Promise<Visitor> {
  const who = await visitor(browser, server.url, look)
  await who.join(name)
  await untilOnline(who.page)
  await untilWhole(who.page)
  return who
}

const panelOf = (page: Page) => page.locator('.panel')

async function open(page: Page, menu = 'Room menu', entry = 'Files and links'): Promise<void> {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  await panelOf(page).getByRole('tablist').waitFor()
}
/** The names of the files, or the words of the messages, as they are listed. */
const listed = (page: Page) =>
  panelOf(page)
    .locator('.found-list > li')
    .evaluateAll((all) =>
      all.map(
        (one) =>
          one.querySelector('.listed-name, .found-body')?.textContent ??
          one.querySelector('img')?.alt ??
          one.querySelector('.unseen')?.textContent,
      ),
    )
const lists = (page: Page, ...names: string[]) => eventually(async () => assert.deepEqual(await listed(page), names))
const tab = (page: Page, name: string) => panelOf(page).getByRole('tab', { name, exact: true })

async function send(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles([{ name, mimeType, buffer }])
  await page.locator('.chosen').waitFor()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.chosen').waitFor({ state: 'detached' })
}

test('[U173] the panel lists a room’s files by kind, and its links, and follows what is sent and deleted', async () => {
  const [ann, bob] = [await come('Ann'), await come('Bob')]
  await open(bob.page)
  await panelOf(bob.page).getByRole('heading', { name: 'No files yet' }).waitFor()
  await send(ann.page, 'beach.jpg', 'image/jpeg', await corners(900, 600).jpeg().toBuffer())
  await send(ann.page, 'plan.pdf', 'application/pdf', Buffer.from('%PDF-1.4 plan'))
  await ann.say('See https://earshot.example/help')
  await lists(bob.page, 'plan.pdf', 'beach.jpg')
  assert.deepEqual(await barriers(bob.page), [], 'a list of files')

  await tab(bob.page, 'Pictures').click()
  await lists(bob.page, 'beach.jpg')
  const small = panelOf(bob.page).locator('.listed-picture')
  await eventually(async () => assert.ok(await small.evaluate((img) => (img as HTMLImageElement).naturalWidth > 0)))
  assert.match((await small.getAttribute('src')) ?? '', /thumbnail$/)
  assert.deepEqual(await barriers(bob.page), [], 'a list of pictures')

  // By the keyboard alone: along the tabs, into the list, and to the message.
  await tab(bob.page, 'Pictures').press('ArrowRight')
  await tab(bob.page, 'Videos').press('ArrowRight')
  await tab(bob.page, 'Audio').press('ArrowRight')
  await lists(bob.page, 'plan.pdf')
  await bob.page.keyboard.press('ArrowRight')
  await lists(bob.page, 'See https://earshot.example/help')
  await bob.page.keyboard.press('ArrowRight')
  await lists(bob.page, 'plan.pdf', 'beach.jpg')
  await bob.page.keyboard.press('Tab')
  await bob.page.keyboard.press('ArrowDown')
  await bob.page.keyboard.press('Enter')
  const seq = await bob.log.locator('article[data-seq]:has(.shown)').getAttribute('data-seq')
  await bob.page.waitForURL(new RegExp(`/${seq}$`))
  await panelOf(bob.page).waitFor()

  await ann.page.locator(`article[data-seq="${seq}"]`).hover()
  await ann.page.locator(`article[data-seq="${seq}"]`).getByRole('button', { name: 'More', exact: true }).click()
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click()
  await ann.page.getByRole('menuitem', { name: /Delete/ }).click()
  await lists(bob.page, 'plan.pdf')
  await bob.page.keyboard.press('Escape')
  assert.deepEqual([ann.problems, bob.problems], [[], []])
})

test('[U174] on a phone the panel closes for the message, in each language', async () => {
  const words = [
    { locale: 'de-DE', menu: 'Raummenü', entry: 'Dateien und Links', kind: 'Andere Dateien' },
    { locale: 'ar', menu: 'قائمة الغرفة', entry: 'الملفات والروابط', kind: 'ملفات أخرى' },
  ]
  for (const { locale, menu, entry, kind } of words) {
    const who = await visitor(browser, server.url, { screen: 'phone', locale })
    await who.page.locator('form input').first().fill(`Phone ${locale}`)
    await who.page.keyboard.press('Enter')
    await untilOnline(who.page)
    await untilWhole(who.page)
    await open(who.page, menu, entry)
    await tab(who.page, kind).click()
    await lists(who.page, 'plan.pdf')
    assert.equal(await panelOf(who.page).evaluate((panel) => panel.scrollWidth > panel.clientWidth), false)
    assert.deepEqual(await barriers(who.page), [], `a list of files, ${locale}`)
    await panelOf(who.page).getByRole('link', { name: 'plan.pdf' }).click()
    await panelOf(who.page).waitFor({ state: 'detached' })
    await who.log.getByText('plan.pdf').waitFor()
    assert.deepEqual(who.problems, [])
  }
})
