/** The reach of fingers and keys: targets that are large enough, and nothing beyond the edge of the page. */
import assert from 'node:assert/strict'
import type { Visitor } from './browser.ts'
import { eventually } from './eventually.ts'

/** Targets too small for a finger: controls in the dialog under 44 px, unless a label around them is not. */
export const smallTargets = ({ page }: Visitor) =>
  page.evaluate(() =>
    [...document.querySelectorAll('dialog :is(button, input, select, textarea, a)')].flatMap((control) => {
      const { height } = (control.closest('label') ?? control).getBoundingClientRect()
      return height > 0 && height < 43.5 && !control.matches('.unseen')
        ? [`${control.outerHTML.slice(0, 120)} is ${height} px high`]
        : []
    }),
  )

/** Screens that are narrower than any phone of today, and letters larger than usual: size in px, and the letters' scale. */
const NARROW = [
  ['a desktop at 200 %', { width: 720, height: 450 }, 1],
  ['letters of twice the size on a phone', { width: 390, height: 844 }, 2],
  ['the narrowest screen that counts', { width: 320, height: 568 }, 1],
] as const

/** Makes the screen that is open narrower and its letters larger, and sees whether a control is out of reach. */
export async function assertFits(seen: Visitor, what: string): Promise<void> {
  const { page } = seen
  const scaleLetters = (times: number) =>
    page.evaluate((size) => (document.documentElement.style.fontSize = size), times === 1 ? '' : `${times * 100}%`)
  const usual = page.viewportSize()!
  for (const [narrow, size, scale] of NARROW) {
    await page.setViewportSize(size)
    await scaleLetters(scale)
    // The page follows the size of its screen by the next frame.
    await eventually(async () => assert.deepEqual(await cutOff(seen), [], `${what}, ${narrow}`))
  }
  await page.setViewportSize(usual)
  await scaleLetters(1)
}

/** Controls of which a part is beyond the edge of the page, where no one can scroll to. */
const cutOff = ({ page }: Visitor) =>
  page.evaluate(() =>
    [
      ...(document.querySelector('dialog[open]') ?? document).querySelectorAll(
        'button, a, input, select, textarea, h1, h2',
      ),
    ].flatMap((control) => {
      const { left, right, width, height } = control.getBoundingClientRect()
      const isSeen =
        width > 1 &&
        height > 1 &&
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.closest('[inert], .code-block, .table-frame, .unseen, [role="tablist"]')
      return isSeen && (left < -1 || right > innerWidth + 1)
        ? [`${control.outerHTML.slice(0, 150)} from ${Math.round(left)} to ${Math.round(right)} of ${innerWidth}`]
        : []
    }),
  )
