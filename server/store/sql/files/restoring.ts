/** Undoes a deletion of files, in small parts too. A message that was edited or deleted meanwhile stays as it is. */
import { refusal } from '../../../../protocol/errors.ts'
import type { User } from '../../../../protocol/models.ts'
import type { Changed } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { advance, NEXT_REV, type Touched } from '../moderation/removals.ts'
import { now } from '../now.ts'
import { deleteSlice, SLICE } from './deleting.ts'
import { DELETION_COLUMNS, type DeletionRow } from './deletion-rows.ts'

/** A deletion that is still under way stops. The first part comes with the command. */
export function restoreFiles(database: Database, by: Allowed, deletionId: string): Changed[] {
  const row = database.get<DeletionRow>(
    `update file_deletions set state = 'restoring' where id = ? and state <> 'restoring' and undo_until > ?
     returning ${DELETION_COLUMNS}`,
    deletionId,
    now(),
  )
  if (!row) throw refusal('no_such_removal')
  const { user_id, room_id, sent_before } = row
  const user = database.get<User>('select id, name, kind from users where id = ?', user_id)
  recordAudit(database, by, 'files:restore', {
    ...(user && { user }),
    roomId: room_id ?? undefined,
    details: { before: sent_before, deletionId },
  })
  return restoreSlice(database, deletionId)
}

/** Does one part of what owners have begun. Answers with the changes; undefined when nothing is left. */
export function goOnWithFiles(database: Database): Changed[] | undefined {
  const next = database.get<DeletionRow>(
    `select ${DELETION_COLUMNS} from file_deletions where state <> 'done' order by id limit 1`,
  )
  return next && (next.state === 'restoring' ? restoreSlice(database, next.id) : deleteSlice(database, next))
}

/** The messages `m` of the deletion ?1 up to the place ?2, ?3 that are as it left them; `x` has their files, `r` is the room. */
const RESTORED = `from deleted_files x
  cross join messages m on m.room_id = x.room_id and m.seq = x.seq
  cross join rooms r on r.id = m.room_id
  where x.deletion_id = ?1 and (x.room_id, x.seq) <= (?2, ?3) and m.files = '[]' and m.deleted_at is null
    and coalesce(m.edited_at, '') = coalesce(x.edited_at, '') and r.deleted_at is null`

function restoreSlice(database: Database, id: string): Changed[] {
  const places = database.all<{ room_id: string; seq: number }>(
    `select room_id, seq from deleted_files where deletion_id = ? order by room_id, seq limit ${SLICE}`,
    id,
  )
  const last = places.at(-1)
  const changes = last ? putBack(database, [id, last.room_id, last.seq]) : []
  if (places.length < SLICE) {
    database.run('delete from files where removal_id = ?', id)
    database.run('delete from file_deletions where id = ?', id)
  }
  return changes
}

function putBack(database: Database, range: [id: string, lastRoom: string, lastSeq: number]): Changed[] {
  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${RESTORED} group by m.room_id, r.rev order by m.room_id`,
    ...range,
  )
  database.run(
    `update files set removal_id = null where removal_id = ?1 and (room_id, seq) in (select m.room_id, m.seq ${RESTORED})`,
    ...range,
  )
  database.run('delete from files where removal_id = ?1 and (room_id, seq) <= (?2, ?3)', ...range)
  database.run(
    `update messages set files = t.files, files_deleted_at = null, rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev, x.files ${RESTORED}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    ...range,
  )
  database.run('delete from deleted_files where deletion_id = ?1 and (room_id, seq) <= (?2, ?3)', ...range)
  return advance(database, rooms)
}
