/**
 * Looks through messages newest first. The index says where to look; whether a message is found is decided by the
 * message as it is now, so what was edited, deleted or left a moment ago is right whatever the index holds.
 */
import type { SearchPage } from '../../../../protocol/models.ts'
import type { Search, Signed } from '../../store.ts'
import type { Database } from '../database.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from '../message-rows.ts'
import { type OwnRoom, ownRooms, toRoomRef } from '../own-rooms.ts'
import { requireSession } from '../sessions.ts'
import { foldName } from '../users.ts'
import { hasOf, matchAuthors, matchFlag, matchRooms, searchable, termsOf } from './grams.ts'
import { type SearchIndex, turned } from './index-file.ts'
import { shareOf } from './sample.ts'

/** Messages that one page looks at, at most. */
const MAX_LOOKED_AT = 5_000
/** Of the bodies of one page, in UTF-16 code units. */
const MAX_PAGE_CHARACTERS = 262_144
/** Somebody looks for messages of so many people of one name, at most. */
const MAX_AUTHORS = 50
/** Rooms that are named to the index, at most, and how much of all messages they may hold for it to be worth while. */
const MAX_ROOMS = 250
const SMALL_SHARE = 0.5
/** Lists that are walked for the texts, at most. */
const MAX_TERMS = 12
/** What is in a greater share of the messages is soon found without the index. */
const COMMON = 0.03
/** Where a smaller share is left, nothing is worth the walk along many lists. */
const FEW = 0.000_5
/** How many messages may be left by chance, if none of the terms had to do with another. They have, so it is not 1. */
const LEFT = 0.01

type Wanted = {
  texts: string[]
  without: string[]
  rooms: Map<string, OwnRoom>
  authors?: Set<string>
  since?: string
  until?: string
  has: ('link' | 'code')[]
  isPinned: boolean
}

export function search(messages: Database, index: SearchIndex | undefined, who: Signed, asked: Search): SearchPage {
  const user = requireSession(messages, who)
  const mine = ownRooms(messages, user)
  const wanted: Wanted = {
    texts: asked.texts.map(searchable),
    without: asked.without.map(searchable),
    rooms: new Map((asked.rooms ? named(mine, asked.rooms) : mine).map((room) => [room.id, room])),
    ...(asked.from && { authors: authorsOf(messages, who, asked.from) }),
    ...(asked.since !== undefined && { since: asked.since }),
    ...(asked.until !== undefined && { until: asked.until }),
    has: asked.has,
    isPinned: asked.isPinned,
  }
  const terms = wanted.texts
  if (wanted.rooms.size === 0 || wanted.authors?.size === 0) return { hits: [], terms }
  const before = asked.after === undefined ? Number.MAX_SAFE_INTEGER : Number(asked.after)
  return { ...lookThrough(messages, wanted, candidates(messages, index, wanted, before), asked.limit), terms }
}

function lookThrough(messages: Database, wanted: Wanted, rowids: Iterable<number>, limit: number) {
  const hits: SearchPage['hits'] = []
  let [lookedAt, characters, last] = [0, 0, 0]
  for (const rowid of rowids) {
    if (hits.length === limit || lookedAt === MAX_LOOKED_AT || characters >= MAX_PAGE_CHARACTERS) {
      return { hits, next: String(last) }
    }
    lookedAt++
    last = rowid
    const row = messages.get<MessageRow>(`${SELECT_MESSAGE} where m.rowid = ?`, rowid)
    if (!row || !isWanted(row, wanted)) continue
    hits.push({ message: toMessage(row), room: toRoomRef(wanted.rooms.get(row.room_id)!) })
    characters += row.body.length
  }
  return { hits }
}

