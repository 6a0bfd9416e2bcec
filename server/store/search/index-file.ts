/** The file `search.db`, beside the database and made from it. It may be deleted at any time, and is made again. */
import { rmSync } from 'node:fs'
import type { Database, Engine } from '../sql/database.ts'
import type { SqliteDatabase } from '../sqlite/database.ts'
import { openDerived } from '../sqlite/open-database.ts'
import { liveRooms, orderOf } from '../sql/messages/source.ts'

/** A new number makes every index anew, after a change of folding or of cutting texts into runs. */
const FORMAT = 4

const SCHEMA = `
  create virtual table grams using fts5(
    tokens, tokenize = 'ascii', content = '', contentless_delete = 1, detail = none
  );
  -- Merging at rest takes any two segments of a size.
  insert into grams (grams, rank) values ('usermerge', 2);
  -- The number that a room goes by in the index, how far it has been followed, up to which of its messages there may be
  -- something in the index, and from which on everything that was followed is.
  create table rooms (
    number integer primary key autoincrement, id text not null unique, rev integer not null, last integer not null, floor integer not null
  ) strict;
  create table authors (number integer primary key, id text not null unique) strict;
  -- Between which rows the messages of a day lie, and those of an hour, whatever the clock did.
  create table days (time text primary key, low integer not null, high integer not null) strict, without rowid;
  create table hours (time text primary key, low integer not null, high integer not null) strict, without rowid;
  create table meta (key text primary key, value text not null) strict, without rowid;
`

/** More messages than there will ever be in one room. */
const MOST_MESSAGES = 2 ** 32

/**
 * The row in the index of a room’s message, and back again. Those of a room lie together, so that its lists are short,
 * and the newest has the least: FTS5 walks its lists upwards in two thirds of the time that it takes downwards.
 */
export const rowOf = (roomNumber: number, seq: number): number => (roomNumber + 1) * MOST_MESSAGES - seq
export const seqOf = (row: number): number => MOST_MESSAGES - (row % MOST_MESSAGES)

export type FollowedRoom = {
  number: number
  rev: number
  last: number
  floor: number
  /** The row of its newest message among all messages, once it has been read. */
  newest?: { seq: number; row: number }
}

export type SearchIndex = {
  database: SqliteDatabase
  rooms: Map<string, FollowedRoom>
  authors: Map<string, number>
}

/** Opens the index of these messages. An index of another history, or a damaged one, is made again. */
export function openIndex(path: string, messages: Engine): SearchIndex {
  let database: SqliteDatabase | undefined
  try {
    database = openDerived(path)
    if (isOf(database, messages)) return load(database)
  } catch {
    // Nothing is lost: all of it is in the database.
  }
  database?.close()
  removeIndex(path)
  return makeIndex(openDerived(path), messages)
}

export function removeIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function isOf(database: SqliteDatabase, messages: Database): boolean {
  const has = database.get(`select 1 from sqlite_schema where name = 'meta'`)
  if (!has || metaOf(database, 'format') !== String(FORMAT) || metaOf(database, 'epoch') !== epochOf(messages))
    return false
  const revs = new Map(
    messages.all<{ id: string; rev: number }>('select id, rev from rooms').map(({ id, rev }) => [id, rev]),
  )
  const rooms = database.all<{ id: string; rev: number }>('select id, rev from rooms')
  return rooms.every(({ id, rev }) => rev <= (revs.get(id) ?? rev)) && isSame(metaOf(database, 'last'), messages)
}

/** Whether the last indexed message still has the same row: otherwise rows have moved. */
function isSame(last: string | undefined, messages: Database): boolean {
  if (last === undefined) return true
  const [row, roomId, seq] = JSON.parse(last) as [number, string, number]
  const found = orderOf(messages, roomId, seq)
  return found === undefined || found === row
}

const epochOf = (messages: Database): string =>
  messages.get<{ value: string }>(`select value from meta where key = 'epoch'`)!.value

const metaOf = (database: SqliteDatabase, key: string): string | undefined =>
  database.get<{ value: string }>('select value from meta where key = ?', key)?.value

export function setMeta(database: SqliteDatabase, key: 'format' | 'epoch' | 'last', value: string): void {
  database.run('insert or replace into meta (key, value) values (?, ?)', key, value)
}

/** Existing messages are indexed later, room by room. New ones are followed from now on. */
function makeIndex(database: SqliteDatabase, messages: Engine): SearchIndex {
  database.exec(`begin; ${SCHEMA}`)
  messages.beginReading()
  const rooms = liveRooms(messages)
  setMeta(database, 'epoch', epochOf(messages))
  messages.commit()
  for (const { id, rev, lastSeq } of rooms.toSorted((one, other) => other.row - one.row))
    addRoom(database, id, rev, lastSeq)
  setMeta(database, 'format', String(FORMAT))
  database.exec('commit')
  return load(database)
}

/** A room whose messages up to this seq are still to be indexed. */
export function addRoom(database: SqliteDatabase, id: string, rev: number, lastSeq: number): void {
  database.run('insert into rooms (id, rev, last, floor) values (?1, ?2, ?3, ?3 + 1)', id, rev, lastSeq)
}

function load(database: SqliteDatabase): SearchIndex {
  const rooms = database.all<{ id: string } & FollowedRoom>(
    'select id, number, rev, last, floor from rooms order by number',
  )
  const authors = database.all<{ id: string; number: number }>('select id, number from authors')
  return {
    database,
    rooms: new Map(rooms.map(({ id, ...room }) => [id, room])),
    authors: new Map(authors.map(({ id, number }) => [id, number])),
  }
}
