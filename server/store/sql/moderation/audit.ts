import { requireInChat } from '../../../../protocol/allowed.ts'
import type { AuditEntry, AuditPage, User } from '../../../../protocol/models.ts'
import { isModerator } from '../../../../protocol/roles.ts'
import type { FoundPage } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import { type Allowed, type AllowedInRoom, allowInRoom, asThemselves } from '../allowed.ts'
import type { Database } from '../database.ts'
import { toPage } from '../page.ts'
import { settings } from './settings.ts'
import { chatRole } from '../people/users.ts'

type AskedPage = FoundPage & { roomId?: string | undefined }

/**
 * Reads the audit log. Moderators may read it, and persons if the owners allow it. An entry about a room needs access
 * to that room.
 */
export function mayReadAudit(database: Database, who: Signed, { roomId }: AskedPage): Allowed | AllowedInRoom {
  const reader = asThemselves(database, who)
  const isForThem = reader.role === 'member' && settings(database).auditFor === 'members'
  if (!isForThem) requireInChat(reader.role, 'audit:list')
  return roomId === undefined ? reader : allowInRoom(database, who, roomId, 'room:history')
}

type AuditRow = {
  id: number
  at: string
  act: string
  by_id: string | null
  by_name: string | null
  by_kind: User['kind'] | null
  by_former: string | null
  user_id: string | null
  user_name: string | null
  user_kind: User['kind'] | null
  user_former: string | null
  room_id: string | null
  room_name: string | null
  seq: number | null
  details: string
}

/** An entry from a time when the room was not open is for its members, and for the person who acted. */
export function audit(database: Database, by: Allowed | AllowedInRoom, { after, limit }: AskedPage): AuditPage {
  const roomId = 'room' in by ? by.room.id : undefined
  const rows = database.all<AuditRow>(
    `select a.id, a.at, a.act, a.room_id, a.room_name, a.seq, a.details,
            a.by_id, a.by_name, a.by_kind, case when b.left_at is not null then b.name end as by_former,
            a.user_id, a.user_name, a.user_kind, case when u.left_at is not null then u.name end as user_former
     from audit a left join users b on b.id = a.by_id left join users u on u.id = a.user_id
     where a.id in (${seenBy(roomId !== undefined)})
     order by a.id desc limit ?4`,
    after === undefined ? Number.MAX_SAFE_INTEGER : Number(after),
    roomId ?? null,
    by.user.id,
    limit + 1,
  )
  const { shown, more } = toPage(rows, limit, (last) => String(last.id))
  return {
    entries: shown.map((row) => toEntry(row, isModerator(chatRole(by.user)))),
    ...more,
  }
}

/**
 * The newest entries before ?1 that the reader ?3 may see, of all rooms or of the room ?2. Each kind has its own index,
 * so that entries of hidden rooms cost no time.
 */
function seenBy(inOneRoom: boolean): string {
  const newest = (where: string) =>
    `select id from (select id from audit where ${where} and id < ?1 ${inOneRoom ? 'and room_id = ?2' : 'and ?2 is null'}
     order by id desc limit ?4)`
  return [
    newest('(room_id is null or was_open = 1)'),
    newest('by_id = ?3'),
    newest('room_id in (select room_id from memberships where user_id = ?3)'),
  ].join(' union ')
}

function toEntry(row: AuditRow, isForModerators: boolean): AuditEntry {
  const by = person(row.by_id, row.by_name, row.by_kind, isForModerators ? null : row.by_former)
  const user = person(row.user_id, row.user_name, row.user_kind, isForModerators ? null : row.user_former)
  return {
    id: String(row.id),
    at: row.at,
    ...(by && { by }),
    act: row.act,
    ...(user && { user }),
    ...(row.room_id !== null && { roomId: row.room_id }),
    ...(row.room_name !== null && { roomName: row.room_name }),
    ...(row.seq !== null && { seq: row.seq }),
    details: JSON.parse(row.details) as AuditEntry['details'],
  }
}

/** The name of that time; for members, a person who has left is a former member. */
function person(
  id: string | null,
  name: string | null,
  kind: User['kind'] | null,
  former: string | null,
): User | undefined {
  return id === null || name === null || kind === null ? undefined : { id, name: former ?? name, kind }
}
