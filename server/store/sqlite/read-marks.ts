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

/** To its author a message is no news, and to who blocks them neither: whoever had read all before it has read all still. */
export function passUnwanted(database: Database, message: { room_id: string; seq: number; author_id: string }): void {
  database.run(
    `update memberships set read_seq = ?1 where room_id = ?2 and read_seq = ?1 - 1
       and user_id in (select ?3 union all select user_id from blocks where blocked_id = ?3)`,
    message.seq,
    message.room_id,
    message.author_id,
  )
}

/**
 * Nor is what was deleted: whoever had read all before the message `seq`, or else before any deleted one, has read it and
 * all deleted ones that follow it. Tells who these are. What a removal took away may come back, and stays unread.
 */
export function passDeleted(database: Database, roomId: string, seq?: number): string[] {
  return database
    .all<{ id: string }>(
      `update memberships
       set read_seq = coalesce(
         (select min(m.seq) from messages m where m.room_id = ?1 and m.seq > read_seq and m.deleted_at is null),
         (select last_seq + 1 from rooms where id = ?1)) - 1
       where room_id = ?1 and read_seq = coalesce(?2 - 1, read_seq) and exists (
         select 1 from messages d where d.room_id = ?1 and d.seq = read_seq + 1 and d.deleted_at is not null)
       returning user_id as id`,
      roomId,
      seq ?? null,
    )
    .map(({ id }) => id)
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
