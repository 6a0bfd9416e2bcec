/**
 * The use of the disk, by room, person and month. A file has the bytes of all its forms, each content once. Contents that
 * several files share count for each of them; only `contents` says what is kept.
 */
import type { User } from '../../../../protocol/models.ts'
import type { KeptFiles, OlderFiles } from '../../files-store.ts'
import type { Allowed, AllowedAbout } from '../allowed.ts'
import type { Database } from '../database.ts'
import { DELETION_COLUMNS, type DeletionRow, IS_SEEN, shownRoom, toDeletion } from './deletion-rows.ts'
import { now } from '../now.ts'
import { keptBytes } from './contents.ts'

/** Rooms and people that are named, at most. */
const MOST = 50

/** The bytes of the file `f`. */
const BYTES = `(select sum(b.size) from (select distinct hash, size from file_forms where file_id = f.id) b)`
/** The files `f` that messages `m` carry, in rooms `r`. */
const CARRIED = `from files f join messages m on m.room_id = f.room_id and m.seq = f.seq join rooms r on r.id = m.room_id
  where f.removal_id is null and r.deleted_at is null`
const MONTH = `substr(m.sent_at, 1, ${'yyyy-mm'.length})`

type Sums = { files: number; bytes: number }
type Part = Sums & { room_id: string; author_id: string; month: string }

/** Reads every file once. */
export function fileUsage(database: Database, { user }: Allowed): KeptFiles {
  const parts = database.all<Part>(
    `select m.room_id, m.author_id, ${MONTH} as month, count(*) as files, sum(${BYTES}) as bytes ${CARRIED}
     group by m.room_id, m.author_id, ${MONTH}`,
  )
  const rooms = largest(sumBy(parts, 'room_id'))
  const people = largest(sumBy(parts, 'author_id'))
  const roomRows = database.all<{ id: string } & Parameters<typeof shownRoom>[0]>(
    `select r.id, r.slug, r.name, r.kind, ${IS_SEEN} as is_seen from rooms r where r.id in (select value from json_each(?2))`,
    user.id,
    JSON.stringify(rooms.map(([id]) => id)),
  )
  const authors = database.all<User>(
    'select id, name, kind from users where id in (select value from json_each(?))',
    JSON.stringify(people.map(([id]) => id)),
  )
  const deletions = database.all<DeletionRow>(
    `select ${DELETION_COLUMNS} from file_deletions where state <> 'done' or undo_until > ? order by at desc, id`,
    now(),
  )
  return {
    bytes: keptBytes(database),
    carried: parts.reduce<Sums>(add, { files: 0, bytes: 0 }),
    kept: database.get<Sums>(
      `select count(*) as files, coalesce(sum(${BYTES}), 0) as bytes from files f where f.removal_id is not null`,
    )!,
    rooms: rooms.map(([id, sums]) => ({ ...shownRoom(roomRows.find((row) => row.id === id)!), ...sums })),
    people: people.map(([id, sums]) => ({ user: authors.find((row) => row.id === id)!, ...sums })),
    months: [...sumBy(parts, 'month')]
      .map(([month, sums]) => ({ month, ...sums }))
      .toSorted((one, other) => (one.month < other.month ? 1 : -1)),
    deletions: deletions.map((row) => toDeletion(database, user.id, row)),
  }
}

function sumBy(parts: Part[], what: 'room_id' | 'author_id' | 'month'): Map<string, Sums> {
  const sums = new Map<string, Sums>()
  for (const part of parts) sums.set(part[what], add(sums.get(part[what]) ?? { files: 0, bytes: 0 }, part))
  return sums
}

const add = (one: Sums, other: Sums): Sums => ({ files: one.files + other.files, bytes: one.bytes + other.bytes })

const largest = (sums: Map<string, Sums>): [id: string, Sums][] =>
  [...sums].toSorted(([, one], [, other]) => other.bytes - one.bytes).slice(0, MOST)

/** The files that a deletion would take, and the bytes that no other file needs. */
export function olderFiles(
  database: Database,
  { aboutRoomId = '' }: AllowedAbout,
  { before, userId = '' }: OlderFiles,
): Sums & { frees: number } {
  const chosen = `m.sent_at < ?1 and (?2 = '' or m.room_id = ?2) and (?3 = '' or m.author_id = ?3)`
  const found = database.get<Sums>(
    `select count(*) as files, coalesce(sum(${BYTES}), 0) as bytes ${CARRIED} and ${chosen}`,
    before,
    aboutRoomId,
    userId,
  )!
  const { frees } = database.get<{ frees: number }>(
    `select coalesce(sum(t.size), 0) as frees from (
       select x.hash, max(x.size) as size, count(*) as uses
       from files f join messages m on m.room_id = f.room_id and m.seq = f.seq join rooms r on r.id = m.room_id
         join file_forms x on x.file_id = f.id
       where f.removal_id is null and r.deleted_at is null and ${chosen}
       group by x.hash) t
     where t.uses = (select count(*) from file_forms o where o.hash = t.hash)`,
    before,
    aboutRoomId,
    userId,
  )!
  return { ...found, frees }
}
