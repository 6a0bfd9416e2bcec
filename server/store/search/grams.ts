/**
 * Makes the tokens of a message. Each token begins with its room. So a list in the index belongs to one room, and a
 * search in one's own rooms reads no list of others. A text's tokens are its runs of three characters, one from each
 * position; two end characters follow the last one. A text of three characters or more occurs only where all its runs
 * do, a shorter one where a run begins with it. The index only says where to look: a hit is compared with the whole
 * text.
 */
import type { File } from '../../../protocol/files.ts'
import { fold } from '../../../protocol/folding.ts'
import { hasLink } from '../../../protocol/has-link.ts'
import { parseList } from '../sql/messages/message-rows.ts'
import type { Has } from '../store.ts'

// From the private use area, so that no message contains it.
const OURS = /[\u{E000}-\u{E0FF}]/gu
const END = '\u{E000}'
const AUTHOR = '\u{E001}'
const FLAGS = {
  link: '\u{E002}',
  code: '\u{E003}',
  file: '\u{E004}',
  image: '\u{E005}',
  video: '\u{E006}',
  audio: '\u{E007}',
} satisfies Record<Has, string>

/** A body, or a search text, as both are compared. */
export const searchable = (text: string): string => fold(text).replaceAll(OURS, '\u{FFFD}')

const CODE = /`[^`]+`|^(?:```|~~~)/m
/** The words of a message, and the list of its files. */
type Said = { body: string; files: string }

/** All that a message can be found by: its body, and the names and descriptions of its files. */
export const textOf = ({ body, files }: Said): string =>
  [body, ...parseList<File>(files).flatMap(({ name, alt }) => (alt === undefined ? [name] : [name, alt]))].join('\n')

export const hasOf = ({ body, files }: Said): Has[] => {
  const families = parseList<File>(files).map(({ type }) => type.split('/', 1)[0])
  const kinds = (['image', 'video', 'audio'] as const).filter((kind) => families.includes(kind))
  return [
    ...(hasLink(body) ? (['link'] as const) : []),
    ...(CODE.test(body) ? (['code'] as const) : []),
    ...(families.length > 0 ? (['file'] as const) : []),
    ...kinds,
  ]
}

/**
 * SQLite’s `ascii` tokenizer takes characters beyond ASCII as parts of a token, and most of ASCII as gaps. So an ASCII
 * character is written as the one 128 places on, and those of that range as private ones.
 */
const WRITTEN = Array.from({ length: 0x100 }, (_, code) =>
  String.fromCharCode(code < 0x80 ? code + 0x80 : code + 0xe000),
)
const written = (text: string): string[] =>
  Array.from(text, (character) => WRITTEN[character.charCodeAt(0)] ?? character)

/** Longer texts repeat themselves: each run is indexed once. */
const LONG = 1_000

/** The tokens of one message, with spaces between them. `text` is what it can be found by, searchable. */
export function tokensOf({ text, ...said }: Said & { text: string }, roomNumber: number, authorNumber: number): string {
  const room = numbered(roomNumber)
  let tokens = `${room}${AUTHOR}${numbered(authorNumber)}`
  for (const what of hasOf(said)) tokens += ` ${room}${FLAGS[what]}`
  const characters = [...written(text), END, END]
  if (characters.length > LONG) for (const run of new Set(runsOf(characters))) tokens += ` ${room}${run}`
  else for (const run of runsOf(characters)) tokens += ` ${room}${run}`
  return tokens
}

function* runsOf(characters: string[]): Generator<string> {
  for (let place = 2; place < characters.length; place++)
    yield characters[place - 2]! + characters[place - 1]! + characters[place]!
}

/** The tokens of a message that contains a text. */
export type Term = string

/** All of these runs, for a text of three characters or more. */
export const runsIn = (text: string): Term[] => Array.from(new Set(runsOf(written(text))), (run) => `${run}"`)
/** A run that begins so, for a shorter text. */
export const beginningWith = (text: string): Term => `${written(text).join('')}"*`

export const isBeginning = (term: Term): boolean => term.endsWith('*')

export const withFlag = (what: Has): Term => `${FLAGS[what]}"`
export const byAuthor = (authorNumber: number): Term => `${AUTHOR}${numbered(authorNumber)}"`

/** The lists of tokens for a room: one of each list. */
export const matchIn = (roomNumber: number, all: Term[][]): string => {
  const room = `"${numbered(roomNumber)}`
  return all.map((either) => `(${either.map((term) => room + term).join(' OR ')})`).join(' AND ')
}

/** Two characters that stand for a number. */
const numbered = (number: number): string => String.fromCharCode(0xe100 + (number >> 12), 0xe100 + (number & 0xfff))
