/** Lists and quotes that continue on the next line. */
import { isInCode } from '../completion/word-at.ts'
import type { Change, Selected } from './marks.ts'

const ITEM = /^(\s*(?:> ?)*)([-*+]|\d{1,9}[.)])([ \t]+)(\[[ xX]\][ \t]+)?/
const QUOTE = /^\s*(?:> ?)+/

/** The beginning of a new line at the caret. An empty item ends the list. Undefined outside of lists. */
export function nextLine({ value, start, end }: Selected): Change | undefined {
  const from = value.lastIndexOf('\n', start - 1) + 1
  const before = value.slice(from, start)
  const [head] = ITEM.exec(before) ?? QUOTE.exec(before) ?? []
  if (start !== end || head === undefined || isInCode(value.slice(0, start))) return undefined
  const behind = value.slice(start).split('\n', 1)[0] ?? ''
  if (before.slice(head.length).trim() === '' && behind.trim() === '')
    return { from, to: start, text: '', start: from, end: from }
  const text = `\n${following(head)}`
  return { from: start, to: start, text, start: start + text.length, end: start + text.length }
}

function following(head: string): string {
  const [, indent = '', sign = '', gap = '', box] = ITEM.exec(head) ?? []
  if (sign === '') return head
  const next = /\d/.test(sign) ? `${Number.parseInt(sign, 10) + 1}${sign.slice(-1)}` : sign
  return `${indent}${next}${gap}${box === undefined ? '' : '[ ] '}`
}
