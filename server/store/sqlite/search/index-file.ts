/** `search.db`, beside the database and made from it: it may be deleted at any time, and is then made anew. */
import { rmSync } from 'node:fs'
import { type Database, openDerived } from '../database.ts'
import { noSample, type Sample } from './sample.ts'

/** Another number makes every index anew: for another way of folding or of cutting texts into runs. */
const FORMAT = 2

const SCHEMA = `
  create virtual table grams using fts5(
    runs, pairs, room, author, flags,
    tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1, detail = none
  );
  -- What is put together at rest: any two segments of a size.
  insert into grams (grams, rank) values ('usermerge', 2);
  -- How far each room has been followed, and the number that it goes by in the index.
  create table rooms (number integer primary key autoincrement, id text not null unique, rev integer not null) strict;
  create table authors (number integer primary key, id text not null unique) strict;
  -- Between which rows the messages of a day lie, and those of an hour, whatever the clock did.
  create table days (time text primary key, low integer not null, high integer not null) strict, without rowid;
  create table hours (time text primary key, low integer not null, high integer not null) strict, without rowid;
  create table meta (key text primary key, value text not null) strict, without rowid;
`

/** More messages than there will ever be. */
const LAST = 2 ** 40

/**
 * The row of the index for that of a message, and back again. The newest message has the least, because FTS5 walks its lists
 * upwards in two thirds of the time that it takes downwards (`npm run bench -- search`).
 */
export const turned = (row: number): number => LAST - row

export type FollowedRoom = { number: number; rev: number }

export type SearchIndex = {
  database: Database
  rooms: Map<string, FollowedRoom>
  authors: Map<string, number>
  /** Messages in rows from here on are in the index, as far as their rooms have been followed. 0: all of them. */
  floor: number
  /** The message of the greatest row that was ever put into it. */
  top: number
  sample: Sample
}

/** Opens the index of these messages. One that belongs to another history, or is damaged, is made anew. */
export function openIndex(path: string, messages: Database): SearchIndex {
  let database: Database | undefined
  try {
    database = openDerived(path)
    if (isOf(database, messages)) return load(database)
  } catch {
    // Whatever is wrong with it: nothing in it is not elsewhere.
  }
  database?.close()
  removeIndex(path)
  return makeIndex(openDerived(path), messages)
}

export function removeIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function isOf(database: Database, messages: Database): boolean {
  const has = database.get(`select 1 from sqlite_schema where name = 'meta'`)
  if (!has || metaOf(database, 'format') !== String(FORMAT) || metaOf(database, 'epoch') !== epochOf(messages))
    return false
  const revs = new Map(
    messages.all<{ id: string; rev: number }>('select id, rev from rooms').map(({ id, rev }) => [id, rev]),
  )
  const rooms = database.all<{ id: string; rev: number }>('select id, rev from rooms')
  return rooms.every(({ id, rev }) => rev <= (revs.get(id) ?? rev)) && isSame(metaOf(database, 'last'), messages)
}

/** Whether the row that was put into it last is the same message: nothing moved the rows meanwhile. */
function isSame(last: string | undefined, messages: Database): boolean {
  if (last === undefined) return true
  const [rowid, roomId, seq] = JSON.parse(last) as [number, string, number]
  const row = messages.get<{ room_id: string; seq: number }>('select room_id, seq from messages where rowid = ?', rowid)
  return row === undefined || (row.room_id === roomId && row.seq === seq)
}

const epochOf = (messages: Database): string =>
  messages.get<{ value: string }>(`select value from meta where key = 'epoch'`)!.value

const metaOf = (database: Database, key: string): string | undefined =>
  database.get<{ value: string }>('select value from meta where key = ?', key)?.value

export function setMeta(database: Database, key: 'format' | 'epoch' | 'floor' | 'last', value: string): void {
  database.run('insert or replace into meta (key, value) values (?, ?)', key, value)
}

/** What is there already is taken up by and by, the newest first; what happens from now on is followed. */
function makeIndex(database: Database, messages: Database): SearchIndex {
  database.exec(`begin; ${SCHEMA}`)
  messages.run('begin')
  const rooms = messages.all<{ id: string; rev: number }>('select id, rev from rooms where deleted_at is null')
  const { top } = messages.get<{ top: number | null }>('select max(rowid) as top from messages')!
  setMeta(database, 'epoch', epochOf(messages))
  messages.run('commit')
  for (const { id, rev } of rooms) database.run('insert into rooms (id, rev) values (?, ?)', id, rev)
  setMeta(database, 'format', String(FORMAT))
  setMeta(database, 'floor', String(top === null ? 0 : top + 1))
  database.exec('commit')
  return load(database)
}

function load(database: Database): SearchIndex {
  const rooms = database.all<{ id: string } & FollowedRoom>('select id, number, rev from rooms')
  const authors = database.all<{ id: string; number: number }>('select id, number from authors')
  const { newest } = database.get<{ newest: number | null }>('select min(id) as newest from grams_docsize')!
  return {
    database,
    rooms: new Map(rooms.map(({ id, number, rev }) => [id, { number, rev }])),
    authors: new Map(authors.map(({ id, number }) => [id, number])),
    floor: Number(metaOf(database, 'floor')),
    top: newest === null ? 0 : turned(newest),
    sample: noSample(),
  }
}
