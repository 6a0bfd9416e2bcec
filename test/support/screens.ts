/** The demands on every screen of the page, besides being right. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { barriers } from './axe.ts'
import { NETWORK_IS_AWAY, type Visitor } from './browser.ts'

/** Nothing moves any more. */
export const settled = (page: Page) =>
  page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState === 'finished'))

/** axe finds nothing, nothing runs over the edge, and nothing went wrong so far. */
export async function assertGood({ page, problems }: Visitor, what: string): Promise<void> {
  await settled(page)
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  assert.equal(isTooWide, false, `${what} runs over the edge`)
  assert.deepEqual(await barriers(page), [], what)
  assert.deepEqual(
    problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
    what,
  )
}
