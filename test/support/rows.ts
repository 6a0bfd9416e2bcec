/** The row of a message under a visitor's mouse. */
import type { Locator } from 'playwright-core'
import type { Visitor } from './browser.ts'
import { atRest } from './rest.ts'

/**
 * Points at a message that the server has accepted, and answers with its buttons. First the page comes to rest: what comes above
 * the field, or below the message, would move the row away from under the mouse, and the button with it.
 */
export async function toolsOf({ page, log }: Pick<Visitor, 'page' | 'log'>, text: string): Promise<Locator> {
  const row = log.locator('article[data-seq]', { has: page.getByRole('paragraph').filter({ hasText: text }) })
  await row.waitFor()
  await page.mouse.move(0, 0)
  await atRest(page)
  await row.getByRole('paragraph').filter({ hasText: text }).hover()
  return page.getByRole('toolbar')
}
