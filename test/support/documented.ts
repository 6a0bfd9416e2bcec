/** The blocks of commands in docs/self-hosting.md. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

export const PAGE = readFileSync(join(ROOT, 'docs/self-hosting.md'), 'utf8')

export function commands(block: string): string {
  const [, text] = new RegExp(`^\`\`\`sh ${block}\\n([^]*?)^\`\`\``, 'm').exec(PAGE) ?? []
  if (text === undefined) throw new Error(`The page has no commands “${block}”.`)
  return text.trim()
}
