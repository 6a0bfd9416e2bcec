/**
 * Notices on their way. A node holds those that it sends for some seconds; when it is gone, another one takes them. What
 * decides is read again just before: the seat, the read mark, the messages, the settings.
 */
import type { HeldNotice, Settled } from '../../notices-store.ts'
import type { Database } from '../database.ts'
import { readSettings } from './settings.ts'
import { pushSubscriptionsOf } from './push-subscriptions.ts'
import { settings as chatSettings } from '../moderation/settings.ts'

/** How long a node holds what it sends. It holds it again while it still does. */
const HELD_MS = 6_000
/** A notice that nobody has read is forgotten. */
const KEPT_MS = 7 * 24 * 60 * 60_000
/** The characters of a message that are read for it. */
const MOST_READ = 1_000

const IS_DUE = `due_at <= clock_ms() and held_until <= clock_ms()`

export const areNoticesDue = (database: Database): boolean =>
  database.get(`select 1 from notices where ${IS_DUE} limit 1`) !== undefined

/** Those that belong together come together: what waited for one person is due at one moment. */
export function takeNotices(database: Database, holder: string, limit: number): number {
  return database.all(
    `update notices set holder = ?1, held_until = clock_ms() + ${HELD_MS}
     where (user_id, room_id) in (
       select user_id, room_id from notices where ${IS_DUE} order by due_at, user_id limit ?2)
     returning 1 as taken`,
    holder,
    limit,
  ).length
}

export function holdNotices(database: Database, holder: string): void {
  database.run(`update notices set held_until = clock_ms() + ${HELD_MS} where holder = ?`, holder)
}

type Row = {
  userId: string
  roomId: string
  seqs: string
  lastSeq: number
  reason: HeldNotice['reason']
  about: string
  hasWaited: number
  tries: number
  told: string
  slug: string | null
  roomName: string
  kind: 'open' | 'closed' | 'direct'
  readSeq: number | null
  level: string
  timeZone: string | null
  settings: string | null
}

/** What a node holds, with all that decides about it now. */
export function heldNotices(database: Database, holder: string): HeldNotice[] {
  const rows = database.all<Row>(
    `select n.user_id as userId, n.room_id as roomId, n.seqs, n.last_seq as lastSeq, n.reason, n.about,
       n.has_waited as hasWaited, n.tries, n.told, r.slug, r.name as roomName, r.kind, m.level, u.time_zone as timeZone,
       case when m.requested_by is null then m.read_seq end as readSeq, s.value as settings
     from notices n join users u on u.id = n.user_id
     left join rooms r on r.id = n.room_id and r.deleted_at is null
     left join memberships m on m.room_id = n.room_id and m.user_id = n.user_id
     left join notify_settings s on s.user_id = n.user_id
     where n.holder = ?`,
    holder,
  )
  if (rows.length === 0) return []
  const userIds = [...new Set(rows.map(({ userId }) => userId))]
  const said = saidIn(database, rows)
  const blocked = blockedBy(database, userIds)
  const subscriptions = Map.groupBy(pushSubscriptionsOf(database, userIds), ({ userId }) => userId)
  const badges = badgesOf(database, userIds)
  const showsWords = chatSettings(database).noticeWords !== 'off'
  return rows.map((row) => {
    const settings = readSettings(row.settings)
    const seqs = JSON.parse(row.seqs) as number[]
    // Those are of one message, read or not, and may be of the person's own.
    const isOfOne = row.reason === 'reaction' || row.reason === 'reminder'
    const isUnread = ({ seq, authorId }: Said) => isOfOne || (seq > row.readSeq! && authorId !== row.userId)
    const messages = seqs.flatMap((seq) => said.get(`${row.roomId} ${seq}`) ?? [])
    const left =
      row.readSeq === null || row.slug === null
        ? []
        : messages.filter(
            (message) => !message.isDeleted && isUnread(message) && !blocked.has(`${row.userId} ${message.authorId}`),
          )
    return {
      userId: row.userId,
      lastSeq: row.lastSeq,
      reason: row.reason,
      about: row.about,
      hasWaited: row.hasWaited === 1,
      tries: row.tries,
      told: JSON.parse(row.told) as HeldNotice['told'],
      room: { id: row.roomId, slug: row.slug ?? '', name: row.roomName, kind: row.kind },
      isMuted: row.level === 'nothing' && !(settings.mutedMentions && row.reason === 'mention'),
      count: left.length,
      last: left.at(-1),
      settings: { ...settings, showWords: settings.showWords && showsWords },
      timeZone: settings.timeZone ?? row.timeZone ?? 'UTC',
      badge: badges.get(row.userId) ?? 0,
      subscriptions: subscriptions.get(row.userId) ?? [],
    }
  })
}

type Said = NonNullable<HeldNotice['last']> & { isDeleted: boolean }

