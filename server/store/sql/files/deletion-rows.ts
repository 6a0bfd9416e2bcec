import type { FileDeletion, RoomRef } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'
import { userOf } from '../people/users.ts'

export type DeletionRow = {
  id: string
  by_id: string
  at: string
  sent_before: string
  room_id: string | null
  user_id: string | null
  state: FileDeletion['state']
  /** The last message that it has come to. */
  after_room: string
  after_seq: number
  files: number
  bytes: number
  undo_until: string
}

export const DELETION_COLUMNS =
  'id, by_id, at, sent_before, room_id, user_id, state, after_room, after_seq, files, bytes, undo_until'

/** As this reader may know it: a room that they do not see has no name. */
export function toDeletion(database: Database, readerId: string, row: DeletionRow): FileDeletion {
  return {
    deletionId: row.id,
    at: row.at,
    by: userOf(database, row.by_id),
    before: row.sent_before,
    ...(row.room_id !== null && roomFor(database, readerId, row.room_id)),
    ...(row.user_id !== null && { user: userOf(database, row.user_id) }),
    files: row.files,
    bytes: row.bytes,
    state: row.state,
    undoUntil: row.undo_until,
  }
}

/** Whether the reader ?1 sees the room `r`. */
export const IS_SEEN = `case when r.kind = 'open' or exists (
    select 1 from memberships s where s.room_id = r.id and s.user_id = ?1) then 1 else 0 end`

type Room = RoomRef & { is_seen: number }
type ShownRoom = { kind: RoomRef['kind']; room?: RoomRef }

export const shownRoom = ({ id, slug, name, kind, is_seen }: Room): ShownRoom =>
  is_seen === 1 ? { kind, room: { id, slug, name, kind } } : { kind }

function roomFor(database: Database, readerId: string, roomId: string): ShownRoom | undefined {
  const room = database.get<Room>(
    `select r.id, r.slug, r.name, r.kind, ${IS_SEEN} as is_seen from rooms r where r.id = ?2 and r.deleted_at is null`,
    readerId,
    roomId,
  )
  return room && shownRoom(room)
}
