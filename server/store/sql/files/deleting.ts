/**
 * Deletes the files of older messages, in small parts, so that other writes need not wait. They are kept for undo for a
 * while, where nobody can see them. Each part records its progress, so a crash loses nothing.
 */
import { UNDO_HOURS } from '../../../../protocol/limits.ts'
import type { FileDeletion } from '../../../../protocol/models.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { OlderFiles } from '../../files-store.ts'
import type { Changed } from '../../terms.ts'
import type { AllowedAbout } from '../allowed.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { advance, NEXT_REV, type Touched } from '../moderation/removals.ts'
import { now } from '../now.ts'
import { DELETION_COLUMNS, type DeletionRow, toDeletion } from './deletion-rows.ts'

/** Files that one part looks at, at most. */
export const SLICE = 1_000
const HOUR_MS = 60 * 60 * 1_000

/** The first part comes with the command: most chats have no more files than that. */
export function deleteOlderFiles(
  database: Database,
  by: AllowedAbout,
  { before, userId }: OlderFiles,
): { deletion: FileDeletion; changes: Changed[] } {
  const user = userId === undefined ? undefined : requireAnyUser(database, userId)
  const id = randomId('d')
  const at = now()
  // A message that is sent from now on is not older.
  const sentBefore = before < at ? before : at
  database.run(
    `insert into file_deletions (id, by_id, at, sent_before, room_id, user_id, state, undo_until) values (?, ?, ?, ?, ?, ?, 'deleting', ?)`,
    id,
    by.user.id,
    at,
    sentBefore,
    by.aboutRoomId ?? null,
    userId ?? null,
    new Date(Date.now() + UNDO_HOURS * HOUR_MS).toISOString(),
  )
  recordAudit(database, by, 'files:deleteOlder', {
    ...(user && { user }),
    roomId: by.aboutRoomId,
    details: { before: sentBefore, deletionId: id },
  })
  const changes = deleteSlice(database, requireDeletion(database, id))
  return { deletion: toDeletion(database, by.user.id, requireDeletion(database, id)), changes }
}

const requireDeletion = (database: Database, id: string): DeletionRow =>
  database.get<DeletionRow>(`select ${DELETION_COLUMNS} from file_deletions where id = ?`, id)!

/** Also one who has left: their files may still be there. */
function requireAnyUser(database: Database, userId: string) {
  const user = database.get<{ id: string; name: string; kind: 'guest' | 'person' | 'bot' }>(
    'select id, name, kind from users where id = ?',
    userId,
  )
  if (!user) throw refusal('no_such_person')
  return user
}

/** The messages `m` with files, of the deletion ?1 after the place ?2, ?3 and up to ?4, ?5; `r` is the room. */
const OF_SLICE = `from (
    select distinct f.room_id, f.seq from files f
    where f.removal_id is null and (f.room_id, f.seq) > (?2, ?3) and (f.room_id, f.seq) <= (?4, ?5)) p
  cross join messages m on m.room_id = p.room_id and m.seq = p.seq
  cross join rooms r on r.id = m.room_id
  cross join file_deletions d on d.id = ?1
  where m.sent_at < d.sent_before and m.author_id = coalesce(d.user_id, m.author_id)
    and m.room_id = coalesce(d.room_id, m.room_id) and m.files <> '[]' and m.deleted_at is null and r.deleted_at is null`

export function deleteSlice(database: Database, { id, room_id, after_room, after_seq }: DeletionRow): Changed[] {
  const places = database.all<{ room_id: string; seq: number }>(
    `select room_id, seq from files
     where (room_id, seq) > (?1, ?2) and ${room_id === null ? '?3 is null' : 'room_id = ?3'} order by room_id, seq limit ${SLICE}`,
    // Seqs begin at 1.
    after_room === '' && room_id !== null ? room_id : after_room,
    after_seq,
    room_id,
  )
  const last = places.at(-1)
  const changes = last ? takeOff(database, [id, after_room, after_seq, last.room_id, last.seq]) : []
  if (places.length < SLICE) database.run(`update file_deletions set state = 'done' where id = ?`, id)
  else
    database.run('update file_deletions set after_room = ?, after_seq = ? where id = ?', last!.room_id, last!.seq, id)
  return changes
}

type Range = [id: string, afterRoom: string, afterSeq: number, lastRoom: string, lastSeq: number]

function takeOff(database: Database, range: Range): Changed[] {
  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${OF_SLICE} group by m.room_id, r.rev order by m.room_id`,
    ...range,
  )
  if (rooms.length === 0) return []
  database.run(
    `insert into deleted_files (deletion_id, room_id, seq, author_id, edited_at, files)
     select d.id, m.room_id, m.seq, m.author_id, m.edited_at, m.files ${OF_SLICE}`,
    ...range,
  )
  database.run(
    `update messages set files = '[]', files_deleted_at = ?6, rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev ${OF_SLICE}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    ...range,
    now(),
  )
  const taken = database.all<{ id: string }>(
    `update files set removal_id = ?1 where removal_id is null and (room_id, seq) in (
       select x.room_id, x.seq from deleted_files x
       where x.deletion_id = ?1 and (x.room_id, x.seq) > (?2, ?3) and (x.room_id, x.seq) <= (?4, ?5)) returning id`,
    ...range,
  )
  const { bytes } = database.get<{ bytes: number }>(
    `select coalesce(sum(b.size), 0) as bytes from (
       select distinct x.file_id, x.hash, x.size from file_forms x
       where x.file_id in (select value from json_each(?))) b`,
    JSON.stringify(taken.map((file) => file.id)),
  )!
  database.run(
    'update file_deletions set files = files + ?, bytes = bytes + ? where id = ?',
    taken.length,
    bytes,
    range[0],
  )
  return advance(database, rooms)
}
