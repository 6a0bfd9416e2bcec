import type { User } from '../../../protocol/models.ts'
import type { Changed, NewHost, Signed } from '../store.ts'
import { liftBan } from './banned.ts'
import type { Database } from './database.ts'
import { requireAnotherOwner } from './owners.ts'
import { passDeleted } from './read-marks.ts'
import { eraseMessages } from './removals.ts'
import { handOverAll } from './seats.ts'
import { endAllSessions, requireSession } from './sessions.ts'

const FORMER = 'former member'

/** What is kept of whoever leaves for good is a row without a name, for what they said to have an author. */
export function leave(
  database: Database,
  who: Signed,
  messages: 'keep' | 'delete',
): { user: User; roomIds: string[]; changes: Changed[]; newHosts: NewHost[] } {
  const { id, kind, role } = requireSession(database, who)
  requireAnotherOwner(database, { id, role })
  const changes = messages === 'delete' ? eraseWords(database, id) : []
  const { roomIds, newHosts } = giveUpSeats(database, id)

  endAllSessions(database, id)
  liftBan(database, id)
  // Who blocks them keeps it so: what they said may still be there.
  for (const table of ['blocks', 'mentions', 'mutes', 'replies', 'saved']) {
    database.run(`delete from ${table} where user_id = ?`, id)
  }
  database.run('delete from invites where by_id = ?', id)
  database.run(
    `update users set name = ?, name_key = '', name_look = '', role = 'member', password_hash = null, only_room_id = null,
                      left_at = ? where id = ?`,
    FORMER,
    new Date().toISOString(),
    id,
  )
  return { user: { id, name: FORMER, kind }, roomIds, changes, newHosts }
}

/** Also where they were put aside, or copied for the moderators. */
function eraseWords(database: Database, userId: string): Changed[] {
  database.run('delete from removed_messages where removal_id in (select id from removals where user_id = ?)', userId)
  database.run('delete from reports where author_id = ?', userId)
  const changes = eraseMessages(database, userId, '')
  for (const { roomId } of changes) passDeleted(database, roomId)
  return changes
}

function giveUpSeats(database: Database, userId: string): { roomIds: string[]; newHosts: NewHost[] } {
  const rooms = database.all<{ id: string }>(
    `update rooms set member_count = member_count - 1
     where id in (select room_id from memberships where user_id = ?) and deleted_at is null returning id`,
    userId,
  )
  database.run('delete from memberships where user_id = ?', userId)
  const roomIds = rooms.map(({ id }) => id)
  return { roomIds, newHosts: handOverAll(database, roomIds) }
}
