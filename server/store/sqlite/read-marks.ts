/** How far somebody has read a room, and what they want to be told of it. Unread is derived; only the mark is written. */
import type { ReadMark, RoomView } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'
import { countMentions } from './mentions.ts'
import { withoutSeat } from './seats.ts'
import { requireSession } from './sessions.ts'

export function markRead(
  database: Database,
  who: Signed,
  roomId: string,
  seq: number,
): { mark: ReadMark; isNew: boolean } {
  requireSession(database, who)
  const { read_seq, last_seq } = requireMark(database, roomId, who.userId)
  const mark = putMark(database, who, roomId, read_seq, Math.max(read_seq, Math.min(seq, last_seq)))
  return { mark, isNew: mark.readSeq !== read_seq }
}

export function markUnread(database: Database, who: Signed, roomId: string, seq: number): ReadMark {
  requireSession(database, who)
  const { read_seq } = requireMark(database, roomId, who.userId)
  return putMark(database, who, roomId, read_seq, Math.min(seq - 1, read_seq))
}

/** Who had read everything before their own words has read everything still. */
export function readOwn(database: Database, message: { room_id: string; seq: number; author_id: string }): void {
  database.run(
    'update memberships set read_seq = ?1 where room_id = ?2 and user_id = ?3 and read_seq = ?1 - 1',
    message.seq,
    message.room_id,
    message.author_id,
  )
}

export function setLevel(database: Database, who: Signed, roomId: string, level: RoomView['level']): void {
  requireSession(database, who)
  requireMark(database, roomId, who.userId)
  database.run('update memberships set level = ? where room_id = ? and user_id = ?', level, roomId, who.userId)
}

function requireMark(database: Database, roomId: string, userId: string): { read_seq: number; last_seq: number } {
  const mark = database.get<{ read_seq: number; last_seq: number }>(
    `select m.read_seq, r.last_seq from memberships m join rooms r on r.id = m.room_id
     where m.room_id = ? and m.user_id = ? and r.deleted_at is null`,
    roomId,
    userId,
  )
  if (!mark) throw withoutSeat()
  return mark
}

function putMark(database: Database, { userId }: Signed, roomId: string, from: number, readSeq: number): ReadMark {
  if (readSeq !== from) {
    database.run('update memberships set read_seq = ? where room_id = ? and user_id = ?', readSeq, roomId, userId)
  }
  return { roomId, readSeq, mentions: countMentions(database, roomId, userId, readSeq) }
}
