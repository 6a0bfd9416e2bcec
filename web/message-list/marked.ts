/** The search terms in a text: found as on the server, marked in the original text. */
import { foldWithPlaces, JOINED } from '../../protocol/folding-places.ts'
import { fold } from '../../protocol/folding.ts'
import { plainWords } from '../../protocol/markdown/plain-words.ts'

export type Piece = { text: string; isHit: boolean }

/** The shown length of a long message, and the part of it before the first hit. */
const LONGEST = 320
const BEFORE = 80
/** Without search terms, only this much of a message is read. */
const MOST_READ = 2_000
/** This much is folded at once to locate the first hit. Twice as much is searched from there. */
const CHUNK = 500
const STARTS = new RegExp(String.raw`[[\p{L}\p{N}]--${JOINED}]`, 'gv')
const ONLY_ASCII = /^[\0-\x7f]*$/

let graphemes: Intl.Segmenter | undefined

/** The part of a message around its first hit, as plain text. */
export function snippetOf(body: string, terms: readonly string[]): Piece[] {
  if (terms.length === 0)
    return snippet(plainWords(body.slice(0, MOST_READ)) + (body.length > MOST_READ ? '…' : ''), [])
  const pieces = snippet(plainWords(body), terms)
  // The hit may be in an address alone, which is not part of the plain text.
  return pieces.some(({ isHit }) => isHit) ? pieces : snippet(body, terms)
}

/** The part of a text around its first hit, with the hits marked. */
export function snippet(text: string, terms: readonly string[]): Piece[] {
  const hits = hitsIn(text, terms)
  const first = hits[0]?.from ?? 0
  const from = first > BEFORE * 2 ? startOfWord(text, first - BEFORE) : 0
  const to = Math.min(text.length, from + LONGEST)
  const pieces: Piece[] = from > 0 ? [{ text: '…', isHit: false }] : []
  let at = from
  for (const hit of hits) {
    if (hit.from >= to) break
    if (hit.from > at) pieces.push({ text: text.slice(at, hit.from), isHit: false })
    pieces.push({ text: text.slice(hit.from, hit.to), isHit: true })
    at = hit.to
  }
  if (at < to) pieces.push({ text: wholeTo(text, at, to), isHit: false })
  if (to < text.length) pieces.push({ text: '…', isHit: false })
  return pieces
}

type Hit = { from: number; to: number }

/** The terms around the first hit, in the order of the text, without overlaps. */
function hitsIn(text: string, terms: readonly string[]): Hit[] {
  const first = firstHit(fold(text), terms)
  if (first === undefined) return []
  const start = startNear(text, first)
  let near = ''
  // Invisible characters within a term may be longer than the part that is searched.
  for (let size = 2 * CHUNK; near.length < text.length - start && !isIn(near, terms); size *= 2)
    near = text.slice(start, nextStart(text, start + size))
  const isMarked = marksIn(near, terms)
  const hits: Hit[] = []
  for (let at = isMarked.indexOf(1); at >= 0;) {
    const end = isMarked.indexOf(0, at)
    const to = end < 0 ? near.length : end
    hits.push({ from: start + at, to: start + to })
    at = isMarked.indexOf(1, to)
  }
  return wholeCharacters(text, hits)
}

const isIn = (text: string, terms: readonly string[]) => firstHit(fold(text), terms) !== undefined

function firstHit(folded: string, terms: readonly string[]): number | undefined {
  const places = terms.filter((term) => term !== '').map((term) => folded.indexOf(term))
  const found = places.filter((place) => place >= 0)
  return found.length > 0 ? Math.min(...found) : undefined
}

/** The start of the part that contains this unit of the folded text. Folding large parts is fast, small pieces slow. */
function startNear(text: string, unit: number): number {
  let [start, folded] = [0, 0]
  for (;;) {
    const end = nextStart(text, start + CHUNK)
    folded += fold(text.slice(start, end)).length
    if (folded > unit || end === text.length) return start
    start = end
  }
}

/** The next place to cut the text without changing how it folds: before a letter or digit that joins nothing. */
function nextStart(text: string, from: number): number {
  STARTS.lastIndex = Math.min(from, text.length)
  return STARTS.exec(text)?.index ?? text.length
}

/** For each unit of the text, whether it belongs to a hit. Covers only the part that is shown after the first hit. */
function marksIn(text: string, terms: readonly string[]): Uint8Array {
  const { folded, from, to } = foldWithPlaces(text)
  const isMarked = new Uint8Array(text.length)
  const last = from[firstHit(folded, terms) ?? 0]! + LONGEST
  for (const term of terms) {
    if (term === '') continue
    for (let at = folded.indexOf(term); at >= 0 && from[at]! < last; at = folded.indexOf(term, at + term.length))
      isMarked.fill(1, from[at], to[at + term.length - 1])
  }
  return isMarked
}

/** A character of several code points, such as a family or a flag, is never marked in part. */
function wholeCharacters(text: string, hits: Hit[]): Hit[] {
  if (ONLY_ASCII.test(text)) return hits
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const segments = graphemes.segment(text)
  const whole: Hit[] = []
  for (const hit of hits) {
    const from = segments.containing(hit.from)!.index
    const { index, segment } = segments.containing(hit.to - 1)!
    const last = whole.at(-1)
    if (last && from <= last.to) last.to = index + segment.length
    else whole.push({ from, to: index + segment.length })
  }
  return whole
}

function startOfWord(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space >= 0 && space - at < 30 ? space + 1 : wholeAt(text, at)
}

const wholeTo = (text: string, from: number, to: number) => text.slice(from, wholeAt(text, to))

/** Not between the two halves of a surrogate pair. */
const wholeAt = (text: string, at: number) => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at)
