import { Refusal } from '../../../protocol/errors.ts'
import type { Database } from './database.ts'
import type { UserRow } from './users.ts'

type Room = { is_archived: number; is_locked: number; kind: string; seat: 'host' | 'member' | null; is_muted: number }

/**
 * The chat has looked at the room already, with words for whoever may not write. Between that look and this transaction
 * somebody may have been removed or muted, and the room locked or archived: what that was answered with must hold.
 */
export function requireStillWritable(database: Database, roomId: string, user: UserRow): void {
  const room = database.get<Room>(
    `select r.is_archived, r.is_locked, r.kind, m.role as seat,
            exists (select 1 from mutes where user_id = ?2 and room_id in (r.id, '') and until > ?3) as is_muted
     from rooms r left join memberships m on m.room_id = r.id and m.user_id = ?2
     where r.id = ?1 and r.deleted_at is null`,
    roomId,
    user.id,
    new Date().toISOString(),
  )
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  const isModerator = room.seat === 'host' || (user.kind !== 'guest' && user.role !== 'member')
  if (room.seat === null || room.is_archived === 1 || room.is_muted === 1 || (room.is_locked === 1 && !isModerator))
    throw new Refusal('forbidden', 'You can no longer write in this room.')
}
