/**
 * What a message is found by: all runs of three characters in its folded text, kept by SQLite’s trigram tokenizer. A text
 * of three characters or more occurs where all of its runs do. Shorter texts are runs with a character that no text holds:
 *
 * - a pair of plain characters is one of the runs that begin with it: “se” is “sea” or “seb” or … or “se” and the end;
 * - every other pair, as of Chinese words, has a run of its own, with `PAD` between the two;
 * - a single character that is not plain stands between two `PAD`s. A single plain one is in nearly every message.
 *
 * They only say where to look: what is shown has been compared with the whole text.
 */
import { fold } from '../../../../protocol/folding.ts'

// From the private use area, so that nobody’s words look like one of these.
const PAD = '\u{E000}'
const ROOM = '\u{E001}'
const AUTHOR = '\u{E002}'
const FLAGS = { link: '\u{E003}'.repeat(3), code: '\u{E004}'.repeat(3) }
const OURS = /[\u{E000}-\u{E00F}]/gu

const PLAIN = Array.from({ length: 0x7f - 0x20 }, (_, code) => String.fromCharCode(0x20 + code)).filter(
  (character) => character === character.toLowerCase(),
)
const isPlain = (character: string): boolean => character >= ' ' && character <= '~'
const ONLY_PLAIN = /^[\x20-\x7e]*$/

/** A body or what is looked for in it, as both are compared. */
export const searchable = (text: string): string => fold(text).replaceAll(OURS, '\u{FFFD}')

const LINK = /\bhttps?:\/\/\S|\bwww\.\S/i
const CODE = /`[^`]+`|^(?:```|~~~)/m
export const hasOf = (body: string): ('link' | 'code')[] => [
  ...(LINK.test(body) ? (['link'] as const) : []),
  ...(CODE.test(body) ? (['code'] as const) : []),
]

/** The columns of the index, of one message. */
export function toColumns(
  body: string,
  roomNumber: number,
  authorNumber: number,
): [runs: string, pairs: string, room: string, author: string, flags: string] {
  const text = searchable(body)
  return [
    text + PAD,
    ONLY_PLAIN.test(text) ? '' : pairsOf(text),
    numbered(ROOM, roomNumber),
    numbered(AUTHOR, authorNumber),
    hasOf(body)
      .map((what) => FLAGS[what])
      .join(''),
  ]
}

/** Where there are characters that are not plain: what stands there, two before it and one after it. */
function pairsOf(text: string): string {
  const characters = Array.from(text)
  const near = new Set<number>()
  for (const [place, character] of characters.entries()) {
    if (!isPlain(character)) for (let at = place - 2; at <= place + 1; at++) near.add(at)
  }
  return PAD + characters.filter((_, place) => near.has(place)).join(PAD) + PAD
}

/** Something that a message has in the index where `gram` occurs in it. */
export type Term = { gram: string; match: string; isManyLists: boolean }

/** What a message has in the index where this text occurs: all of these. Nothing when it may be in any message. */
export function termsOf(text: string): Term[] {
  const characters = Array.from(text)
  if (characters.length === 1)
    return isPlain(text) ? [] : [{ gram: text, match: quoted(PAD + text + PAD), isManyLists: false }]
  if (characters.length === 2) {
    const apart = quoted(characters.join(PAD))
    const isManyLists = characters.every(isPlain)
    const match = isManyLists ? either([...[...PLAIN, PAD].map((next) => quoted(text + next)), apart]) : apart
    return [{ gram: text, match, isManyLists }]
  }
  const runs = new Set(characters.slice(2).map((_, place) => characters.slice(place, place + 3).join('')))
  return Array.from(runs, (gram) => ({ gram, match: quoted(gram), isManyLists: false }))
}

export const matchFlag = (what: 'link' | 'code'): string => quoted(FLAGS[what])
export const matchRooms = (numbers: number[]): string => either(numbers.map((number) => quoted(numbered(ROOM, number))))
export const matchAuthors = (numbers: number[]): string =>
  either(numbers.map((number) => quoted(numbered(AUTHOR, number))))

const either = (wanted: string[]): string => `(${wanted.join(' OR ')})`
const quoted = (run: string): string => `"${run.replaceAll('"', '""')}"`

/** Three characters that stand for a number. */
const numbered = (kind: string, number: number): string =>
  kind + String.fromCharCode(0xe100 + (number >> 12), 0xe100 + (number & 0xfff))
