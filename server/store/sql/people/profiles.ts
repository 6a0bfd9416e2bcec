/** Profiles: what people show beside their name. */
import { refusal } from '../../../../protocol/errors.ts'
import type { Profile } from '../../../../protocol/models.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { seenRoom } from '../room-access.ts'
import { hasSeat } from '../rooms/seats.ts'
import type { SessionRow } from '../require-session.ts'
import { clearStatus, SHOWN_COLUMNS, type ShownRow, toShown } from './statuses.ts'
import { chatRole, toUser, USER_COLUMNS, type UserRow } from './users.ts'
import { requireVoiceEverywhere } from '../voice.ts'

/** Answers whether anything changed. */
export function setStatus(
  database: Database,
  by: Allowed,
  {
    emoji = '',
    text = '',
    until,
  }: { emoji?: string | undefined; text?: string | undefined; until?: string | undefined },
): boolean {
  if (emoji === '' && text === '') return clearStatus(database, by.user.id)
  requireVoiceEverywhere(database, by)
  const changed = database.get(
    `update users set status_emoji = ?1, status_text = ?2, status_until = ?3
     where id = ?4 and (status_emoji, status_text, status_until) is distinct from (?1, ?2, ?3) returning 1 as changed`,
    emoji,
    text,
    until ?? null,
    by.user.id,
  )
  return changed !== undefined
}

/** Answers whether anything changed. */
export function setTimeZone(database: Database, { user }: Allowed, timeZone: string | undefined): boolean {
  const changed = database.get(
    'update users set time_zone = ?1 where id = ?2 and time_zone is distinct from ?1 returning 1 as changed',
    timeZone ?? null,
    user.id,
  )
  return changed !== undefined
}

/** Profiles of the people in view. The status of a user that the reader blocks is left out. */
export function profile(
  database: Database,
  { user: reader }: Allowed,
  userId: string,
  roomId?: string,
): Omit<Profile, 'isHere'> {
  const row = database.get<UserRow & ShownRow & { since: string; is_blocked: number }>(
    `select ${USER_COLUMNS}, ${SHOWN_COLUMNS}, u.created_at as since,
            exists (select 1 from blocks b where b.user_id = ?3 and b.blocked_id = u.id) as is_blocked
     from users u where u.id = ?2 and u.left_at is null`,
    new Date().toISOString(),
    userId,
    reader.id,
  )
  if (!row || !isInView(database, reader, userId)) throw refusal('no_such_person')
  const { status, timeZone } = toShown(row)
  return {
    user: toUser(row),
    role: chatRole(row),
    since: row.since,
    ...(status && row.is_blocked === 0 && { status }),
    ...(timeZone !== undefined && { timeZone }),
    ...(roomId !== undefined && isHost(database, reader, roomId, userId) && { isHost: true }),
  }
}

/** False for a room that the reader does not see. */
function isHost(database: Database, reader: SessionRow, roomId: string, userId: string): boolean {
  const room = seenRoom(database, reader, roomId)
  const host = `select 1 from memberships where room_id = ? and user_id = ? and role = 'host'`
  return room !== undefined && database.get(host, room.id, userId) !== undefined
}

/** An outsider sees the people of one room. */
function isInView(database: Database, reader: SessionRow, userId: string): boolean {
  const only = reader.only_room_id
  if (only === null || userId === reader.id) return true
  return seenRoom(database, reader, only) !== undefined && hasSeat(database, only, userId)
}
