/**
 * Keeps the index up with the messages, a slice at a time, as every client keeps up with a room: by what changed after
 * the rev up to which it is known. Nobody who writes waits for it. What it does not hold yet is looked through when somebody searches.
 */
import type { Database } from '../database.ts'
import { matchRooms, toColumns } from './grams.ts'
import { type SearchIndex, setMeta, turned } from './index-file.ts'

/** Messages in one slice, at most: a search waits for no more. */
const SLICE = 1_000

type Row = {
  id: number
  room_id: string
  seq: number
  rev: number
  author_id: string
  body: string
  sent_at: string
  deleted_at: string | null
}

const SELECT = 'select rowid as id, room_id, seq, rev, author_id, body, sent_at, deleted_at from messages'

/** Takes up a slice of what is not in the index yet. Answers with whether there is more. */
export function follow(messages: Database, index: SearchIndex): boolean {
  messages.run('begin')
  try {
    return together(
      index,
      () => followRooms(messages, index) || forgetRooms(messages, index) || takeOlder(messages, index),
    )
  } finally {
    messages.run('commit')
  }
}

/** In one transaction. When it fails, what the index says of itself in memory is true no longer: it is to be opened again. */
function together(index: SearchIndex, work: () => boolean): boolean {
  index.database.exec('begin immediate')
  try {
    const isMore = work()
    index.database.exec('commit')
    return isMore
  } catch (error) {
    if (index.database.inTransaction) index.database.exec('rollback')
    throw error
  }
}

type Live = { id: string; rev: number }

function followRooms(messages: Database, index: SearchIndex): boolean {
  const changed = liveRooms(messages).filter(({ id, rev }) => rev > (index.rooms.get(id)?.rev ?? 0))
  const rows: Row[] = []
  for (const { id, rev } of changed) {
    const left = SLICE - rows.length
    if (left === 0) break
    const since = index.rooms.get(id)?.rev ?? 0
    const found = messages.all<Row>(`${SELECT} where room_id = ? and rev > ? order by rev limit ?`, id, since, left)
    rows.push(...found)
    noteRoom(index, id, found.length < left ? rev : found.at(-1)!.rev)
  }
  put(
    index,
    rows.filter(({ id }) => id >= index.floor),
  )
  return rows.length >= SLICE
}

const liveRooms = (messages: Database): Live[] =>
  messages.all<Live>('select id, rev from rooms where deleted_at is null')

function noteRoom(index: SearchIndex, id: string, rev: number): void {
  const { number } = index.database.get<{ number: number }>(
    'insert into rooms (id, rev) values (?, ?) on conflict (id) do update set rev = excluded.rev returning number',
    id,
    rev,
  )!
  index.rooms.set(id, { number, rev })
}

/** Rooms that are gone leave the index; nothing in them has been found since they went. */
function forgetRooms(messages: Database, index: SearchIndex): boolean {
  const live = new Set(liveRooms(messages).map(({ id }) => id))
  const gone = [...index.rooms].find(([id]) => !live.has(id))
  if (!gone) return false
  const [id, { number }] = gone
  const rows = index.database.all<{ id: number }>(
    `select rowid as id from grams where grams match ? limit ${SLICE}`,
    matchRooms([number]),
  )
  for (const { id } of rows) index.database.run('delete from grams where rowid = ?', id)
  if (rows.length === SLICE) return true
  index.database.run('delete from rooms where id = ?', id)
  index.rooms.delete(id)
  return true
}

/** A slice of what was there before there was an index, the newest first. */
function takeOlder(messages: Database, index: SearchIndex): boolean {
  if (index.floor === 0) return false
  const rows = messages.all<Row>(`${SELECT} where rowid < ? order by rowid desc limit ${SLICE}`, index.floor)
  index.floor = rows.length < SLICE ? 0 : rows.at(-1)!.id
  setMeta(index.database, 'floor', String(index.floor))
  put(
    index,
    rows.filter(({ room_id }) => index.rooms.has(room_id)),
    'insert',
  )
  return index.floor > 0
}

function put(index: SearchIndex, rows: Row[], how?: 'insert'): void {
  if (rows.length === 0) return
  // In the order of the index’s rows: so it is cheapest, and what was there before is known by its number.
  const ordered = rows.toSorted((one, other) => other.id - one.id)
  const { database, top } = index
  for (const row of ordered) {
    if (row.deleted_at !== null) {
      if (how === undefined && row.id <= top) database.run('delete from grams where rowid = ?', turned(row.id))
      continue
    }
    const verb = how ?? (row.id > top ? 'insert' : 'insert or replace')
    const columns = toColumns(row.body, index.rooms.get(row.room_id)!.number, authorNumber(index, row.author_id))
    database.run(
      `${verb} into grams (rowid, runs, pairs, room, author, flags) values (?, ?, ?, ?, ?, ?)`,
      turned(row.id),
      ...columns,
    )
  }
  noteTimes(database, ordered)
  const newest = ordered[0]!
  if (newest.id > top) {
    index.top = newest.id
    setMeta(database, 'last', JSON.stringify([newest.id, newest.room_id, newest.seq]))
  }
}

function authorNumber(index: SearchIndex, id: string): number {
  let number = index.authors.get(id)
  if (number === undefined) {
    number = index.database.get<{ number: number }>('insert into authors (id) values (?) returning number', id)!.number
    index.authors.set(id, number)
  }
  return number
}

/** As much of the time at which something was sent as says its day or its hour. */
const SPANS = { days: '2026-01-01'.length, hours: '2026-01-01T00'.length }

function noteTimes(database: Database, ordered: Row[]): void {
  for (const [table, length] of Object.entries(SPANS)) {
    for (const [time, rows] of Map.groupBy(ordered, ({ sent_at }) => sent_at.slice(0, length))) {
      database.run(
        `insert into ${table} (time, low, high) values (?, ?, ?)
         on conflict (time) do update set low = min(low, excluded.low), high = max(high, excluded.high)`,
        time,
        rows.at(-1)!.id,
        rows[0]!.id,
      )
    }
  }
}
