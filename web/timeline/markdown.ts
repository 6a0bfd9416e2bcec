/**
 * A message's text, read as Markdown: CommonMark with GitHub's tables, strikes and bare addresses, without HTML, pictures
 * and reference links. Line breaks are kept.
 *
 * Written here, because the libraries take time that grows with the square of the text (two seconds for one message
 * made for it) and a third of a first visit's bytes. Here each line is read once for each level it stands in.
 */
import { parseInline } from './inline.ts'
import { type Mark, countOf, textOf } from './marks.ts'

/** Quotes and lists within each other. What is nested deeper is a paragraph. */
const MAX_DEPTH = 10
/** Drawing is what costs. Whoever sends more marks than this gets text. */
const MAX_MARKS = 1_500

/** What somebody does, not says: `/me waves`. */
export const ACTION = /^\/me\s+(?=\S)/

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*([\w+#.-]{0,20})/
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
const QUOTE = /^ {0,3}> ?/
const ITEM = /^( {0,3})([-+*]|(\d{1,9})[.)])([ \t]+|$)/
const CODE = /^(?: {4}| {0,3}\t)/

export function parseMarkdown(body: string): Mark[] {
  const marks = parseBlocks(body.split('\n'), 0)
  // A lone `*` is an empty list, and would be an empty message.
  const isShown = textOf(marks).trim() !== '' && countOf(marks) <= MAX_MARKS
  return isShown ? marks : [{ kind: 'paragraph', children: [body] }]
}

function parseBlocks(lines: string[], depth: number): Mark[] {
  const marks: Mark[] = []
  for (let at = 0; at < lines.length;) {
    if (isBlank(lines[at])) {
      at++
      continue
    }
    const [mark, next] = parseBlock(lines, at, depth)
    marks.push(mark)
    at = next
  }
  return marks
}

/** The block that begins at a line, and the line after it. */
function parseBlock(lines: string[], at: number, depth: number): [Mark, number] {
  const line = lines[at] ?? ''
  const fence = FENCE.exec(line)
  if (fence) return parseFence(lines, at, fence)
  if (CODE.test(line)) return parseIndented(lines, at)
  if (HEADING.test(line)) {
    const words = line
      .trim()
      .replace(/^#+/, '')
      .trim()
      .replace(/(?:^|[ \t])#+$/, '')
    return [{ kind: 'heading', children: parseInline(words.trim()) }, at + 1]
  }
  if (RULE.test(line)) return [{ kind: 'rule' }, at + 1]
  if (depth < MAX_DEPTH) {
    if (QUOTE.test(line)) return parseQuote(lines, at, depth)
    if (ITEM.test(line)) return parseList(lines, at, depth)
  }
  if (line.includes('|') && lines[at + 1]?.includes('-')) {
    const table = parseTable(lines, at)
    if (table) return table
  }
  return parseParagraph(lines, at)
}

function parseFence(lines: string[], at: number, fence: RegExpExecArray): [Mark, number] {
  const [, marks = '', language = ''] = fence
  const indent = indentOf(lines[at] ?? '')
  const isEnd = (line: string) =>
    indentOf(line) < 4 && line.trim().length >= marks.length && /^(?:`+|~+)$/.test(line.trim())
  const from = at + 1
  let end = from
  while (end < lines.length && !(isEnd(lines[end] ?? '') && lines[end]?.trim()[0] === marks[0])) end++
  const text = lines.slice(from, end).map((line) => outdent(line, indent))
  return [{ kind: 'code-block', language, text: text.join('\n') }, end + 1]
}

function parseIndented(lines: string[], at: number): [Mark, number] {
  let end = at
  while (end < lines.length && (CODE.test(lines[end] ?? '') || isBlank(lines[end]))) end++
  while (isBlank(lines[end - 1])) end--
  const text = lines.slice(at, end).map((line) => outdent(line, 4))
  return [{ kind: 'code-block', language: '', text: text.join('\n') }, end]
}

function parseQuote(lines: string[], at: number, depth: number): [Mark, number] {
  const inside: string[] = []
  let end = at
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    // A paragraph may go on without the mark.
    if (!QUOTE.test(line) && (isBlank(line) || isBlank(inside.at(-1)) || interrupts(line))) break
    inside.push(line.replace(QUOTE, ''))
  }
  return [{ kind: 'quote', children: parseBlocks(inside, depth + 1) }, end]
}

function parseList(lines: string[], at: number, depth: number): [Mark, number] {
  const [, , marker = '', start] = ITEM.exec(lines[at] ?? '') ?? []
  const items: Mark[][] = []
  let end = at
  for (; end < lines.length;) {
    const item = ITEM.exec(lines[end] ?? '')
    // Another kind of mark begins another list.
    if (!item || item[2]?.at(-1) !== marker.at(-1) || RULE.test(lines[end] ?? '')) break
    const [inside, next] = itemLines(lines, end, item)
    items.push(tighten(parseBlocks(inside, depth + 1)))
    end = next
    while (isBlank(lines[end]) && end < lines.length) end++
  }
  return [{ kind: 'list', start: start === undefined ? undefined : Number(start), items }, end]
}

/** The lines of one item, without its mark and its indentation. */
function itemLines(lines: string[], at: number, [whole, , , , gap = '']: RegExpExecArray): [string[], number] {
  const line = lines[at] ?? ''
  // Far to the right it is code within the item, which begins one space after the mark.
  const width = gap.length > 4 || whole.length === line.length ? whole.length - gap.length + 1 : whole.length
  const inside = [line.slice(width)]
  let end = at + 1
  for (; end < lines.length; end++) {
    const next = lines[end] ?? ''
    const isInside = isBlank(next) || indentOf(next) >= width
    if (!isInside && (isBlank(inside.at(-1)) || interrupts(next) || ITEM.test(next))) break
    inside.push(isInside ? outdent(next, width) : next)
  }
  return [inside, end]
}

/** A list of lines stays one: only an item of several paragraphs has paragraphs. */
function tighten(item: Mark[]): Mark[] {
  const paragraphs = item.filter((mark) => typeof mark !== 'string' && mark.kind === 'paragraph')
  if (paragraphs.length !== 1) return item
  const tight = item.flatMap((mark) => (typeof mark !== 'string' && mark.kind === 'paragraph' ? mark.children : mark))
  const [first] = tight
  if (typeof first !== 'string' || !/^\[[ xX]\] /.test(first)) return tight
  return [(first[1] === ' ' ? '☐ ' : '☑ ') + first.slice(4), ...tight.slice(1)]
}

function parseTable(lines: string[], at: number): [Mark, number] | undefined {
  const head = cellsOf(lines[at] ?? '')
  const rule = cellsOf(lines[at + 1] ?? '')
  if (rule.length !== head.length || !rule.every((cell) => /^:?-+:?$/.test(cell))) return undefined
  const rows: Mark[][][] = []
  let end = at + 2
  for (; end < lines.length && !isBlank(lines[end]) && !interrupts(lines[end] ?? ''); end++) {
    const cells = cellsOf(lines[end] ?? '')
    rows.push(head.map((_, column) => parseInline(cells[column] ?? '')))
  }
  return [{ kind: 'table', head: head.map((cell) => parseInline(cell)), rows }, end]
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

function parseParagraph(lines: string[], at: number): [Mark, number] {
  let end = at + 1
  while (end < lines.length && !isBlank(lines[end])) {
    const line = lines[end] ?? ''
    if (UNDERLINE.test(line)) return [{ kind: 'heading', children: wordsOf(lines.slice(at, end)) }, end + 1]
    if (interrupts(line)) break
    end++
  }
  return [{ kind: 'paragraph', children: wordsOf(lines.slice(at, end)) }, end]
}

const wordsOf = (lines: string[]) =>
  parseInline(
    lines
      // Two spaces or a backslash at the end ask for the break that is kept anyway.
      .map((line) => line.trim().replace(/(?<!\\)\\$/, ''))
      .join('\n'),
  )

/** Whether a line ends the paragraph before it. A number does so only where a list begins, not in "in\n1984. A year". */
function interrupts(line: string): boolean {
  if (FENCE.test(line) || HEADING.test(line) || QUOTE.test(line) || RULE.test(line)) return true
  const item = ITEM.exec(line)
  return item !== null && item[0].length < line.length && (item[3] === undefined || item[3] === '1')
}

const isBlank = (line: string | undefined) => line === undefined || line.trim() === ''

/** In columns; a tab goes to the next multiple of four. */
function indentOf(line: string): number {
  let columns = 0
  for (const char of line) {
    if (char === ' ') columns++
    else if (char === '\t') columns += 4 - (columns % 4)
    else break
  }
  return columns
}

/** The line without so many columns of its indentation. */
function outdent(line: string, width: number): string {
  let columns = 0
  let at = 0
  while (columns < width && (line[at] === ' ' || line[at] === '\t')) {
    columns += line[at] === ' ' ? 1 : 4 - (columns % 4)
    at++
  }
  return ' '.repeat(Math.max(0, columns - width)) + line.slice(at)
}
