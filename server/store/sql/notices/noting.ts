/**
 * Which messages still have to be looked through, and what came of it. Posting writes nothing for this: a room whose
 * last message is beyond `noted` is looked through. The notices and the new `noted` are one transaction, and only the
 * first of several nodes writes them: so none is lost and none counts twice, whoever is killed when.
 */
import type { Noted, RoomToNote, ToNote } from '../../notices-store.ts'
import type { Database } from '../database.ts'
import { SELECT_MESSAGE, type MessageRow, toMessage } from '../messages/message-rows.ts'
import { oldestUse } from '../people/sessions.ts'

/** Rooms that are looked through at once. */
const ROOMS = 20
/** Of a room that is far behind only so many messages are looked through, the newest. */
const MESSAGES = 200
/** The messages that one notice counts, at most. */
const MOST_COUNTED = 100
/** Time for the reader’s own page to mark a message read. */
const DELAY_MS = 300

/** Empty while nobody could be told. */
export function roomsToNote(database: Database): RoomToNote[] {
  if (!database.get('select 1 from push_subscriptions limit 1')) return []
  const rooms = database.all<Pick<RoomToNote, 'roomId' | 'kind' | 'from' | 'to'>>(
    `select r.id as roomId, r.kind, coalesce(n.seq, 0) as "from", r.last_seq as "to"
     from rooms r left join noted n on n.room_id = r.id
     where r.last_seq > coalesce(n.seq, 0) and r.deleted_at is null limit ${ROOMS}`,
  )
  return rooms.map((room) => ({ ...room, ...toNote(database, room) }))
}

function toNote(database: Database, { roomId, from, to }: Pick<RoomToNote, 'roomId' | 'from' | 'to'>): ToNote {
  const rows = database.all<MessageRow>(
    `${SELECT_MESSAGE} where m.room_id = ? and m.seq > ? and m.seq <= ? and m.deleted_at is null order by m.seq`,
    roomId,
    Math.max(from, to - MESSAGES),
    to,
  )
  // Those who can be told at all: since when, and nobody of older messages.
  const listeners = database.all<ToNote['listeners'][number]>(
    `select * from (
       select m.user_id as userId, m.level, m.read_seq as readSeq, m.requested_by as requestedBy, n.value as settings,
         (select min(p.made_at) from push_subscriptions p join sessions s on s.id = p.session_id and s.used_at > ?2
          where p.user_id = m.user_id) as since
       from memberships m left join notify_settings n on n.user_id = m.user_id
       where m.room_id = ?1) l
     where l.since is not null`,
    roomId,
    oldestUse(),
  )
  const authors = JSON.stringify([...new Set(rows.map((row) => row.author_id))])
  const blocks = database.all<ToNote['blocks'][number]>(
    `select b.user_id as userId, b.blocked_id as blockedId from json_each(?) j
     cross join blocks b on b.blocked_id = j.value`,
    authors,
  )
  return { messages: rows.map((row) => ({ ...toMessage(row), answers: row.answers ?? undefined })), listeners, blocks }
}

/** Answers whether anything was noted. */
export function note(database: Database, rooms: Noted[]): boolean {
  let isNoted = false
  for (const { roomId, from, to, notices } of rooms) {
    const isFirst = database.get(
      `insert into noted (room_id, seq) select ?1, ?3 where exists (select 1 from rooms where id = ?1)
       on conflict (room_id) do update set seq = excluded.seq where noted.seq = ?2 returning 1 as first`,
      roomId,
      from,
      to,
    )
    if (!isFirst) continue
    for (const one of notices) putNotices(database, roomId, one)
    isNoted ||= notices.length > 0
  }
  return isNoted
}

/** One notice of each of these people, or more in the one that they have. */
export function putNotices(
  database: Database,
  roomId: string,
  { userIds, seqs, reason, about = '' }: Noted['notices'][number],
): void {
  const before = new Map(
    database
      .all<{ userId: string; seqs: string }>(
        `select n.user_id as userId, n.seqs from json_each(?) j cross join notices n on n.user_id = j.value and n.room_id = ?`,
        JSON.stringify(userIds),
        roomId,
      )
      .map((row) => [row.userId, row.seqs]),
  )
  const together = Map.groupBy(userIds, (userId) => withMore(before.get(userId), seqs))
  for (const [all, ids] of together) {
    database.run(
      `insert into notices (user_id, room_id, seqs, last_seq, reason, about, due_at, noted_at)
       select j.value, ?2, ?3, ?4, ?5, ?6, clock_ms() + ${DELAY_MS}, clock_ms() from json_each(?1) j where true
       on conflict (user_id, room_id) do update set seqs = excluded.seqs, last_seq = excluded.last_seq,
         reason = excluded.reason, about = excluded.about, tries = 0, noted_at = excluded.noted_at,
         due_at = case when notices.has_waited = 1 and notices.due_at > excluded.due_at then notices.due_at
                  else excluded.due_at end`,
      JSON.stringify(ids),
      roomId,
      all,
      (JSON.parse(all) as number[]).at(-1)!,
      reason,
      about,
    )
  }
}

function withMore(before: string | undefined, seqs: number[]): string {
  const all = new Set([...(before === undefined ? [] : (JSON.parse(before) as number[])), ...seqs])
  return JSON.stringify([...all].toSorted((one, other) => one - other).slice(-MOST_COUNTED))
}
