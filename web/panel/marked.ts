/** What of a text was looked for: found as the server finds it, marked as it was written. */
import { fold } from '../../protocol/folding.ts'
import { plainWords } from '../timeline/plain-words.ts'

export type Piece = { text: string; isHit: boolean }

/** So much of a long message is shown, and so much of it before the first hit. */
const LONGEST = 320
const BEFORE = 80
/** Of a long message so much is looked through; with nothing to look for, so much is read. */
const MOST_FOLDED = 20_000
const MOST_READ = 2_000

/** The part of a message around its first hit, as it reads. */
export function snippetOf(body: string, terms: readonly string[]): Piece[] {
  if (terms.length === 0)
    return snippet(plainWords(body.slice(0, MOST_READ)) + (body.length > MOST_READ ? '…' : ''), [])
  const pieces = snippet(plainWords(body), terms)
  // What was found may stand in an address alone, which is not among the words.
  return pieces.some(({ isHit }) => isHit) ? pieces : snippet(body, terms)
}

/** The part of a text around its first hit, with what is marked in it. */
export function snippet(text: string, terms: readonly string[]): Piece[] {
  // Folding a long text takes a millisecond or more, and lists are long.
  const hits = terms.length > 0 ? hitsIn(text.slice(0, MOST_FOLDED), terms) : []
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

/** Where the terms stand, in the order of the text, none over another. */
function hitsIn(text: string, terms: readonly string[]): Hit[] {
  const { folded, places } = foldedWithPlaces(text)
  const found: Hit[] = []
  for (const term of terms) {
    if (term === '') continue
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      found.push({ from: places[at] ?? 0, to: places[at + term.length] ?? text.length })
    }
  }
  const hits: Hit[] = []
  for (const hit of found.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = hits.at(-1)
    if (last && hit.from <= last.to) last.to = Math.max(last.to, hit.to)
    else hits.push(hit)
  }
  return hits
}

/** The folded text, and for each of its characters where in the text it comes from. */
function foldedWithPlaces(text: string): { folded: string; places: number[] } {
  const places: number[] = []
  let folded = ''
  // A letter and what stands over it fold together.
  for (const { 0: letter, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const part = fold(letter)
    // A gap is one space, however wide it is.
    if (part === ' ' && folded.endsWith(' ')) continue
    for (let i = 0; i < part.length; i++) places.push(index)
    folded += part
  }
  places.push(text.length)
  return { folded, places }
}

function startOfWord(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space >= 0 && space - at < 30 ? space + 1 : wholeAt(text, at)
}

const wholeTo = (text: string, from: number, to: number) => text.slice(from, wholeAt(text, to))

/** Not between the halves of a character. */
const wholeAt = (text: string, at: number) => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at)
