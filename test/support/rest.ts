/** Waiting for absent events, in the page's own measure: a slow machine is given longer, a fast one loses no time. */
import type { Page } from 'playwright-core'
import type { InPage } from './in-page.ts'

/** So many painted frames in a row in which nothing on the page has changed. A tab that changed something late would show it by then. */
const FRAMES = 20

/** Resolves when the page has stopped changing, and asks for nothing more. */
export const atRest = (page: InPage): Promise<void> =>
  page.evaluate(async (frames) => {
    let same = 0
    const observer = new MutationObserver(() => (same = 0))
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const loaded = () => performance.getEntriesByType('resource').length
    for (let before = loaded(); same < frames; same++) {
      await new Promise(requestAnimationFrame)
      const now = loaded()
      if (now > before) same = 0
      before = now
    }
    observer.disconnect()
  }, FRAMES)

/** Resolves when the page has fetched the parts that it keeps for a time without a network (`web/warm-up.ts`). */
export async function warmedUp(page: Page): Promise<void> {
  // Each of them may have come earlier, for a hand that asked for it.
  await page.waitForFunction(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
    return ['dialogs', 'panel', 'rest'].every((part) => loaded.some((name) => name.includes(`/assets/${part}-`)))
  })
  await atRest(page)
}
