/**
 * Parses a message as Markdown: CommonMark with GitHub's tables, strikethrough and bare addresses, without HTML,
 * pictures and reference links. Line breaks are kept. It differs from CommonMark where that would change or lose what
 * people type: docs/decisions/markdown-and-commonmark.md. Libraries need time that grows with the square
 * of the text (two seconds for one hostile message), and a third of a first visit's bytes. Here each line is read once
 * for each level around it.
 */
import { type FindEmoji, type Names, type Way as InlineWay, parseInline } from './inline.ts'
import { type Mark, countOf, textOf } from './marks.ts'

/** Levels of quotes and lists. Deeper ones are a paragraph. */
const MAX_DEPTH = 10
/** Drawing is slow. A text with more marks, or with a table of more cells, is shown as typed. */
const MAX_MARKS = 1_500
/** Cells after the last column belong to it. */
const MAX_COLUMNS = 64

/** An action: `/me waves`. */
export const ACTION = /^\/me\s+(?=\S)/

const NEW_LINE = /\r\n?|\n/
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/s
const LANGUAGE = /^[\w+#.-]{0,20}$/
const HEADING = /^ {0,3}#{1,6}[ \t]+(?=\S)/
const UNDERLINE = /^ {0,3}={3,}[ \t]*$/
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/
/** A gap or the beginning of words follows it. `>_<`, `>:(`, `>w<` and `>100` are no quotes. */
const QUOTE = /^ {0,3}>(?!\S{1,3}<(?:\s|$))(?: |(?=$|[\t>\p{L}"'“„‘«¿¡([*`@#$€…—]|-[ \t]))/u
/**
 * Three digits at most: years and telephone numbers are none. Dates as 24. 12. and the counting 3. 2. 1. are none
 * either.
 */
const ITEM = /^( {0,3})([-+*]|(\d{1,3})[.)](?![ \t]+\d{1,9}[.)](?:[ \t]|$)))([ \t]+|$)/
const CODE = /^(?: {4}| {0,3}\t)/

type Way = InlineWay & { depth: number }

/** Without `names` there are no mentions, and without `emoji` no custom emoji. */
export function parseMarkdown(body: string, names?: Names, emoji?: FindEmoji): Mark[] {
  const lines = body.split(NEW_LINE)
  const left = { marks: MAX_MARKS }
  const marks = parseBlocks([...lines], { depth: 0, names, emoji, left })
  // A lone `*` is an empty list, and would be an empty message.
  if (left.marks >= 0 && countOf(marks) <= MAX_MARKS && textOf(marks).trim() !== '') return marks
  const text = lines.join('\n')
  return [{ kind: 'paragraph', children: names?.within(text) ?? [text] }]
}

function parseBlocks(lines: string[], way: Way): Mark[] {
  const marks: Mark[] = []
  for (let at = 0; at < lines.length && way.left.marks >= 0;) {
    if (isBlank(lines[at])) {
      at++
      continue
    }
    const [mark, next] = parseBlock(lines, at, way)
    marks.push(mark)
    way.left.marks--
    at = next
  }
  return marks
}

/** The block that begins at a line, and the line after it. */
function parseBlock(lines: string[], at: number, way: Way): [Mark, number] {
  const line = lines[at] ?? ''
  const fence = fenceOf(line)
  if (fence) return parseFence(lines, at, fence)
  if (CODE.test(line)) return parseIndented(lines, at)
  if (HEADING.test(line)) {
    const words = line
      .trim()
      .replace(/^#+/, '')
      .replace(/[ \t]#+$/, '')
    return [{ kind: 'heading', children: parseInline(words.trim(), way) }, at + 1]
  }
  if (RULE.test(line)) return [{ kind: 'rule' }, at + 1]
  if (way.depth < MAX_DEPTH) {
    if (QUOTE.test(line)) return parseQuote(lines, at, way)
    if (ITEM.test(line)) return parseList(lines, at, way)
  }
  return isTable(lines, at) ? parseTable(lines, at, way) : parseParagraph(lines, at, way)
}

/** A wave of tildes with words after it is no fence. */
function fenceOf(line: string): RegExpExecArray | undefined {
  const fence = FENCE.exec(line) ?? undefined
  return fence?.[1]?.startsWith('~') && !LANGUAGE.test(fence[2]?.trim() ?? '') ? undefined : fence
}

/** Text after the fence belongs to the code, except the name of a language. */
function parseFence(lines: string[], at: number, [, marks = '', behind = '']: RegExpExecArray): [Mark, number] {
  const indent = indentOf(lines[at] ?? '')
  const info = behind.trim()
  const isLanguage = LANGUAGE.test(info)
  const text = isLanguage ? [] : [info]
  let end = at + 1
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    const close = closeOf(line, marks)
    if (!close) {
      text.push(outdent(line, indent))
      continue
    }
    if (close.before !== '') text.push(outdent(close.before, indent))
    // Text after the end is read as a line of its own.
    if (close.after === '') end++
    else lines[end] = close.after
    break
  }
  return [{ kind: 'code-block', language: isLanguage ? info : '', text: text.join('\n') }, end]
}

/** How a line ends a block of code: by a fence alone, or by one with a text before or after it, as people write it. */
function closeOf(line: string, marks: string): { before: string; after: string } | undefined {
  const from = line.indexOf(marks)
  if (from < 0) return undefined
  let to = from
  while (line[to] === marks[0]) to++
  const before = line.slice(0, from)
  const after = line.slice(to).trim()
  if (before.trim() === '') {
    if (indentOf(line) >= 4) return undefined
    // "```js" more likely begins a block.
    const isEnd = after === '' || (marks[0] === '`' && !after.includes('`') && !/[\w+#.-]/.test(line[to] ?? ''))
    return isEnd ? { before: '', after } : undefined
  }
  return marks[0] === '`' && after === '' && !before.includes('`') ? { before, after } : undefined
}

function parseIndented(lines: string[], at: number): [Mark, number] {
  let end = at
  while (end < lines.length && (CODE.test(lines[end] ?? '') || isBlank(lines[end]))) end++
  while (isBlank(lines[end - 1])) end--
  const text = lines.slice(at, end).map((line) => outdent(line, 4))
  return [{ kind: 'code-block', language: '', text: text.join('\n') }, end]
}

function parseQuote(lines: string[], at: number, way: Way): [Mark, number] {
  const inside: string[] = []
  let end = at
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    // A paragraph may go on without the mark.
    if (!QUOTE.test(line) && (isBlank(line) || isBlank(inside.at(-1)) || interrupts(line))) break
    inside.push(line.replace(QUOTE, ''))
  }
  // Mentions in a quote are by its author, and do not count.
  return [{ kind: 'quote', children: parseBlocks(inside, { ...way, depth: way.depth + 1, names: undefined }) }, end]
}

function parseList(lines: string[], at: number, way: Way): [Mark, number] {
  const [, , marker = ''] = ITEM.exec(lines[at] ?? '') ?? []
  const items: Mark[][] = []
  const numbers: number[] = []
  let end = at
  for (; end < lines.length && way.left.marks >= 0;) {
    const item = ITEM.exec(lines[end] ?? '')
    // Another kind of mark begins another list.
    if (!item || item[2]?.at(-1) !== marker.at(-1) || RULE.test(lines[end] ?? '')) break
    const [inside, next] = itemLines(lines, end, item)
    items.push(tighten(parseBlocks(inside, { ...way, depth: way.depth + 1 })))
    if (item[3] !== undefined) numbers.push(Number(item[3]))
    end = next
    while (isBlank(lines[end]) && end < lines.length) end++
  }
  return [{ kind: 'list', numbers: counted(numbers), items }, end]
}

/** The numbers as typed. If all of them are the same, the list is counted: people write so in a hurry. */
const counted = (numbers: number[]): number[] =>
  numbers.every((number) => number === numbers[0]) ? numbers.map((number, at) => number + at) : numbers

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

/** Whether a line is the head of a table: with as many cells as there are in the line of dashes below it. */
function isTable(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  const below = lines[at + 1] ?? ''
  if (!line.includes('|') || !below.includes('|') || !/^[-:|\s]+$/.test(below)) return false
  const rule = cellsOf(below)
  return rule.every((cell) => /^:?-+:?$/.test(cell)) && cellsOf(line).length === rule.length
}

function parseTable(lines: string[], at: number, way: Way): [Mark, number] {
  const rows = [cellsOf(lines[at] ?? '')]
  let end = at + 2
  for (; lines[end]?.includes('|') && !interrupts(lines[end] ?? ''); end++) rows.push(cellsOf(lines[end] ?? ''))
  const width = Math.max(...rows.map((cells) => cells.length))
  // Missing cells count too: a wide head over many short lines would make a million of them.
  const size = width * rows.length
  if (size > way.left.marks) return [paragraphOf(lines.slice(at, end), way), end]
  way.left.marks -= size
  const columns = Array.from({ length: width }, (_, column) => column)
  const [head = [], ...body] = rows.map((cells) => columns.map((column) => parseInline(cells[column] ?? '', way)))
  return [{ kind: 'table', head, rows: body }, end]
}

function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
  const behind = cells.splice(MAX_COLUMNS - 1)
  return behind.length === 0 ? cells : [...cells, behind.join(' | ')]
}

function parseParagraph(lines: string[], at: number, way: Way): [Mark, number] {
  let end = at + 1
  while (end < lines.length && !isBlank(lines[end])) {
    const line = lines[end] ?? ''
    if (UNDERLINE.test(line)) {
      const { children } = paragraphOf(lines.slice(at, end), way)
      return [{ kind: 'heading', children }, end + 1]
    }
    if (interrupts(line) || (isTable(lines, end) && !CODE.test(line) && !ITEM.test(line))) break
    end++
  }
  return [paragraphOf(lines.slice(at, end), way), end]
}

const paragraphOf = (lines: string[], way: Way) => ({
  kind: 'paragraph' as const,
  children: parseInline(lines.map((line) => line.trim()).join('\n'), way),
})

/**
 * Whether a line ends the paragraph before it. A number does so only where a list begins, not in "in\n1984. A year".
 */
function interrupts(line: string): boolean {
  if (fenceOf(line) || HEADING.test(line) || QUOTE.test(line) || RULE.test(line)) return true
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
