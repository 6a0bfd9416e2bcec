/**
 * Positions of possible hits: rows, the newest first, each once, and none left out. They depend only on the searcher's
 * rooms, so neither the time nor the end of a page reveals other rooms.
 */
import type { Database } from '../sql/database.ts'
import type { OwnRoom } from '../sql/rooms/own-rooms.ts'
import { beginningWith, byAuthor, runsIn, searchable, type Term, textOf, withFlag } from './grams.ts'
import type { SearchIndex } from './index-file.ts'
import { newestFirst } from '../sql/newest-first.ts'
import { rarestOf } from './rarity.ts'
import { inGroups, type LookedThrough } from './room-streams.ts'
import { messageAt, pinnedRows, rowsChangedAfter } from '../sql/messages/source.ts'
import { rowsOfTime } from './times.ts'
import type { Wanted } from './wanted.ts'

/** Authors that the index is asked for, at most. With more of them the messages themselves are searched. */
const MOST_AUTHORS = 8
/**
 * How many of the newest messages, by their first characters, show how common a short text is; and which share is
 * common.
 */
const SAMPLE = 64
const BEGINNING = 1_000
const COMMON = 0.03
/** For short texts, this many are enough. */
const ENOUGH = 2
/** A text of three characters has a run of its own. */
const SHORT = 3

export type Candidates = Generator<number | undefined, void>

export function* candidates(
  messages: Database,
  index: SearchIndex | undefined,
  wanted: Wanted,
  before: number,
): Candidates {
  const rooms = [...wanted.rooms.values()]
  if (wanted.isPinned) {
    yield* rooms.flatMap(({ id }) => pinnedRows(messages, id, before)).sort((one, other) => other - one)
    return
  }
  const all: LookedThrough = { messages, index, rooms, before }
  if (!index) {
    yield* newestFirst(inGroups(all))
    return
  }
  const terms = termsOf(all, index, wanted)
  yield undefined
  const time = rowsOfTime(index, wanted)
  yield* merged(rowsNotFollowed(messages, index, rooms, before), newestFirst(inGroups({ ...all, terms, time })))
}

function* merged(some: number[], others: Candidates): Candidates {
  let place = 0
  for (const other of others) {
    if (other === undefined) yield other
    else {
      for (; place < some.length && some[place]! > other; place++) yield some[place]!
      if (some[place] === other) place++
      yield other
    }
  }
  yield* some.slice(place)
}

/** Messages that were written or changed since the index began to follow a room. */
function rowsNotFollowed(messages: Database, index: SearchIndex, rooms: OwnRoom[], before: number): number[] {
  const rows = rooms.flatMap(({ id, rev }) => {
    const since = index.rooms.get(id)?.rev ?? 0
    return since < rev ? rowsChangedAfter(messages, id, since, before) : []
  })
  return rows.sort((one, other) => other - one)
}

/** Lists of tokens that the index is asked for: one of each list. Without any, all messages are searched. */
function termsOf(all: LookedThrough, index: SearchIndex, { has, authors, texts }: Wanted): Term[][] {
  const terms = has.map((what) => [withFlag(what)])
  if (authors && authors.size <= MOST_AUTHORS)
    terms.push([...authors].flatMap((id) => index.authors.get(id) ?? []).map(byAuthor))
  const runs = texts.filter((text) => lengthOf(text) >= SHORT).flatMap(runsIn)
  // Rarity is similar in all rooms, and shows best in the largest one.
  const [largest] = all.rooms
    .flatMap(({ id }) => index.rooms.get(id) ?? [])
    .sort((one, other) => other.last - other.floor - (one.last - one.floor))
  if (runs.length > 0 && largest) terms.push(...rarestOf(index, [...new Set(runs)], largest).map((term) => [term]))
  else if (texts.length > 0) terms.push(...rareOf(all, texts).map((text) => [beginningWith(text)]))
  return terms
}

const lengthOf = (text: string): number => Array.from(text).length

/** The short texts that the index finds sooner than a scan does: it has to collect all runs that begin so. */
function rareOf(all: LookedThrough, texts: string[]): string[] {
  const bodies: string[] = []
  for (const row of newestFirst(inGroups(all))) {
    if (row === undefined) continue
    const message = messageAt(all.messages, row)
    bodies.push(searchable(message ? textOf(message).slice(0, BEGINNING) : ''))
    if (bodies.length === SAMPLE) break
  }
  return texts
    .map((text) => ({ text, count: bodies.filter((body) => body.includes(text)).length }))
    .filter(({ count }) => count <= bodies.length * COMMON)
    .sort((one, other) => one.count - other.count)
    .slice(0, ENOUGH)
    .map(({ text }) => text)
}
