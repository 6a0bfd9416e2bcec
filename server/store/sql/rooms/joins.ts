import { MAX_MEMBERS_FOR_JOINS } from '../../../../protocol/limits.ts'
import type { Joins } from '../../../../protocol/models.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type ShownUserRow, toUser } from '../people/users.ts'

/**
 * The times since when members of a small room have their seats, the latest first. They are read from the seats, and
 * are not part of the room's history. So they have no seq, are never unread, and no search finds them.
 */
export function joins(database: Database, { room }: AllowedInRoom): Joins['joins'] {
  const rows = database.all<ShownUserRow & { at: string }>(
    `select u.id, u.name, u.kind, u.picture, m.joined_at as at
     from rooms r join memberships m on m.room_id = r.id join users u on u.id = m.user_id
     where r.id = ? and r.member_count <= ${MAX_MEMBERS_FOR_JOINS} and m.requested_by is null
     order by m.joined_at desc, u.id`,
    room.id,
  )
  return rows.map(({ at, ...user }) => ({ user: toUser(user), at }))
}
