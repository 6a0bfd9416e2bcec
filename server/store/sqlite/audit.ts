import type { AuditEntry, AuditPage, User } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'

type Details = AuditEntry['details']

/** Writes down what somebody did, in the transaction in which it is done. Small facts only: no words, no secrets. */
export function noteAct(
  database: Database,
  who: Pick<Signed, 'userId'>,
  act: string,
  { userId, roomId, seq, details = {} }: { userId?: string; roomId?: string; seq?: number; details?: Details } = {},
): void {
  // The log is read by people who may not know of closed rooms, so only an open one is called by its name.
  database.run(
    `insert into audit (at, by_id, act, user_id, room_id, room_name, seq, details)
     values (?1, ?2, ?3, ?4, ?5, (select name from rooms where id = ?5 and kind = 'open'), ?6, ?7)`,
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

export function audit(
  database: Database,
  { before, roomId, limit }: { before?: number | undefined; roomId?: string | undefined; limit: number },
): AuditPage {
  const rows = database.all<AuditRow>(
    `select a.id, a.at, a.act, a.room_id, a.room_name, a.seq, a.details, ${PERSON('b')} as by, ${PERSON('u')} as user
     from audit a left join users b on b.id = a.by_id left join users u on u.id = a.user_id
     where a.id < ? ${roomId === undefined ? '' : 'and a.room_id = ?'} order by a.id desc limit ?`,
    before ?? Number.MAX_SAFE_INTEGER,
    ...(roomId === undefined ? [] : [roomId]),
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
