/**
 * Keeps the index up to date, in small parts, as a client follows a room: by the changes after the rev that it knows.
 * No writer waits for it. A search looks through newer messages itself.
 */
import type { Database, Engine } from '../sql/database.ts'
import { searchable, textOf, tokensOf } from './grams.ts'
import { addRoom, type FollowedRoom, rowOf, type SearchIndex, setMeta } from './index-file.ts'
import { changedAfter, messagesBefore, revsOf, type SourceRow } from '../sql/messages/source.ts'
import { noteTimes } from './times.ts'

/** Messages in one part, at most, and their folded characters. A search waits for one part at most. */
const SLICE = 1_000
const SLICE_CHARACTERS = 100_000
/** One row more than a part can take: it tells that there is more. */
const ROWS = SLICE + 1

type Taken = SourceRow & { text: string }

/** Messages that are indexed together. */
class Slice {
  readonly rows: Taken[] = []
  #looked = 0
  #characters = 0

  get isFull(): boolean {
    return this.#looked >= SLICE || this.#characters >= SLICE_CHARACTERS
  }

  take(row: SourceRow): void {
    const text = searchable(textOf(row))
    this.pass()
    this.#characters += text.length
    this.rows.push({ ...row, text })
  }

  /** Counts a looked-at message that does not belong in the index. */
  pass(): void {
    this.#looked++
  }
}

/** Indexes one part. Answers whether there is more. */
export function follow(messages: Engine, index: SearchIndex): boolean {
  messages.beginReading()
  try {
    return together(
      index,
      () => followRooms(messages, index) || forgetRooms(messages, index) || takeOlder(messages, index),
    )
  } finally {
    messages.commit()
  }
}

/** Runs in one transaction. When it fails, the counters in memory are wrong, and the index must be opened again. */
function together(index: SearchIndex, work: () => boolean): boolean {
  index.database.exec('begin immediate')
  try {
    const isMore = work()
    index.database.exec('commit')
    return isMore
  } catch (error) {
    index.database.rollback()
    throw error
  }
}

function followRooms(messages: Database, index: SearchIndex): boolean {
  const slice = new Slice()
  for (const { id, rev } of revsOf(messages)) {
    const room = index.rooms.get(id) ?? newRoom(index, id)
    if (rev <= room.rev) continue
    room.rev = changesInto(slice, messages, id, room) ?? rev
    index.database.run('update rooms set rev = ? where id = ?', room.rev, id)
    if (slice.isFull) break
  }
  put(index, slice.rows)
  return slice.isFull
}

function newRoom({ database, rooms }: SearchIndex, id: string): FollowedRoom {
  addRoom(database, id, 0, 0)
  const room = database.get<FollowedRoom>('select number, rev, last, floor from rooms where id = ?', id)!
  rooms.set(id, room)
  return room
}

/** Answers with the rev that it came to, if there are more. */
function changesInto(slice: Slice, messages: Database, id: string, { rev, floor }: FollowedRoom): number | undefined {
  let reached = rev
  for (const row of changedAfter(messages, id, rev, ROWS)) {
    if (slice.isFull) return reached
    // An older message is indexed later, in its state at that time.
    if (row.seq >= floor) slice.take(row)
    else slice.pass()
    reached = row.rev
  }
  return undefined
}

/** Rooms that are gone leave the index; nothing in them has been found since they went. */
function forgetRooms(messages: Database, index: SearchIndex): boolean {
  const live = new Set(revsOf(messages).map(({ id }) => id))
  const gone = [...index.rooms].find(([id]) => !live.has(id))
  if (!gone) return false
  const [id, { number, last }] = gone
  const rows = index.database.all<{ id: number }>(
    `select id from grams_docsize where id between ? and ? limit ${SLICE}`,
    rowOf(number, last),
    rowOf(number, 0),
  )
  for (const row of rows) index.database.run('delete from grams where rowid = ?', row.id)
  if (rows.length === SLICE) return true
  index.database.run('delete from rooms where id = ?', id)
  index.rooms.delete(id)
  return true
}

/** One part of the messages from before the index: room by room, the newest first. */
function takeOlder(messages: Database, index: SearchIndex): boolean {
  const slice = new Slice()
  for (const [id, room] of index.rooms) {
    if (room.floor <= 1) continue
    let floor = 1
    for (const row of messagesBefore(messages, id, room.floor, ROWS)) {
      slice.take(row)
      if (!slice.isFull) continue
      floor = row.seq
      break
    }
    room.floor = floor
    index.database.run('update rooms set floor = ? where id = ?', floor, id)
    if (slice.isFull) break
  }
  put(index, slice.rows, 'insert')
  return slice.rows.length > 0
}

function put(index: SearchIndex, rows: Taken[], how?: 'insert'): void {
  for (const [id, taken] of Map.groupBy(rows, ({ room_id }) => room_id)) putRoom(index, id, taken, how)
  const ordered = rows.toSorted((one, other) => other.row - one.row)
  noteTimes(index.database, ordered)
  const [newest] = ordered
  if (newest && how === undefined)
    setMeta(index.database, 'last', JSON.stringify([newest.row, newest.room_id, newest.seq]))
}

function putRoom(index: SearchIndex, id: string, rows: Taken[], how?: 'insert'): void {
  const { database } = index
  const room = index.rooms.get(id)!
  // In the order of the index’s rows, which costs least.
  for (const row of rows.toSorted((one, other) => other.seq - one.seq)) {
    const at = rowOf(room.number, row.seq)
    // Older messages are known by their position.
    const isNew = how === 'insert' || row.seq > room.last
    if (row.deleted_at !== null) {
      if (!isNew) database.run('delete from grams where rowid = ?', at)
      continue
    }
    const tokens = tokensOf(row, room.number, authorNumber(index, row.author_id))
    database.run(`${isNew ? 'insert' : 'insert or replace'} into grams (rowid, tokens) values (?, ?)`, at, tokens)
  }
  const last = Math.max(room.last, ...rows.map(({ seq }) => seq))
  if (last === room.last) return
  room.last = last
  database.run('update rooms set last = ? where id = ?', last, id)
}

function authorNumber(index: SearchIndex, id: string): number {
  let number = index.authors.get(id)
  if (number === undefined) {
    number = index.database.get<{ number: number }>('insert into authors (id) values (?) returning number', id)!.number
    index.authors.set(id, number)
  }
  return number
}
