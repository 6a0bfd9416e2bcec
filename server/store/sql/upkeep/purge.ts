/** Deletes data that is no longer needed, in small parts, so that other writes need not wait. */
import type { Database } from '../database.ts'
import { MAX_SLOW_SECONDS, UNUSED_FILE_HOURS } from '../../../../protocol/limits.ts'
import { forgetAllMentions } from '../messages/mentions.ts'
import { WAIT_AT_MOST_MS } from '../messages/previews.ts'
import { PAST } from '../rooms/seating.ts'
import { FORGET_MS } from '../nodes/meeting.ts'
import { oldestUse } from '../people/sessions.ts'

const SLICE = 1_000
const HOUR_MS = 60 * 60 * 1_000
const MONTH_MS = 30 * 24 * 60 * 60 * 1_000

// Deletions of files that can be undone no more. One that is under way ends first.
const KEPT_LONG_ENOUGH = `select id from file_deletions where state = 'done' and undo_until < ?`

/** Deletes one part in each call. Answers whether there is more. */
export function purge(database: Database): boolean {
  return purgeRoom(database) || purgePast(database)
}

/** Deletes the contents of a deleted room, kind by kind, and then the room. */
function purgeRoom(database: Database): boolean {
  const room = database.get<{ id: string }>('select id from rooms where deleted_at is not null limit 1')
  if (!room) return false
  const isMore =
    removed(database, 'reactions', 'id', 'room_id = ?', room.id) ||
    purgeMessages(database, room.id) ||
    removed(database, 'versions', 'rowid', 'room_id = ?', room.id) ||
    removed(database, 'files', 'id', 'room_id = ?', room.id) ||
    removed(database, 'preview_pictures', 'room_id, seq, hash', 'room_id = ?', room.id) ||
    removed(database, 'saved', 'id', 'room_id = ?', room.id) ||
    removed(database, 'reminders', 'id', 'room_id = ?', room.id) ||
    removed(database, 'replies', 'user_id, room_id, seq', 'room_id = ?', room.id) ||
    removed(database, 'memberships', 'room_id, user_id', 'room_id = ?', room.id) ||
    removed(database, 'removed_messages', 'rowid', 'room_id = ?', room.id) ||
    removed(database, 'deleted_files', 'deletion_id, room_id, seq', 'room_id = ?', room.id) ||
    removed(
      database,
      'reporters',
      'report_id, by_id',
      'report_id in (select id from reports where room_id = ?)',
      room.id,
    ) ||
    removed(database, 'reports', 'id', 'room_id = ?', room.id) ||
    removed(database, 'invites', 'id', 'room_id = ?', room.id) ||
    removed(database, 'mutes', 'user_id, room_id', 'room_id = ?', room.id) ||
    removed(database, 'kept_out', 'room_id, user_id', 'room_id = ?', room.id) ||
    removed(database, 'turns', 'room_id, user_id', 'room_id = ?', room.id) ||
    removed(database, 'mailed', 'user_id, room_id', 'room_id = ?', room.id) ||
    removed(database, 'notices', 'user_id, room_id', 'room_id = ?', room.id) ||
    removed(database, 'noted', 'room_id', 'room_id = ?', room.id) ||
    removed(database, 'links', 'id', 'room_id = ?', room.id)
  if (!isMore) database.run('delete from rooms where id = ?', room.id)
  return true
}

/** With their mentions, which cannot be found without the messages. */
function purgeMessages(database: Database, roomId: string): boolean {
  const { seq } = database.get<{ seq: number | null }>(
    `select max(seq) as seq from (select seq from messages where room_id = ? order by seq limit ${SLICE})`,
    roomId,
  )!
  if (seq === null) return false
  forgetAllMentions(database, 'from messages m where m.room_id = ?1 and m.seq <= ?2', roomId, seq)
  database.run('delete from messages where room_id = ? and seq <= ?', roomId, seq)
  return true
}

