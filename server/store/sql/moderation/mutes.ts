import { type Allowed, type AllowedInRoom, requireLesser, requireLesserMember } from '../allowed.ts'
import type { Database } from '../database.ts'
import { recordAudit } from './record-audit.ts'
import { clearStatus } from '../people/statuses.ts'
import type { UserRow } from '../people/users.ts'

const EVERYWHERE = ''

export function mute(
  database: Database,
  by: Allowed | AllowedInRoom,
  { userId, until, reason }: { userId: string; roomId?: string | undefined; until: string; reason: string },
): { hadStatus: boolean } {
  const { user, roomId } = targetOf(database, by, userId)
  database.run(
    `insert into mutes (user_id, room_id, by_id, reason, until) values (?, ?, ?, ?, ?)
     on conflict (user_id, room_id) do update set by_id = excluded.by_id, reason = excluded.reason, until = excluded.until`,
    userId,
    roomId ?? EVERYWHERE,
    by.user.id,
    reason,
    until,
  )
  // A status is read everywhere.
  const hadStatus = roomId === undefined && clearStatus(database, userId)
  recordAudit(database, by, 'user:mute', { user, roomId, details: { until, reason } })
  return { hadStatus }
}

export function unmute(
  database: Database,
  by: Allowed | AllowedInRoom,
  { userId }: { userId: string; roomId?: string | undefined },
): void {
  const { user, roomId } = targetOf(database, by, userId)
  const lifted = database.get(
    'delete from mutes where user_id = ? and room_id = ? returning 1 as lifted',
    userId,
    roomId ?? EVERYWHERE,
  )
  if (lifted) recordAudit(database, by, 'user:unmute', { user, roomId })
}

function targetOf(
  database: Database,
  by: Allowed | AllowedInRoom,
  userId: string,
): { user: UserRow; roomId: string | undefined } {
  if ('room' in by) return { user: requireLesserMember(database, by, userId), roomId: by.room.id }
  return { user: requireLesser(database, by, userId), roomId: undefined }
}
