/** The rooms in which a user has an accepted seat, for code that looks through all of them. */
import type { RoomRef } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'
import type { UserRow } from '../people/users.ts'

export type OwnRoom = RoomRef & { lastSeq: number; rev: number; readSeq: number }

export function ownRooms(database: Database, { id, only_room_id }: UserRow): OwnRoom[] {
  return database.all<OwnRoom>(
    `select r.id, r.slug, r.name, r.kind, r.last_seq as lastSeq, r.rev, s.read_seq as readSeq
     from memberships s join rooms r on r.id = s.room_id
     where s.user_id = ?1 and s.requested_by is null and r.deleted_at is null and (?2 is null or r.id = ?2)`,
    id,
    only_room_id,
  )
}

export const toRoomRef = ({ id, slug, name, kind }: OwnRoom): RoomRef => ({ id, slug, name, kind })