function isWanted(row: MessageRow, { texts, without, rooms, authors, since, until, has, isPinned }: Wanted): boolean {
  if (row.deleted_at !== null || !rooms.has(row.room_id)) return false
  if (authors && !authors.has(row.author_id)) return false
  if (since !== undefined && row.sent_at < since) return false
  if (until !== undefined && row.sent_at >= until) return false
  if (isPinned && row.pinned_at === null) return false
  if (has.length > 0) {
    const found = hasOf(row.body)
    if (!has.every((what) => found.includes(what))) return false
  }
  if (texts.length + without.length === 0) return true
  const text = searchable(row.body)
  return texts.every((part) => text.includes(part)) && !without.some((part) => text.includes(part))
}

/** The rooms meant by slugs and names; where none is called so, those whose names hold it. */
function named(rooms: OwnRoom[], names: string[]): OwnRoom[] {
  return names.flatMap((name) => {
    const wanted = searchable(name)
    const same = rooms.filter((room) => room.slug === wanted || searchable(room.name) === wanted)
    return same.length > 0 ? same : rooms.filter((room) => searchable(room.name).includes(wanted))
  })
}

/** Whoever is called so; where nobody is, those of whose names a word begins so. */
function authorsOf(messages: Database, { userId }: Signed, from: { names: string[]; me: boolean }): Set<string> {
  const authors = new Set(from.me ? [userId] : [])
  for (const name of from.names) {
    const key = foldName(name)
    const called = `select id from users where name_key = ? limit ${MAX_AUTHORS}`
    const begins = `select id from users where instr(' ' || name_key, ' ' || ?) > 0 limit ${MAX_AUTHORS}`
    const same = messages.all<{ id: string }>(called, key)
    for (const { id } of same.length > 0 ? same : messages.all<{ id: string }>(begins, key)) authors.add(id)
  }
  return authors
}

/** Rows in which a message may be found, the newest first, none twice, and none of them left out. */
function* candidates(
  messages: Database,
  index: SearchIndex | undefined,
  wanted: Wanted,
  before: number,
): Generator<number> {
  if (wanted.isPinned) {
    yield* pinnedRows(messages, wanted, before)
  } else if (!index) {
    yield* rowsBetween(messages, 0, before)
  } else {
    yield* merged(rowsNotFollowed(messages, index, wanted, before), indexedRows(messages, index, wanted, before))
    if (index.floor > 0) yield* rowsBetween(messages, 0, Math.min(before, index.floor))
  }
}

function* merged(some: number[], others: Iterable<number>): Generator<number> {
  let place = 0
  for (const other of others) {
    for (; place < some.length && some[place]! > other; place++) yield some[place]!
    if (some[place] === other) place++
    yield other
  }
  yield* some.slice(place)
}

/** What was written or changed since the index has followed a room. */
function rowsNotFollowed(messages: Database, index: SearchIndex, { rooms }: Wanted, before: number): number[] {
  const rows: number[] = []
  for (const { id, rev } of rooms.values()) {
    const since = index.rooms.get(id)?.rev ?? 0
    if (since >= rev) continue
    const sql = 'select rowid as id from messages where room_id = ? and rev > ? and rowid >= ? and rowid < ?'
    for (const row of messages.each<{ id: number }>(sql, id, since, index.floor, before)) rows.push(row.id)
  }
  return rows.sort((one, other) => other - one)
}

function* indexedRows(messages: Database, index: SearchIndex, wanted: Wanted, before: number): Generator<number, void> {
  const [low, high] = rowsOfTime(index, wanted)
  const match = matchOf(messages, index, wanted)
  if (match === NOTHING) return
  const from = Math.max(low, index.floor)
  const until = Math.min(before, high + 1)
  if (match === undefined) {
    yield* rowsBetween(messages, from, until)
    return
  }
  const sql = 'select rowid as id from grams where grams match ? and rowid > ? and rowid <= ? order by rowid'
  for (const { id } of index.database.each<{ id: number }>(sql, match, turned(until), turned(from))) yield turned(id)
}

const NOTHING = Symbol('nothing in the index can be meant')

