/** Reminders of messages. A reminder counts only while its owner sees the message. */
import { MAX_REMINDERS } from '../../../../protocol/limits.ts'
import type { Reminder, RoomRef } from '../../../../protocol/models.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { DueReminder, FoundPage } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, noSuchMessage, requireMessage, selectMessage, toMessage } from './message-rows.ts'
import { putNotices } from '../notices/noting.ts'
import { toPage } from '../page.ts'
import { requireSession, type SessionRow } from '../require-session.ts'

/** Reminders that are announced at once, at most. */
const SLICE = 200
/** Past reminders in one page of an inbox. */
const MOST_SHOWN = 50

export function remind(database: Database, { user, room }: AllowedInRoom, seq: number, at: string | undefined): void {
  if (at === undefined) {
    database.run('delete from reminders where user_id = ? and room_id = ? and seq = ?', user.id, room.id, seq)
    return
  }
  if (requireMessage(database, room.id, seq).deleted_at !== null) throw noSuchMessage()
  const countOthers = () =>
    database.get<{ count: number }>(
      'select count(*) as count from reminders where user_id = ? and not (room_id = ? and seq = ?)',
      user.id,
      room.id,
      seq,
    )!.count
  if (countOthers() >= MAX_REMINDERS) {
    forgetUnseen(database, user.id)
    if (countOthers() >= MAX_REMINDERS) throw refusal('reminders_full')
  }
  database.run(
    `insert into reminders (user_id, room_id, seq, at) values (?, ?, ?, ?)
     on conflict (user_id, room_id, seq) do update set at = excluded.at, told_at = null`,
    user.id,
    room.id,
    seq,
    at,
  )
}

/** Reminders of messages that their owner no longer sees are in no list, so they could not be removed one by one. */
function forgetUnseen(database: Database, userId: string): void {
  database.run(
    `delete from reminders where user_id = ?1
       and id not in (select reminder_id from (${SELECT_REMINDER} and n.user_id = ?1))`,
    userId,
  )
}

/** The reminders to come, the next one first. */
export function reminders(
  database: Database,
  { user }: Allowed,
  { after, limit }: FoundPage,
): { reminders: Reminder[]; next?: string } {
  const [at, id] = after === undefined ? [new Date().toISOString(), 0] : (JSON.parse(after) as [at: string, id: number])
  const rows = database.all<ReminderRow>(
    `select * from (${SELECT_REMINDER} and n.user_id = ?1 and (?2 is null or r.id = ?2))
     where (reminded_at, reminder_id) > (?3, ?4) order by reminded_at, reminder_id limit ?5`,
    user.id,
    user.only_room_id,
    at,
    id,
    limit + 1,
  )
  const { shown, more } = toPage(rows, limit, (last) => JSON.stringify([last.reminded_at, last.reminder_id]))
  return {
    reminders: shown.map(toReminder),
    ...more,
  }
}

/** The due reminders that were not removed, the latest first. */
export function pastReminders(database: Database, user: SessionRow): Reminder[] {
  const rows = database.all<ReminderRow>(
    `select * from (${SELECT_REMINDER} and n.user_id = ?1 and (?2 is null or r.id = ?2))
     where reminded_at <= ?3 order by reminded_at desc, reminder_id desc limit ${MOST_SHOWN}`,
    user.id,
    user.only_room_id,
    new Date().toISOString(),
  )
  return rows.map(toReminder)
}

/** The times of the due reminders that were announced and not removed, the latest first. */
export function dueReminderTimes(database: Database, who: Signed): string[] {
  const user = requireSession(database, who)
  const rows = database.all<{ at: string }>(
    `select reminded_at as at from (${SELECT_REMINDER} and n.user_id = ?1 and (?2 is null or r.id = ?2) and n.told_at is not null)
     order by reminded_at desc limit ${MOST_SHOWN}`,
    user.id,
    user.only_room_id,
  )
  return rows.map(({ at }) => at)
}

export const isReminderDue = (database: Database): boolean =>
  database.get('select 1 from reminders where told_at is null and at <= ? limit 1', new Date().toISOString()) !==
  undefined

/** Hands out each due reminder once. Reminders of messages that their owner no longer sees are gone. */
export function takeDueReminders(database: Database): DueReminder[] {
  const now = new Date().toISOString()
  const due = database.all<{ id: number }>(
    `update reminders set told_at = ?1
     where id in (select id from reminders where told_at is null and at <= ?1 order by at limit ${SLICE}) returning id`,
    now,
  )
  const ids = JSON.stringify(due.map(({ id }) => id))
  const rows = database.all<ReminderRow>(
    `${SELECT_REMINDER} and n.id in (select cast(value as bigint) from json_each(?1))
       and exists (select 1 from users u where u.id = n.user_id and (u.only_room_id is null or u.only_room_id = r.id))`,
    ids,
  )
  const seen = JSON.stringify(rows.map(({ reminder_id }) => reminder_id))
  database.run(
    `delete from reminders where id in (select cast(value as bigint) from json_each(?))
       and id not in (select cast(value as bigint) from json_each(?))`,
    ids,
    seen,
  )
  for (const row of rows) {
    const isReached = database.get('select 1 from push_subscriptions where user_id = ? limit 1', row.owner_id)
    if (isReached) putNotices(database, row.room_id, { userIds: [row.owner_id], seqs: [row.seq], reason: 'reminder' })
  }
  return rows.map((row) => ({ userId: row.owner_id, reminder: toReminder(row) }))
}

export function forgetReminders(database: Database, userId: string, roomId: string): void {
  database.run('delete from reminders where user_id = ? and room_id = ?', userId, roomId)
}

type ReminderRow = MessageRow & {
  reminder_id: number
  reminded_at: string
  owner_id: string
  room_slug: string
  room_name: string
  room_kind: RoomRef['kind']
}

// The message `m` of a reminder `n`, in a room `r` that its owner sees.
const SELECT_REMINDER = `${selectMessage({
  more: `, n.id as reminder_id, n.at as reminded_at, n.user_id as owner_id,
     r.slug as room_slug, r.name as room_name, r.kind as room_kind`,
  from: `reminders n cross join rooms r on r.id = n.room_id
    cross join messages m on m.room_id = n.room_id and m.seq = n.seq`,
})}
  where r.deleted_at is null and m.deleted_at is null
    and (r.kind = 'open' or exists (select 1 from memberships h where h.room_id = r.id and h.user_id = n.user_id))`

const toReminder = (row: ReminderRow): Reminder => ({
  message: toMessage(row),
  room: { id: row.room_id, slug: row.room_slug, name: row.room_name, kind: row.room_kind },
  at: row.reminded_at,
})
