/** Adds Markdown around the selected text, or removes it. */
import { fenceOf } from './code-lines.ts'

/** A text and its selection, in UTF-16 units. */
export type Selected = { value: string; start: number; end: number }

/** The replacement for the text between `from` and `to`, and the new selection. */
export type Change = { from: number; to: number; text: string; start: number; end: number }

export const FORMATS = ['bold', 'italic', 'strikethrough', 'code', 'quote', 'list', 'numbers', 'link'] as const
export type Format = (typeof FORMATS)[number]

const MARKS = { bold: '**', italic: '*', strikethrough: '~~', code: '`' }
const LIST = /^(\s*)(?:[-*+]|\d{1,9}[.)])[ \t]+/
const PREFIXES = {
  quote: { has: /^> ?/, other: /^> ?/, of: () => '> ' },
  list: { has: /^\s*[-*+][ \t]+/, other: LIST, of: () => '- ' },
  numbers: { has: /^\s*\d{1,9}[.)][ \t]+/, other: LIST, of: (at: number) => `${at + 1}. ` },
}
/** The beginning of a line that emphasis cannot enclose. */
const BEGINNING = /^\s*(?:> ?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?/
const URL = /^(?:https?:\/\/|www\.)\S+$/

/** A format given again is removed. */
export function format(selected: Selected, name: Format): Change {
  if (name === 'link') return link(selected)
  if (name === 'quote' || name === 'list' || name === 'numbers') return lines(selected, PREFIXES[name])
  const isOneLine = !selected.value.slice(selected.start, selected.end).includes('\n')
  if (name === 'code' && !isOneLine) return fence(selected)
  return isOneLine && !hasBeginning(selected) ? around(selected, MARKS[name]) : eachLine(selected, MARKS[name])
}

/** Whether the mark of a list or a quote is selected, too. */
function hasBeginning({ value, start, end }: Selected): boolean {
  const [head = ''] = BEGINNING.exec(value.slice(start, end)) ?? []
  return head.trim() !== '' && (start === 0 || value[start - 1] === '\n')
}

function around({ value, ...selection }: Selected, mark: string): Change {
  const { start, end } = wordOf(value, withoutEdges(value, selection))
  const inner = value.slice(start, end)
  const before = value.slice(0, start)
  const after = value.slice(end)
  const size = mark.length
  if (isMarked(before, after, mark))
    return { from: start - size, to: end + size, text: inner, start: start - size, end: end - size }
  if (inner.length > 2 * size && isMarked(inner, inner, mark, true))
    return { from: start, to: end, text: inner.slice(size, -size), start, end: end - 2 * size }
  // After the last letter of marked text: the caret moves past the mark.
  const line = before.slice(before.lastIndexOf('\n') + 1)
  if (inner === '' && after.startsWith(mark) && line.split(mark).length % 2 === 0)
    return { from: start, to: start, text: '', start: start + size, end: start + size }
  // More backticks than the longest row of them in the code.
  const longest = mark === '`' ? Math.max(0, ...(inner.match(/`+/g) ?? []).map(({ length }) => length)) : 0
  const [head, tail] = longest > 0 ? [`${'`'.repeat(longest + 1)} `, ` ${'`'.repeat(longest + 1)}`] : [mark, mark]
  return { from: start, to: end, text: head + inner + tail, start: start + head.length, end: end + head.length }
}

/** Whether the mark is on both sides. One or three `*` count as a single mark, but two are bold. */
function isMarked(before: string, after: string, mark: string, isWithin = false): boolean {
  const sign = mark.charAt(0)
  const [first, second] = isWithin
    ? [leading(before, sign), trailing(after, sign)]
    : [trailing(before, sign), leading(after, sign)]
  const count = Math.min(first, second)
  return mark === '*' ? count % 2 === 1 : count >= mark.length
}

/** The number of these signs at the beginning and at the end, up to four. */
const leading = (text: string, sign: string): number => countIn(text.slice(0, 4), new RegExp(`^[${sign}]+`))
const trailing = (text: string, sign: string): number => countIn(text.slice(-4), new RegExp(`[${sign}]+$`))
const countIn = (text: string, signs: RegExp): number => signs.exec(text)?.[0].length ?? 0

/** Marks have no effect next to a space. */
function withoutEdges(value: string, { start, end }: Omit<Selected, 'value'>): Omit<Selected, 'value'> {
  const inner = value.slice(start, end)
  if (inner.trim() === '') return { start, end }
  return { start: end - inner.trimStart().length, end: start + inner.trimEnd().length }
}

/** With nothing selected, the word at the caret. */
function wordOf(value: string, { start, end }: Omit<Selected, 'value'>): Omit<Selected, 'value'> {
  if (start !== end) return { start, end }
  const before = /[\p{L}\p{N}\p{M}_]+$/u.exec(value.slice(0, start))?.[0] ?? ''
  const after = /^[\p{L}\p{N}\p{M}_]+/u.exec(value.slice(end))?.[0] ?? ''
  return before === '' || after === '' ? { start, end } : { start: start - before.length, end: end + after.length }
}

/** Emphasis ends with its paragraph, so each line gets its own. */
function eachLine({ value, start, end }: Selected, mark: string): Change {
  const parts = value
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const [head = ''] = BEGINNING.exec(line) ?? []
      const tail = line.slice(head.length).trimEnd()
      return { head, said: tail, gap: line.slice(head.length + tail.length) }
    })
  const isOn = parts.every(({ said }) => said === '' || isMarked(said, said, mark, true))
  const size = mark.length
  const text = parts
    .map(({ head, said, gap }) => {
      if (said === '') return head + gap
      return head + (isOn ? said.slice(size, -size) : mark + said + mark) + gap
    })
    .join('\n')
  return { from: start, to: end, text, start, end: start + text.length }
}

/** Whole lines, even if only a part of them is selected. */
function wholeLines({ value, start, end }: Selected): { from: number; to: number } {
  const next = value.indexOf('\n', end)
  return { from: value.lastIndexOf('\n', start - 1) + 1, to: next < 0 ? value.length : next }
}

type Prefix = { has: RegExp; other: RegExp; of: (at: number) => string }

function lines(selected: Selected, { has, other, of }: Prefix): Change {
  const { from, to } = wholeLines(selected)
  const all = selected.value.slice(from, to).split('\n')
  const said = all.filter((line) => line.trim() !== '')
  const isOn = said.length > 0 && said.every((line) => has.test(line))
  let at = 0
  const text = all
    .map((line) => {
      if (isOn) return line.replace(has, '')
      return line.trim() === '' && all.length > 1 ? line : of(at++) + line.replace(other, '')
    })
    .join('\n')
  const caret = from + Math.max(0, text.length - (to - selected.end))
  const isCaret = selected.start === selected.end
  return { from, to, text, start: isCaret ? caret : from, end: isCaret ? caret : from + text.length }
}

function fence(selected: Selected): Change {
  const { from, to } = wholeLines(selected)
  const code = selected.value.slice(from, to)
  const [, inner] = /^(?:`{3,})[^\n]*\n([^]*?)\n?`{3,}$/.exec(code) ?? []
  const { head, tail } = fenceOf(code, '')
  const text = inner ?? head + code + tail.trimEnd()
  return { from, to, text, start: from, end: from + text.length }
}

function link({ value, start, end }: Selected): Change {
  const inner = value.slice(start, end)
  const [, words] = /^\[([^\]\n]*)\]\([^)\n]*\)$/.exec(inner) ?? []
  if (words !== undefined) return { from: start, to: end, text: words, start, end: start + words.length }
  if (inner === '' || URL.test(inner)) {
    const text = `[](${inner === '' ? 'https://' : inner})`
    return { from: start, to: end, text, start: start + 1, end: start + 1 }
  }
  const head = `[${inner.replaceAll(/[[\]]/g, String.raw`\$&`)}](`
  // The part to be typed next is selected.
  return { from: start, to: end, text: `${head}https://)`, start: start + head.length, end: start + head.length + 8 }
}
