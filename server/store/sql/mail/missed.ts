/**
 * Which messages a person is to be mailed of: direct messages, mentions and replies that they have not read, in rooms
 * whose level lets them through. Nothing of it is written down beforehand; it follows from the read marks.
 */
import type { Missed, MissedBy } from '../../mail-store.ts'
import type { Database } from '../database.ts'
import { EVERYBODY } from '../messages/mentions.ts'
import { type MessageRow, selectMessage, toMessage } from '../messages/message-rows.ts'
import { isActive } from '../moderation/banned.ts'
import { settings } from '../moderation/settings.ts'
import { readSettings } from '../notices/settings.ts'
import { queueMail } from './queue-mail.ts'

/** Messages that one mail shows. */
const MOST_SHOWN = 10
const MOST_COUNTED = 100
/** While the last mail of a room is not read, the next one waits so long. */
const NEXT_AFTER_MS = 60 * 60_000
/** People who are looked at together: what they missed is one short read, so that others do not wait. */
const SLICE = 10

/** Persons who want mails of what they missed, some of them, after this one. */
export function missedReaders(database: Database, after: string): { userId: string; missedAfter: number }[] {
  return database.all(
    `select a.user_id as userId, a.missed_after as missedAfter from mail_addresses a
     where a.user_id > ? and a.address is not null and a.unusable_at is null and a.missed_after > 0
       and not exists (select 1 from bans b where b.user_id = a.user_id and ${isActive('?')})
     order by a.user_id limit ${SLICE}`,
    after,
    new Date().toISOString(),
  )
}

/** The rooms of these people with something that they missed, and that was sent before: all of them in one statement. */
export function roomsMissed(database: Database, readers: MissedBy[]): { userId: string; roomId: string }[] {
  const alike = Map.groupBy(readers, ({ sentBefore }) => sentBefore)
  return [...alike].flatMap(([sentBefore, those]) =>
    database.all<{ userId: string; roomId: string }>(
      `select u.id as userId, r.id as roomId from json_each(?1) j
       cross join users u on u.id = j.value
       cross join memberships s on s.user_id = u.id
       cross join rooms r on r.id = s.room_id
       left join mailed d on d.user_id = s.user_id and d.room_id = s.room_id
       where ${IS_UNREAD}
         and (d.at is null or s.read_seq >= d.seq or d.at < clock_ms() - ${NEXT_AFTER_MS})
         and ${FIRST_CALL_AT} <= ?2`,
      JSON.stringify(those.map(({ userId }) => userId)),
      sentBefore,
    ),
  )
}

/** Of a membership `s` of a user `u` in a room `r`, with what was mailed of it, `d`. */
const IS_UNREAD = `s.requested_by is null and s.level <> 'nothing' and r.deleted_at is null
  and r.last_seq > s.read_seq and r.last_seq > coalesce(d.seq, 0) and (u.only_room_id is null or u.only_room_id = r.id)`

/** Of messages `m`: neither read nor mailed, and not of the reader or of somebody whom they block. */
const IS_FOR_READER = `m.room_id = r.id and m.seq > s.read_seq and m.seq > coalesce(d.seq, 0) and m.author_id <> s.user_id
  and m.deleted_at is null
  and not exists (select 1 from blocks b where b.user_id = s.user_id and b.blocked_id = m.author_id)`

const firstOf = (from: string) => `(select m.sent_at from ${from} where ${IS_FOR_READER} order by m.seq limit 1)`

const callIn = (table: string, holder: string) =>
  `select x.seq from ${table} x where x.user_id = ${holder} and x.room_id = r.id and x.seq > s.read_seq`

/** When the first message was sent that calls the reader, as `callsIn` finds it. */
const FIRST_CALL_AT = `(case when r.kind = 'direct' and s.level = 'everything' then ${firstOf('messages m')}
  else ${firstOf(`(${callIn('mentions', 's.user_id')} union ${callIn('mentions', `'${EVERYBODY}'`)} union
    ${callIn('replies', 's.user_id')}) c cross join messages m on m.seq = c.seq`)} end)`