/** What the index is asked for. Undefined: it cannot narrow this down. */
function matchOf(messages: Database, index: SearchIndex, wanted: Wanted): string | typeof NOTHING | undefined {
  const parts = wanted.has.map(matchFlag)
  // In which share of the messages all of it may be, if none had to do with the other.
  let share = 1
  if (wanted.authors) {
    const numbers = [...wanted.authors].flatMap((id) => index.authors.get(id) ?? [])
    if (numbers.length === 0) return NOTHING
    parts.push(matchAuthors(numbers))
    share *= numbers.length / index.authors.size
  }
  const rooms = [...wanted.rooms.values()]
  const all = messages.get<{ all: number | null }>('select max(rowid) as "all" from messages')!.all ?? 0
  const held = rooms.reduce((sum, { lastSeq }) => sum + lastSeq, 0)
  if (rooms.length <= MAX_ROOMS && held < all * SMALL_SHARE) {
    const numbers = rooms.flatMap(({ id }) => index.rooms.get(id)?.number ?? [])
    if (numbers.length === 0) return NOTHING
    parts.push(matchRooms(numbers))
    share *= held / all
  }
  parts.push(...matchTexts(index, wanted.texts, share, all))
  return parts.length > 0 ? parts.join(' AND ') : undefined
}

/** The rarest of what the texts have in the index, and no more than narrow it down: what is found is compared anyway. */
function matchTexts({ sample }: SearchIndex, texts: string[], share: number, all: number): string[] {
  const terms = texts.flatMap(termsOf).map((term) => ({ ...term, share: shareOf(sample, term.gram) }))
  const matches = new Set<string>()
  let left = share
  for (const { match, isManyLists, share } of terms.sort((one, other) => one.share - other.share)) {
    if (left * all < LEFT || matches.size === MAX_TERMS) break
    if (isManyLists && (share > COMMON || left < FEW)) continue
    matches.add(match)
    left *= share
  }
  return left > COMMON ? [] : [...matches]
}

/** Between which rows everything lies that was said in this time: whole days, and of the first and the last one the hours. */
function rowsOfTime({ database }: SearchIndex, { since, until }: Wanted): [low: number, high: number] {
  const low = since === undefined ? 0 : lowSince(database, since)
  const high = until === undefined ? Number.MAX_SAFE_INTEGER - 1 : highUntil(database, justBefore(until))
  return low === null || high === null ? [1, 0] : [low, high]
}

const justBefore = (time: string): string => new Date(Date.parse(time) - 1).toISOString()

function lowSince(database: Database, first: string): number | null {
  const sql = `select min(low) as low from (
    select low from days where time > ?1 union all select low from hours where time >= ?2 and time < ?1 || 'U')`
  return database.get<{ low: number | null }>(sql, ...dayAndHour(first))!.low
}

function highUntil(database: Database, last: string): number | null {
  const sql = `select max(high) as high from (
    select high from days where time < ?1 union all select high from hours where time > ?1 and time <= ?2)`
  return database.get<{ high: number | null }>(sql, ...dayAndHour(last))!.high
}

const dayAndHour = (time: string): [day: string, hour: string] => [time.slice(0, 10), time.slice(0, 13)]

function* rowsBetween(messages: Database, from: number, until: number): Generator<number> {
  const sql = 'select rowid as id from messages where rowid >= ? and rowid < ? order by rowid desc'
  for (const { id } of messages.each<{ id: number }>(sql, from, until)) yield id
}

function pinnedRows(messages: Database, { rooms }: Wanted, before: number): number[] {
  const sql = 'select rowid as id from messages where room_id = ? and pinned_at is not null and rowid < ?'
  const rows = [...rooms.keys()].flatMap((roomId) => messages.all<{ id: number }>(sql, roomId, before))
  return rows.map(({ id }) => id).sort((one, other) => other - one)
}
