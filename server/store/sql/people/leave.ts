import type { User } from '../../../../protocol/models.ts'
import type { NewHost } from '../../store.ts'
import type { Changed } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import { forgetMail } from '../mail/addresses.ts'
import { liftBan } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { requireAnotherOwner } from './owners.ts'
import { beginErasing } from '../upkeep/erasing.ts'
import { handOverAll } from '../rooms/seats.ts'
import { endAllSessions } from './sessions.ts'
import { NO_STATUS } from './statuses.ts'

const FORMER = 'former member'

/** Deletes a user for good. A row without a name stays, as the author of the messages. */
export function leave(
  database: Database,
  { user: { id, kind, role } }: Allowed,
  messages: 'keep' | 'delete',
): { user: User; roomIds: string[]; changes: Changed[]; newHosts: NewHost[] } {
  requireAnotherOwner(database, { id, role })
  const { roomIds, newHosts } = giveUpSeats(database, id)

  endAllSessions(database, id)
  liftBan(database, id)
  forgetMail(database, id)
  // Users who block them still do: the messages may still be there.
  for (const table of [
    'blocks',
    'mentions',
    'mutes',
    'notices',
    'notify_settings',
    'preferences',
    'reminders',
    'replies',
    'saved',
  ]) {
    database.run(`delete from ${table} where user_id = ?`, id)
  }
  database.run('delete from invites where by_id = ?', id)
  database.run('delete from files where owner_id = ? and room_id is null', id)
  database.run('delete from declined_requests where user_id = ?1 or by_id = ?1', id)
  database.run(
    `update users set name = ?, name_key = '', name_look = '', lost_name = null, ${NO_STATUS}, time_zone = null, picture = null, role = 'member', password_hash = null, only_room_id = null,
                      left_at = ? where id = ?`,
    FORMER,
    new Date().toISOString(),
    id,
  )
  // This comes after the name is gone, because the changes carry the name.
  const changes = messages === 'delete' ? eraseWords(database, id) : []
  return { user: { id, name: FORMER, kind }, roomIds, changes, newHosts }
}

/**
 * Deletes the texts in removals as well, and in reports, which keep the author. If there are many, `eraseNext` does the
 * rest.
 */
function eraseWords(database: Database, userId: string): Changed[] {
  database.run('delete from files where removal_id in (select id from removals where user_id = ?)', userId)
  database.run(
    `delete from preview_pictures where (room_id, seq) in (
       select x.room_id, x.seq from removed_messages x join removals y on y.id = x.removal_id where y.user_id = ?)`,
    userId,
  )
  database.run('delete from files where owner_id = ? and removal_id in (select id from file_deletions)', userId)
  database.run('delete from deleted_files where author_id = ?', userId)
  database.run('delete from removed_messages where removal_id in (select id from removals where user_id = ?)', userId)
  database.run(
    'update reporters set body = null where report_id in (select id from reports where author_id = ?)',
    userId,
  )
  database.run(`update reports set body = '' where author_id = ?`, userId)
  return beginErasing(database, userId)
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
