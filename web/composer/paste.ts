/** Code that is pasted stays code: without a fence, Markdown would take the gaps at the beginnings of its lines. */
import { isInCode } from '../completion/word-at.ts'

/** Several lines of which one is indented. */
export const looksLikeCode = (text: string): boolean => /\n(?: {2,}|\t)[ \t]*\S/.test(text.replaceAll('\r', ''))

/** What to put in its place; nothing where it is in a block of code already. */
export function fenced(text: string, before: string): string | undefined {
  if (isInCode(before)) return undefined
  const code = text.replaceAll('\r\n', '\n').replace(/\n+$/, '')
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${before === '' || before.endsWith('\n') ? '' : '\n'}${fence}\n${code}\n${fence}\n`
}
