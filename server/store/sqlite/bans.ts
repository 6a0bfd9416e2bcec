import type { Ban, User } from '../../../protocol/models.ts'
import type { NewHost, Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import { holds, liftBan } from './banned.ts'
import type { Database } from './database.ts'
import { requireAnotherOwner } from './owners.ts'
import { handOverSeats } from './seats.ts'
import { endAllSessions, requireSession } from './sessions.ts'
import { requireUser } from './users.ts'

/** Where everybody seems to come from when a proxy stands in front that nobody told us of. */
const NEVER_BANNED = ['', '127.0.0.1', '0:0:0:0']

export function ban(
  database: Database,
  who: Signed,
  { userId, until, reason, address }: { userId: string; until?: string | undefined; reason: string; address: boolean },
): { endedSessionIds: string[]; newHosts: NewHost[] } {
  requireSession(database, who)
  const banned = requireUser(database, userId)
  requireAnotherOwner(database, banned)
  liftBan(database, userId)
  database.run(
    'insert into bans (user_id, by_id, reason, at, until) values (?, ?, ?, ?, ?)',
    userId,
    who.userId,
    reason,
    new Date().toISOString(),
    until ?? null,
  )
  const isAddressBanned = address && banned.kind === 'guest'
  if (isAddressBanned) {
    database.run(
      `insert or ignore into banned_networks (network, user_id)
       select network, user_id from sessions where user_id = ? and network not in (?, ?, ?)`,
      userId,
      ...NEVER_BANNED,
    )
  }
  const details = { reason, ...(until !== undefined && { until }), ...(isAddressBanned && { address: true }) }
  noteAct(database, who, 'user:ban', { userId, details })
  const newHosts = until === undefined ? handOverSeats(database, userId) : []
  return { endedSessionIds: endAllSessions(database, userId), newHosts }
}

export function unban(database: Database, who: Signed, userId: string): void {
  requireSession(database, who)
  if (liftBan(database, userId)) noteAct(database, who, 'user:unban', { userId })
}

export function bans(database: Database): Ban[] {
  const rows = database.all<{ user: string; by: string; reason: string; at: string; until: string | null }>(
    `select json_object('id', u.id, 'name', u.name, 'kind', u.kind) as user,
            json_object('id', m.id, 'name', m.name, 'kind', m.kind) as by, b.reason, b.at, b.until
     from bans b cross join users u on u.id = b.user_id cross join users m on m.id = b.by_id
     where ${holds('?')} order by b.at desc, b.user_id limit 500`,
    new Date().toISOString(),
  )
  return rows.map(({ user, by, reason, at, until }) => ({
    user: JSON.parse(user) as User,
    by: JSON.parse(by) as User,
    reason,
    at,
    ...(until !== null && { until }),
  }))
}
