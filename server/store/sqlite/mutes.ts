import type { Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { requireRoom } from './seats.ts'
import { requireSession } from './sessions.ts'
import { requireUser } from './users.ts'

const EVERYWHERE = ''

export function mute(
  database: Database,
  who: Signed,
  { userId, roomId, until, reason }: { userId: string; roomId?: string | undefined; until: string; reason: string },
): void {
  requireSession(database, who)
  requireUser(database, userId)
  if (roomId !== undefined) requireRoom(database, roomId)
  database.run(
    'insert or replace into mutes (user_id, room_id, by_id, reason, until) values (?, ?, ?, ?, ?)',
    userId,
    roomId ?? EVERYWHERE,
    who.userId,
    reason,
    until,
  )
  noteAct(database, who, 'user:mute', { userId, ...(roomId !== undefined && { roomId }), details: { until, reason } })
}

export function unmute(database: Database, who: Signed, userId: string, roomId?: string): void {
  requireSession(database, who)
  const lifted = database.get(
    'delete from mutes where user_id = ? and room_id = ? returning 1 as lifted',
    userId,
    roomId ?? EVERYWHERE,
  )
  if (lifted) noteAct(database, who, 'user:unmute', { userId, ...(roomId !== undefined && { roomId }) })
}
