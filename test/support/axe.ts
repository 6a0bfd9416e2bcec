/** What a machine can find out about who is shut out: axe, on the page as it is now. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What it finds, in words; nothing on a good page. */
export async function barriers(page: Page): Promise<string[]> {
  // Past the page's content security policy, which allows no such thing to anybody else.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(SOURCE)
  const { violations } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as {
      axe: { run: (root: Document, options: RunOptions) => Promise<AxeResults> }
    }
    // What is good is not described, which would take longer than to find it.
    return axe.run(document, { resultTypes: ['violations'] })
  })
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  )
}
