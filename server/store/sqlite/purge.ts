/** Clearing away what is no longer wanted, in slices: the writer has others to serve. */
import type { Database } from './database.ts'
import { forgetAllMentions } from './mentions.ts'
import { oldestUse } from './sessions.ts'

const SLICE = 1_000
const MONTH_MS = 30 * 24 * 60 * 60 * 1_000

/** One slice a call. Answers with whether there is more. */
export function purge(database: Database): boolean {
  return purgeRoom(database) || purgePast(database)
}

/** What a deleted room holds, kind by kind, and then itself. */
function purgeRoom(database: Database): boolean {
  const room = database.get<{ id: string }>('select id from rooms where deleted_at is not null limit 1')
  if (!room) return false
  const isMore =
    purgeMessages(database, room.id) ||
    removed(database, 'versions', 'rowid', 'room_id = ?', room.id) ||
    removed(database, 'saved', 'id', 'room_id = ?', room.id) ||
    removed(database, 'replies', 'user_id, room_id, seq', 'room_id = ?', room.id) ||
    removed(database, 'memberships', 'room_id, user_id', 'room_id = ?', room.id) ||
    removed(database, 'removed_messages', 'rowid', 'room_id = ?', room.id) ||
    removed(database, 'reports', 'id', 'room_id = ?', room.id) ||
    removed(database, 'invites', 'id', 'room_id = ?', room.id) ||
    removed(database, 'mutes', 'user_id, room_id', 'room_id = ?', room.id) ||
    removed(database, 'kept_out', 'room_id, user_id', 'room_id = ?', room.id)
  if (!isMore) database.run('delete from rooms where id = ?', room.id)
  return true
}

/** With the mentions in them, which cannot be found without them. */
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
  // Whoever comes too late by an invitation is told why, for a while.
  const monthAgo = new Date(Date.now() - MONTH_MS).toISOString()
  return (
    removed(
      database,
      'removed_messages',
      'rowid',
      'removal_id in (select id from removals where undo_until < ?)',
      now,
    ) ||
    removed(database, 'removals', 'id', 'undo_until < ?', now) ||
    removed(database, 'sessions', 'id', 'used_at < ?', oldestUse()) ||
    removed(database, 'sign_in_codes', 'code_hash', 'expires_at < ?', now) ||
    removed(database, 'invites', 'id', 'over_at < ?1 or expires_at < ?1', monthAgo) ||
    removed(database, 'bans', 'user_id', 'until < ?', now) ||
    removed(database, 'mutes', 'user_id, room_id', 'until < ?', now) ||
    removed(database, 'kept_out', 'room_id, user_id', 'until < ?', now)
  )
}

function removed(database: Database, table: string, key: string, where: string, what: string): boolean {
  const rows = database.all(
    `delete from ${table} where (${key}) in (select ${key} from ${table} where ${where} limit ${SLICE}) returning 1`,
    what,
  )
  return rows.length > 0
}
