import type { AuditEntry, AuditPage, User } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'
import { requireSession } from './sessions.ts'

type Details = AuditEntry['details']

/** Writes down what somebody did, in the transaction in which it is done. Small facts only: no words, no secrets. */
export function noteAct(
  database: Database,
  who: Pick<Signed, 'userId'>,
  act: string,
  { userId, roomId, seq, details = {} }: { userId?: string; roomId?: string; seq?: number; details?: Details } = {},
): void {
  // A room as it is before the act: what is written of an open one may be read by all who read the log.
  database.run(
    `insert into audit (at, by_id, act, user_id, room_id, room_name, was_open, seq, details)
     select ?1, ?2, ?3, ?4, ?5, nullif(r.name, ''), r.kind = 'open', ?6, ?7
     from (select 1) left join rooms r on r.id = ?5`,
    new Date().toISOString(),
    who.userId,
    act,
    userId ?? null,
    roomId ?? null,
    seq ?? null,
    JSON.stringify(details),
  )
}

type AuditRow = {
  id: number
  at: string
  by: string | null
  act: string
  user: string | null
  room_id: string | null
  room_name: string | null
  seq: number | null
  details: string
}

const PERSON = (alias: string) =>
  `case when ${alias}.id is not null then json_object('id', ${alias}.id, 'name', ${alias}.name, 'kind', ${alias}.kind) end`

/** What happened in a room while it was not open is for those who have a seat in it, and for who did it. */
export function audit(
  database: Database,
  { before, roomId, limit }: { before?: number | undefined; roomId?: string | undefined; limit: number },
  reader: Signed,
): AuditPage {
  requireSession(database, reader)
  const rows = database.all<AuditRow>(
    `select a.id, a.at, a.act, a.room_id, a.room_name, a.seq, a.details, ${PERSON('b')} as by, ${PERSON('u')} as user
     from audit a left join users b on b.id = a.by_id left join users u on u.id = a.user_id
     where a.id < ?1 and ${roomId === undefined ? '?2 is null' : 'a.room_id = ?2'}
       and (a.room_id is null or a.was_open = 1 or a.by_id = ?3
         or exists (select 1 from memberships m where m.room_id = a.room_id and m.user_id = ?3))
     order by a.id desc limit ?4`,
    before ?? Number.MAX_SAFE_INTEGER,
    roomId ?? null,
    reader.userId,
    limit + 1,
  )
  return { entries: rows.slice(0, limit).map(toEntry), more: rows.length > limit }
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    ...(row.by !== null && { by: JSON.parse(row.by) as User }),
    act: row.act,
    ...(row.user !== null && { user: JSON.parse(row.user) as User }),
    ...(row.room_id !== null && { roomId: row.room_id }),
    ...(row.room_name !== null && { roomName: row.room_name }),
    ...(row.seq !== null && { seq: row.seq }),
    details: JSON.parse(row.details) as Details,
  }
}