type UnreadRoom = {
  id: string
  slug: string
  name: string
  kind: 'open' | 'closed' | 'direct'
  level: 'everything' | 'mentions'
  read_seq: number
  mailed_seq: number
  mailed_at: number | null
  first_id: string | null
  last_id: string | null
}

function unreadRoom(database: Database, userId: string, roomId: string): UnreadRoom | undefined {
  return database.get<UnreadRoom>(
    `select r.id, r.slug, r.name, r.kind, s.level, s.read_seq, coalesce(d.seq, 0) as mailed_seq, d.at as mailed_at,
            d.first_id, d.last_id
     from memberships s join rooms r on r.id = s.room_id join users u on u.id = s.user_id
     left join mailed d on d.user_id = s.user_id and d.room_id = s.room_id
     where s.user_id = ?1 and s.room_id = ?2 and ${IS_UNREAD}`,
    userId,
    roomId,
  )
}

/** The first messages that call the reader, of those that were neither read nor mailed. */
function callsIn(database: Database, userId: string, room: UnreadRoom, limit: number): MessageRow[] {
  const after = Math.max(room.read_seq, room.mailed_seq)
  const isForAll = room.kind === 'direct' && room.level === 'everything'
  const called = (table: string, holder: string) =>
    `select x.seq from ${table} x where x.user_id = ${holder} and x.room_id = ?1 and x.seq > ?2`
  const calls = `and m.seq in (${called('mentions', '?3')} union ${called('mentions', `'${EVERYBODY}'`)} union ${called('replies', '?3')})`
  return database.all<MessageRow>(
    `${selectMessage({ more: '', from: 'messages m' })}
     where m.room_id = ?1 and m.seq > ?2 and m.author_id <> ?3 and m.deleted_at is null ${isForAll ? '' : calls}
       and not exists (select 1 from blocks b where b.user_id = ?3 and b.blocked_id = m.author_id)
     order by m.seq limit ?4`,
    room.id,
    after,
    userId,
    limit,
  )
}

export function queueMissed(database: Database, rooms: { userId: string; roomId: string }[]): void {
  for (const { userId, roomId } of rooms) queueMail(database, { purpose: 'missed', userId, roomId })
}

/** What is still missed in a room now; undefined when that is nothing. */
export function missedIn(database: Database, userId: string, roomId: string): Missed | undefined {
  const room = unreadRoom(database, userId, roomId)
  const rows = room ? callsIn(database, userId, room, MOST_COUNTED) : []
  if (!room || rows.length === 0) return undefined
  const { slug, name, kind } = room
  const reader = database.get<{ zone: string | null; settings: string | null }>(
    `select u.time_zone as zone, s.value as settings from users u left join notify_settings s on s.user_id = u.id
     where u.id = ?`,
    userId,
  )!
  return {
    room: { id: room.id, slug, name, kind },
    messages: rows.slice(0, MOST_SHOWN).map(toMessage),
    count: rows.length,
    upTo: rows.at(-1)!.seq,
    follows: [...new Set([room.first_id, room.last_id])].filter((id) => id !== null),
    timeZone: reader.zone ?? 'UTC',
    showsWords: readSettings(reader.settings).showWords && settings(database).noticeWords !== 'off',
  }
}

/** The reader was mailed of a room up to this message. */
export function noteMailed(
  database: Database,
  mail: { id: string; user_id: string; room_id: string },
  upTo: number,
): void {
  database.run(
    `insert into mailed (user_id, room_id, seq, first_id, last_id, at) values (?1, ?2, ?3, ?4, ?4, clock_ms())
     on conflict (user_id, room_id) do update set seq = excluded.seq, last_id = excluded.last_id, at = excluded.at`,
    mail.user_id,
    mail.room_id,
    upTo,
    mail.id,
  )
}
