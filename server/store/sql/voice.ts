/** Whether others may read a person's words now: messages, names of rooms, topics and their own name. */
import { whyNoWords } from '../../../protocol/allowed.ts'
import { type Refusal, refusal } from '../../../protocol/errors.ts'
import type { Allowed, AllowedInRoom } from './allowed.ts'
import { banOfNew } from './moderation/banned.ts'
import type { Database } from './database.ts'
import { mutedUntil } from './moderation/muted.ts'

/** Throws if this person may not write in the room. */
export function requireWords(by: AllowedInRoom): void {
  const why = whyNoWords(by)
  if (why) throw why
}

/** For changing a room or adding people to it. The room may be archived or locked. */
export function requireVoiceIn(database: Database, by: AllowedInRoom): void {
  if (by.room.mutedUntil !== undefined) throw muted(by.room.mutedUntil)
  requireNotNew(database, by)
}

/** For text outside of rooms. */
export function requireVoice(database: Database, by: Allowed): void {
  requireUnmuted(database, by, "''")
  requireNotNew(database, by)
}

/**
 * For a name, which people read in all rooms of the person. A request does not count: with it, any stranger could
 * silence a person in a room of the stranger's own.
 */
export function requireVoiceEverywhere(database: Database, by: Allowed): void {
  requireUnmuted(
    database,
    by,
    `select '' union all select s.room_id from memberships s where s.user_id = ?2 and s.requested_by is null`,
  )
  requireNotNew(database, by)
}

/** Throws `forbidden` for a guest who counts as new in a banned network. */
export function requireNotNew(database: Database, by: Pick<Allowed, 'user'>): void {
  const ban = banOfNew(database, by.user)
  if (ban) throw refusal('network_unheard', ban)
}

/** `rooms` is SQL, in which ?2 is the user. */
function requireUnmuted(database: Database, { user }: Allowed, rooms: string): void {
  const { until } = database.get<{ until: string | null }>(
    `select ${mutedUntil('?2', rooms)} as until`,
    new Date().toISOString(),
    user.id,
  )!
  if (until !== null) throw muted(until)
}

const muted = (until: string): Refusal => refusal('muted_elsewhere', { until })
