import type { Declined } from '../../store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { declineAllOf } from '../rooms/requests.ts'
import { requireUser } from './users.ts'

/** Blocks users. Blocking a user declines their requests. */
export function block(database: Database, { user }: Allowed, userId: string, on: boolean): Declined[] {
  if (!on) {
    // A user who has left can still be unblocked.
    database.run('delete from blocks where user_id = ? and blocked_id = ?', user.id, userId)
    database.run('delete from declined_requests where user_id = ? and by_id = ?', user.id, userId)
    return []
  }
  const { id } = requireUser(database, userId)
  database.run('insert into blocks (user_id, blocked_id) values (?, ?) on conflict do nothing', user.id, id)
  return declineAllOf(database, user.id, id)
}

/** Whether one of these users blocks this one. */
export const isBlockedBy = (database: Database, userId: string, others: string[]): boolean =>
  others.some(
    (id) => database.get('select 1 from blocks where user_id = ? and blocked_id = ?', id, userId) !== undefined,
  )
