/** Room access: the facts of a room that decide what a user may do there. */
import type { RoomView } from '../../../protocol/models.ts'
import type { RoomAccess } from '../store.ts'
import type { Signed } from '../terms.ts'
import { banOfNew } from './moderation/banned.ts'
import type { Database, Question } from './database.ts'
import { mutedUntil } from './moderation/muted.ts'
import { now } from './now.ts'
import { askSession, type SessionRow, toSession } from './require-session.ts'
import { roomNamed } from './rooms/slugs.ts'
import { toAccount } from './people/users.ts'

export type AccessRow = {
  id: string
  name: string
  kind: RoomView['kind']
  is_archived: number
  is_locked: number
  slow_seconds: number
  /** Null for a user without a seat. */
  role: 'host' | 'member' | null
  muted_until: string | null
}

/**
 * The room with the id or slug ?3 that the user ?2 sees, who may be limited to the room ?4. A hidden room takes
 * the same path as a missing one: nothing is counted before access is clear.
 */
export const FROM_ROOM_SEEN = `
  from rooms r left join memberships m on m.room_id = r.id and m.user_id = ?2
  where r.id = ${roomNamed('?3')} and r.deleted_at is null
    and (m.user_id is not null or r.kind = 'open') and (?4 is null or r.id = ?4)`

export function roomAccess(database: Database, idOrSlug: string, who: Signed): RoomAccess | undefined {
  const [session, row] = database.ask(askSession(who), askRoom(who.userId, idOrSlug))
  const user = toSession(session)
  const room = toRoom(database, user, row)
  return room && { ...toAccount(user), room }
}

/** A room with what a message needs to know of it, read together. */
export type CountedRow = AccessRow & {
  last_seq: number
  rev: number
  is_request: number
  is_unwanted: number
  is_hidden: number
}

/** Whether the other user of a direct room of two blocks this one. In a larger room, others may want to read it. */
const IS_UNWANTED = `case when r.kind = 'direct' then
    (select case when count(*) = 1 and count(b.user_id) = 1 then 1 else 0 end
     from memberships o left join blocks b on b.user_id = o.user_id and b.blocked_id = ?2
     where o.room_id = r.id and o.user_id <> ?2)
  else 0 end`
/** Whether a user has hidden the direct room, who did not decline it. */
const IS_HIDDEN = `case when r.kind = 'direct' and exists (
    select 1 from memberships h where h.room_id = r.id and h.is_hidden = 1 and h.requested_by is null)
  then 1 else 0 end`

const ACCESS = `
  select r.id, r.name, r.kind, r.is_archived, r.is_locked, r.slow_seconds, m.role,
         ${mutedUntil('?2', "r.id, ''")} as muted_until, r.last_seq, r.rev,
         case when m.requested_by is null then 0 else 1 end as is_request,
         ${IS_UNWANTED} as is_unwanted, ${IS_HIDDEN} as is_hidden ${FROM_ROOM_SEEN}`

/** `toRoom` finds out a user who is limited to one room: then this can be asked together with the session. */
export const askRoom = (userId: string, idOrSlug: string): Question => [ACCESS, now(), userId, idOrSlug, null]

/** The facts of a room that decide about commands, as a user sees it. */
export const seenRoom = (database: Database, user: SessionRow, idOrSlug: string): RoomAccess['room'] | undefined =>
  toRoom(database, user, database.get(...askRoom(user.id, idOrSlug)))

export function toRoom(database: Database, user: SessionRow, found: unknown): RoomAccess['room'] | undefined {
  const row = found as CountedRow | undefined
  if (!row || (user.only_room_id !== null && row.id !== user.only_room_id)) return undefined
  const room: RoomAccess['room'] = {
    id: row.id,
    name: row.name,
    kind: row.kind,
    role: row.role ?? 'visitor',
    isArchived: row.is_archived === 1,
    isLocked: row.is_locked === 1,
    slowSeconds: row.slow_seconds,
  }
  // Every message reads this. Missing values are not spread, because that would cost as much as all the rest.
  if (row.muted_until !== null) room.mutedUntil = row.muted_until
  if (row.is_unwanted === 1) room.isUnwanted = true
  const unheard = banOfNew(database, user)
  if (unheard) room.unheard = unheard
  return room
}