function purgePast(database: Database): boolean {
  const now = new Date().toISOString()
  const { clock } = database.get<{ clock: number }>('select clock_ms() as clock')!
  // An expired invitation is kept for a while, so that its refusal can say why.
  const monthAgo = new Date(Date.now() - MONTH_MS).toISOString()
  const dayAgo = new Date(Date.now() - UNUSED_FILE_HOURS * HOUR_MS).toISOString()
  return (
    removed(
      database,
      'preview_pictures',
      'room_id, seq, hash',
      `(room_id, seq) in (select x.room_id, x.seq from removed_messages x join removals y on y.id = x.removal_id
                          where y.undo_until < ?)`,
      now,
    ) ||
    removed(
      database,
      'removed_messages',
      'rowid',
      'removal_id in (select id from removals where undo_until < ?)',
      now,
    ) ||
    removed(database, 'files', 'id', 'removal_id in (select id from removals where undo_until < ?)', now) ||
    removed(database, 'removals', 'id', 'undo_until < ?', now) ||
    removed(database, 'deleted_files', 'deletion_id, room_id, seq', `deletion_id in (${KEPT_LONG_ENOUGH})`, now) ||
    removed(database, 'files', 'id', `removal_id in (${KEPT_LONG_ENOUGH})`, now) ||
    removed(database, 'file_deletions', 'id', `id in (${KEPT_LONG_ENOUGH})`, now) ||
    removed(database, 'files', 'id', 'room_id is null and created_at < ?', dayAgo) ||
    removed(database, 'sessions', 'id', 'used_at < ?', oldestUse()) ||
    removed(database, 'sign_in_codes', 'code_hash', 'expires_at < ?', now) ||
    removed(database, 'mail_codes', 'code_hash', 'expires_at < ?', now) ||
    forgetUnconfirmed(database) ||
    removed(database, 'invites', 'id', 'over_at < ?1 or expires_at < ?1', monthAgo) ||
    removed(database, 'bans', 'user_id', 'until < ?', now) ||
    removed(database, 'mutes', 'user_id, room_id', 'until < ?', now) ||
    removed(database, 'kept_out', 'room_id, user_id', 'until < ?', now) ||
    removed(database, 'declined_requests', 'user_id, by_id', 'at < ?', PAST.declined()) ||
    removed(database, 'made_from_networks', 'rowid', 'at < ?', PAST.made()) ||
    removed(database, 'turns', 'room_id, user_id', 'at < ?', clock - MAX_SLOW_SECONDS * 1_000) ||
    removed(database, 'upload_days', 'holder, day', 'day < ?', dayAgo.slice(0, 10)) ||
    removed(database, 'links', 'id', 'asked_at < ?', clock - WAIT_AT_MOST_MS) ||
    removed(database, 'pages', 'address', 'good_until < ?', clock) ||
    removed(database, 'limits', 'key', 'idle_at < ?', clock) ||
    removed(database, 'nodes', 'id', 'seen_at < ?', clock - FORGET_MS)
  )
}

/** An address whose link was not opened in time, with no other link on its way. It may be anybody's. */
function forgetUnconfirmed(database: Database): boolean {
  const forgotten = database.all(
    `update mail_addresses set wanted = null where wanted is not null
       and not exists (select 1 from mail_codes c where c.user_id = mail_addresses.user_id and c.purpose = 'confirm')
       and not exists (select 1 from mails m where m.user_id = mail_addresses.user_id and m.purpose = 'confirm')
     returning 1`,
  )
  if (forgotten.length > 0) database.run('delete from mail_addresses where address is null and wanted is null')
  return forgotten.length > 0
}

function removed(database: Database, table: string, key: string, where: string, what: string | number): boolean {
  const rows = database.all(
    `delete from ${table} where (${key}) in (select ${key} from ${table} where ${where} limit ${SLICE}) returning 1`,
    what,
  )
  return rows.length > 0
}
