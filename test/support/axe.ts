/** Barriers for users, as far as a machine can find them: axe, on the page as it is now. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { InPage } from './in-page.ts'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Elements that axe takes for barriers and that are none, by rule: the element it names begins so. */
const NO_BARRIERS: Record<string, RegExp> = {
  // The field's arrow keys move through the suggestions, and scroll them.
  'scrollable-region-focusable': /^<ul class="completion"/,
  // Arabic says one and two in words. The digit is hidden from readers, which axe does not see.
  'label-content-name-mismatch': /^<button [^>]*title="الإشراف/,
}

/** The barriers found, in words; none on a good page. `contrast` looks at colours alone, which is quicker. */
export async function barriers(page: InPage, rules: 'all' | 'contrast' = 'all'): Promise<string[]> {
  // Past the page's content security policy, which allows no other script to do this.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE)
  const { violations } = await page.evaluate(
    (only) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (root: Document, options: RunOptions) => Promise<AxeResults> }
      }
      // Good elements are not described, which would take longer than to find them.
      return axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) })
    },
    rules === 'contrast' ? ['color-contrast'] : undefined,
  )
  return violations.flatMap(({ id, help, nodes }) => {
    const found = nodes.map(({ html }) => html.slice(0, 200)).filter((html) => !NO_BARRIERS[id]?.test(html))
    return found.length > 0 ? [`${id}: ${help}: ${found.join(' | ')}`] : []
  })
}
