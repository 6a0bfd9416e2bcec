import type { Locator, Page } from 'playwright-core'

/** Opens a section of the account dialog: beside the others it is a tab, on a phone a page of its own. */
export async function openSection(page: Page, name: string): Promise<Locator> {
  const dialog = page.locator('dialog[open]')
  await dialog
    .getByRole('tab', { name })
    .or(dialog.locator('.section-link', { hasText: name }))
    .click()
  return dialog
}
