import type { Ban, User } from '../../../../protocol/models.ts'
import type { NewHost } from '../../store.ts'
import { type Allowed, requireLesser } from '../allowed.ts'
import { isActive, liftBan } from './banned.ts'
import type { Database } from '../database.ts'
import { forgetMail } from '../mail/addresses.ts'
import { recordAudit } from './record-audit.ts'
import { requireAnotherOwner } from '../people/owners.ts'
import { handOverSeats } from '../rooms/seats.ts'
import { endAllSessions } from '../people/sessions.ts'
import { clearStatus } from '../people/statuses.ts'
import { type ShownUserRow, toUser } from '../people/users.ts'

/** The network of all users behind an unknown proxy. */
const NEVER_BANNED = ['', '127.0.0.1', '0:0:0:0']

export function ban(
  database: Database,
  by: Allowed,
  { userId, until, reason, address }: { userId: string; until?: string | undefined; reason: string; address: boolean },
): { endedSessionIds: string[]; newHosts: NewHost[]; hadStatus: boolean } {
  const user = requireLesser(database, by, userId)
  requireAnotherOwner(database, user)
  // A second ban keeps the networks of the first: by now there are no sessions to tell them.
  database.run(
    `insert into bans (user_id, by_id, reason, at, until) values (?, ?, ?, ?, ?)
     on conflict (user_id) do update set by_id = excluded.by_id, reason = excluded.reason, at = excluded.at, until = excluded.until`,
    userId,
    by.user.id,
    reason,
    new Date().toISOString(),
    until ?? null,
  )
  const hadStatus = clearStatus(database, userId)
  forgetMail(database, userId)
  if (address) {
    database.run(
      `insert into banned_networks (network, user_id)
       select distinct network, user_id from sessions where user_id = ? and network not in (?, ?, ?)
       on conflict do nothing`,
      userId,
      ...NEVER_BANNED,
    )
  } else {
    database.run('delete from banned_networks where user_id = ?', userId)
  }
  const details = { reason, ...(until !== undefined && { until }), ...(address && { address: true }) }
  recordAudit(database, by, 'user:ban', { user, details })
  const newHosts = until === undefined ? handOverSeats(database, userId) : []
  return { endedSessionIds: endAllSessions(database, userId), newHosts, hadStatus }
}

export function unban(database: Database, by: Allowed, userId: string): void {
  const user = requireLesser(database, by, userId)
  if (liftBan(database, userId)) recordAudit(database, by, 'user:unban', { user })
}

export function bans(database: Database): Ban[] {
  type Row = ShownUserRow & {
    by_id: string
    by_name: string
    by_kind: User['kind']
    reason: string
    at: string
    until: string | null
  }
  const rows = database.all<Row>(
    `select u.id, u.name, u.kind, u.picture, m.id as by_id, m.name as by_name, m.kind as by_kind, b.reason, b.at, b.until
     from bans b cross join users u on u.id = b.user_id cross join users m on m.id = b.by_id
     where ${isActive('?')} order by b.at desc, b.user_id limit 500`,
    new Date().toISOString(),
  )
  return rows.map(({ by_id, by_name, by_kind, reason, at, until, ...user }) => ({
    user: toUser(user),
    by: { id: by_id, name: by_name, kind: by_kind },
    reason,
    at,
    ...(until !== null && { until }),
  }))
}
