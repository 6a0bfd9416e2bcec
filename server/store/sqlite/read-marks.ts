/** How far somebody has read a room, and what they want to be told of it. Unread is derived; only the mark is written. */
import type { ReadMark, RoomView } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'
import { countMentions } from './mentions.ts'
import { withoutSeat } from './seats.ts'
import { requireSession } from './sessions.ts'

/** Messages that a mark passes at a time, at most: who looks after it keeps all others waiting. */
const MOST_PASSED = 10_000

export function markRead(
  database: Database,
  who: Signed,
  roomId: string,
  seq: number,
): { mark: ReadMark; isNew: boolean } {
  requireSession(database, who)
  const { read_seq, last_seq } = requireMark(database, roomId, who.userId)
  const read = Math.min(seq, last_seq)
  const mark = putMark(
    database,
    who,
    roomId,
    read_seq,
    read <= read_seq ? read_seq : restAfter(database, roomId, read, who.userId),
  )
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
 * Nor is what was deleted: a mark before the message `seq`, or else before any deleted one, moves on to where there is news
 * again. Tells whose marks these are.
 */
export function passDeleted(database: Database, roomId: string, seq?: number): string[] {
  const seats = database.all<{ id: string; at: number }>(
    `select user_id as id, read_seq as at from memberships
     where room_id = ?1 and read_seq = coalesce(?2 - 1, read_seq) and exists (
       select 1 from messages d where d.room_id = ?1 and d.seq = read_seq + 1 and d.deleted_at is not null)
     order by read_seq desc`,
    roomId,
    seq ?? null,
  )
  let run: Run | undefined
  return seats.flatMap(({ id, at }) => {
    if (run?.at !== at) run = runAfter(database, roomId, at, run)
    const rest = run.deaf.has(id) ? restAfter(database, roomId, run.rest, id) : run.rest
    if (rest === at) return []
    database.run('update memberships set read_seq = ? where room_id = ? and user_id = ?', rest, roomId, id)
    return id
  })
}

/** Deleted messages after `at` up to `rest`, and to whom the next one is no news either. */
type Run = { at: number; rest: number; deaf: Set<string> }

/** Who stand within one run come to rest together: what the run `above` has seen is not looked at again. */
function runAfter(database: Database, roomId: string, at: number, above: Run | undefined): Run {
  const rest = restAfter(database, roomId, at, undefined, above?.at)
  if (above && rest === above.at) return { ...above, at }
  const deaf = database.all<{ id: string }>(
    `with author as (select author_id as id from messages where room_id = ? and seq = ?)
     select id from author union all select user_id from blocks where blocked_id = (select id from author)`,
    roomId,
    rest + 1,
  )
  return { at, rest, deaf: new Set(deaf.map(({ id }) => id)) }
}

/**
 * The last message of those after `at` that are no news: deleted ones and, to this user, their own and those of whom they
 * block. What a removal took away may come back, and is news still. `at`, when the next one is news; `within` at most.
 */
function restAfter(
  database: Database,
  roomId: string,
  at: number,
  userId = '',
  within = Number.MAX_SAFE_INTEGER,
): number {
  return database.get<{ rest: number }>(
    `select coalesce(
       (select min(x.seq) from messages x where x.room_id = ?1 and x.seq > ?2 and x.seq <= ?4 and case
          when x.deleted_at is not null
            then exists (select 1 from removed_messages r where r.room_id = x.room_id and r.seq = x.seq)
          else x.author_id <> ?3 and not exists (select 1 from blocks where user_id = ?3 and blocked_id = x.author_id)
        end) - 1,
       min((select last_seq from rooms where id = ?1), ?4)) as rest`,
    roomId,
    at,
    userId,
    Math.min(within, at + MOST_PASSED),
  )!.rest
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
