/** How much of the screen a dialog takes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startJourney } from '../support/journey.ts'
import { owner } from '../support/people.ts'
import { settled } from '../support/screens.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await owner(server)

test('[W331] on a phone a dialog fills the screen, also one with tabs', async () => {
  const { page, context } = await visits(browser, server).as(olivia, '/', { screen: 'phone' })
  await page.locator('.header-title').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('tab').first().waitFor()
  await settled(page)
  assert.deepEqual(await dialog.boundingBox(), { x: 0, y: 0, ...page.viewportSize() })
  await context.close()
})

test('[W332] on a wide screen a dialog is as high as its content, and one with tabs keeps its height', async () => {
  const { page, context } = await visits(browser, server).as(olivia)
  await page.getByRole('button', { name: 'Set a status' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Save' }).waitFor()
  await settled(page)
  const emptyBelow = await dialog.locator('.dialog-body').evaluate((body) => {
    const end = body.lastElementChild?.getBoundingClientRect().bottom ?? 0
    return body.getBoundingClientRect().bottom - end - parseFloat(getComputedStyle(body).paddingBottom)
  })
  assert.ok(Math.abs(emptyBelow) < 1, `${emptyBelow} pixels`)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  await page.locator('.header-title').click()
  await dialog.getByRole('tab').first().waitFor()
  const heights = new Set<number>()
  for (const tab of await dialog.getByRole('tab').all()) {
    await tab.click()
    await settled(page)
    heights.add((await dialog.boundingBox())?.height ?? 0)
  }
  assert.equal(heights.size, 1)
  await context.close()
})
