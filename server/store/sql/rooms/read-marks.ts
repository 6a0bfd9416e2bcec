/** Read marks and notification levels. Only the mark is stored; unread counts are derived from it. */
import type { ReadMark, RoomView } from '../../../../protocol/models.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { countMentions } from '../messages/mentions.ts'

/** Messages that a mark passes at a time, at most: other writes wait meanwhile. */
const MOST_PASSED = 10_000

export function markRead(
  database: Database,
  { user, room: { id: roomId } }: AllowedInRoom,
  seq: number,
): { mark: ReadMark; isNew: boolean } {
  const { read_seq, last_seq } = markOf(database, roomId, user.id)
  const read = Math.min(seq, last_seq)
  const mark = putMark(
    database,
    user.id,
    roomId,
    read_seq,
    read <= read_seq ? read_seq : restAfter(database, roomId, read, user.id),
  )
  return { mark, isNew: mark.readSeq !== read_seq }
}

/** Marks of requests stay: their user has not accepted the room yet. */
export function markAllRead(database: Database, { user }: Allowed): ReadMark[] {
  const moved = database.all<{ roomId: string; readSeq: number }>(
    `update memberships set read_seq = (select r.last_seq from rooms r where r.id = memberships.room_id)
     where user_id = ?1 and requested_by is null and (?2 is null or room_id = ?2)
       and read_seq < (select r.last_seq from rooms r where r.id = memberships.room_id and r.deleted_at is null)
     returning room_id as roomId, read_seq as readSeq`,
    user.id,
    user.only_room_id,
  )
  return moved.map(({ roomId, readSeq }) => ({ roomId, readSeq, mentions: 0 }))
}

export function markUnread(database: Database, { user, room: { id: roomId } }: AllowedInRoom, seq: number): ReadMark {
  const { read_seq } = markOf(database, roomId, user.id)
  return putMark(database, user.id, roomId, read_seq, Math.min(seq - 1, read_seq))
}

/**
 * A message never counts as unread for its author, and for users who block the author. If they had read all before it,
 * they have still read all. It is the first of new messages up to `lastSeq`, which such a user passes up to one that counts.
 */
export function passUnwanted(
  database: Database,
  first: { room_id: string; seq: number; author_id: string },
  lastSeq: number,
): void {
  database.run(
    `update memberships set read_seq = coalesce(
       (select x.seq - 1 from messages x where x.room_id = ?1 and x.seq > ?2 and x.author_id <> memberships.user_id
          and not exists (select 1 from blocks b where b.user_id = memberships.user_id and b.blocked_id = x.author_id)
        order by x.seq limit 1), ?4)
     where room_id = ?1 and read_seq = ?2 - 1
       and user_id in (select ?3 union all select user_id from blocks where blocked_id = ?3)`,
    first.room_id,
    first.seq,
    first.author_id,
    lastSeq,
  )
}

/**
 * A deleted message does not count as unread either. A mark before the message `seq`, or else before any deleted one,
 * moves on to the next unread message. Answers with the users whose marks moved.
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

/** Deleted messages after `at` up to `rest`, and the users for whom the next message never counts as unread. */
type Run = { at: number; rest: number; deaf: Set<string> }

/** Marks within one run end at the same place: the run `above` is not searched again. */
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
 * The last of those messages after `at` that do not count as unread for this user: deleted ones, their own, and those
 * of users whom they block. Messages of a removal still count, because they may come back. It is `at` when the next
 * message counts, and at most `within`.
 */
function restAfter(
  database: Database,
  roomId: string,
  at: number,
  userId = '',
  within = Number.MAX_SAFE_INTEGER,
): number {
  const most = Math.min(within, at + MOST_PASSED)
  const { next, last } = database.get<{ next: number | null; last: number }>(
    `select r.last_seq as last,
       (select min(x.seq) from messages x where x.room_id = ?1 and x.seq > ?2 and x.seq <= ?4 and case
          when x.deleted_at is not null
            then exists (select 1 from removed_messages r where r.room_id = x.room_id and r.seq = x.seq)
          else x.author_id <> ?3 and not exists (select 1 from blocks where user_id = ?3 and blocked_id = x.author_id)
        end) as next
     from rooms r where r.id = ?1`,
    roomId,
    at,
    userId,
    most,
  )!
  return next === null ? Math.min(last, most) : next - 1
}

export function setLevel(database: Database, { user, room }: AllowedInRoom, level: RoomView['level']): void {
  database.run('update memberships set level = ? where room_id = ? and user_id = ?', level, room.id, user.id)
}

/** For a user with a seat. */
function markOf(database: Database, roomId: string, userId: string): { read_seq: number; last_seq: number } {
  return database.get<{ read_seq: number; last_seq: number }>(
    `select m.read_seq, r.last_seq from memberships m join rooms r on r.id = m.room_id
     where m.room_id = ? and m.user_id = ?`,
    roomId,
    userId,
  )!
}

function putMark(database: Database, userId: string, roomId: string, from: number, readSeq: number): ReadMark {
  if (readSeq !== from) {
    database.run('update memberships set read_seq = ? where room_id = ? and user_id = ?', readSeq, roomId, userId)
  }
  return { roomId, readSeq, mentions: countMentions(database, roomId, userId, readSeq) }
}