function saidIn(database: Database, rows: Row[]): Map<string, Said> {
  const said = new Map<string, Said>()
  for (const [roomId, those] of Map.groupBy(rows, (row) => row.roomId)) {
    const seqs = [...new Set(those.flatMap((row) => JSON.parse(row.seqs) as number[]))]
    const found = database.all<Omit<Said, 'isDeleted' | 'files'> & { deletedAt: string | null; files: string }>(
      `select m.seq, m.author_id as authorId, u.name as authorName, substr(m.body, 1, ${MOST_READ}) as body, m.files,
         m.deleted_at as deletedAt
       from json_each(?2) j cross join messages m on m.room_id = ?1 and m.seq = cast(j.value as bigint)
       join users u on u.id = m.author_id`,
      roomId,
      JSON.stringify(seqs),
    )
    for (const { deletedAt, files, ...rest } of found)
      said.set(`${roomId} ${rest.seq}`, {
        ...rest,
        files: JSON.parse(files) as Said['files'],
        isDeleted: deletedAt !== null,
      })
  }
  return said
}

function blockedBy(database: Database, userIds: string[]): Set<string> {
  const rows = database.all<{ userId: string; blockedId: string }>(
    `select b.user_id as userId, b.blocked_id as blockedId from json_each(?) j cross join blocks b on b.user_id = j.value`,
    JSON.stringify(userIds),
  )
  return new Set(rows.map(({ userId, blockedId }) => `${userId} ${blockedId}`))
}

/** How many messages each of them was told of, or is to be, and has not read. */
function badgesOf(database: Database, userIds: string[]): Map<string, number> {
  const rows = database.all<{ userId: string; seqs: string; readSeq: number }>(
    `select n.user_id as userId, n.seqs, m.read_seq as readSeq from json_each(?) j
     cross join notices n on n.user_id = j.value
     join memberships m on m.room_id = n.room_id and m.user_id = n.user_id`,
    JSON.stringify(userIds),
  )
  const badges = new Map<string, number>()
  for (const { userId, seqs, readSeq } of rows) {
    const unread = (JSON.parse(seqs) as number[]).filter((seq) => seq > readSeq).length
    badges.set(userId, (badges.get(userId) ?? 0) + unread)
  }
  return badges
}

/**
 * Notes the outcome of notices that this node still holds. One that has grown meanwhile is due again at once, and so is one whose
 * shown message was deleted.
 */
export function settleNotices(database: Database, holder: string, settled: Settled[], gone: string[]): void {
  for (const { userId, roomId, lastSeq, shownSeq, told, next } of settled) {
    const key = [userId, roomId, holder] as const
    if (next === 'over') {
      database.run(
        'delete from notices where user_id = ? and room_id = ? and holder = ? and last_seq = ?',
        ...key,
        lastSeq,
      )
    }
    const wait = typeof next === 'object' ? next : undefined
    database.run(
      `update notices set holder = '', held_until = 0, told = ?4, has_waited = cast(?5 as bigint), tries = tries + ?6,
         last_seq = case when last_seq = ?7 then cast(?9 as bigint) else last_seq end,
         due_at = case
           when cast(?5 as bigint) = 0 and (last_seq > ?7 or exists (select 1 from messages m
             where m.room_id = ?2 and m.seq = cast(?9 as bigint) and m.deleted_at is not null)) then clock_ms()
           when cast(?8 as bigint) < 0 then null
           else clock_ms() + cast(?8 as bigint) end
       where user_id = ?1 and room_id = ?2 and holder = ?3`,
      ...key,
      JSON.stringify(told),
      wait?.isQuiet ? 1 : 0,
      wait && !wait.isQuiet ? 1 : 0,
      lastSeq,
      wait?.forMs ?? -1,
      shownSeq,
    )
  }
  if (gone.length > 0)
    database.run(
      'delete from push_subscriptions where endpoint in (select value from json_each(?))',
      JSON.stringify(gone),
    )
}

// Told, and read since; or left alone for too long, or without the room or the seat.
const IS_OVER = `due_at is null and (noted_at < clock_ms() - ${KEPT_MS} or not exists (
  select 1 from memberships m where m.room_id = notices.room_id and m.user_id = notices.user_id
    and m.read_seq < notices.last_seq))`
const OF_USERS = 'user_id in (select value from json_each(?))'

/** Whether some of these people, or of all, were told of what they have read since. */
export const areNoticesOver = (database: Database, userIds?: string[]): boolean =>
  (userIds === undefined
    ? database.get(`select 1 from notices where ${IS_OVER} limit 1`)
    : database.get(`select 1 from notices where ${OF_USERS} and ${IS_OVER} limit 1`, JSON.stringify(userIds))) !==
  undefined

/** They are looked at again, and taken back. */
export function recallNotices(database: Database, userIds?: string[]): void {
  if (userIds === undefined) database.run(`update notices set due_at = clock_ms() where ${IS_OVER}`)
  else database.run(`update notices set due_at = clock_ms() where ${OF_USERS} and ${IS_OVER}`, JSON.stringify(userIds))
}

/** A deletion: what people were told of these rooms last is looked at again, where that was deleted. `seq` if it was one. */
export function recallDeleted(database: Database, roomIds: string[], seq: number | null = null): void {
  database.run(
    `update notices set due_at = clock_ms()
     where room_id in (select value from json_each(?1)) and due_at is null
       and (cast(?2 as bigint) is null or last_seq = cast(?2 as bigint))
       and exists (select 1 from messages m
         where m.room_id = notices.room_id and m.seq = notices.last_seq and m.deleted_at is not null)`,
    JSON.stringify(roomIds),
    seq,
  )
}
