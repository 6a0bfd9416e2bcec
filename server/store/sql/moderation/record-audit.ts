import type { AuditEntry, User } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'

type Named = Pick<User, 'id' | 'name' | 'kind'>
type About = { user?: Named; roomId?: string | undefined; seq?: number; details?: AuditEntry['details'] }

/** Records an action in the audit log, in the same transaction. Only small facts: no messages, no secrets. */
export function recordAudit(
  database: Database,
  by: { user: Named },
  act: string,
  { user, roomId, seq, details = {} }: About = {},
): void {
  // People keep their present names in the log. The room is recorded as it is before the action: entries about an open
  // room are for all readers of the log.
  database.run(
    `insert into audit (at, by_id, by_name, by_kind, act, user_id, user_name, user_kind,
                        room_id, room_name, was_open, seq, details)
     select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(r.name, ''), case when r.id is null then null when r.kind = 'open' then 1 else 0 end, ?10, ?11
     from (select 1) one left join rooms r on r.id = ?9`,
    new Date().toISOString(),
    by.user.id,
    by.user.name,
    by.user.kind,
    act,
    user?.id ?? null,
    user?.name ?? null,
    user?.kind ?? null,
    roomId ?? null,
    seq ?? null,
    JSON.stringify(details),
  )
}
