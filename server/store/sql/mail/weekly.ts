/** The summary of a week: the rooms with unread messages, for persons who asked for it. */
import type { WeeklyRoom } from '../../mail-store.ts'
import type { Database } from '../database.ts'
import { isActive } from '../moderation/banned.ts'
import { queueMail } from './queue-mail.ts'

const SLICE = 200
const MOST_ROOMS = 20
const MOST_COUNTED = 100
const MOST_NAMED = 3

export function weeklyReaders(
  database: Database,
  after: string,
): { userId: string; weeklyAt: string; timeZone: string }[] {
  return database.all(
    `select a.user_id as userId, coalesce(a.weekly_at, '') as weeklyAt, coalesce(u.time_zone, 'UTC') as timeZone
     from mail_addresses a join users u on u.id = a.user_id
     where a.user_id > ? and a.address is not null and a.unusable_at is null and a.weekly = 1
       and not exists (select 1 from bans b where b.user_id = a.user_id and ${isActive('?')})
     order by a.user_id limit ${SLICE}`,
    after,
    new Date().toISOString(),
  )
}

/** From now on the week counts as told, although the mail may wait for days. */
export function queueWeekly(database: Database, userIds: string[]): void {
  for (const userId of userIds) {
    database.run(
      'update mail_addresses set weekly_at = ? where user_id = ? and weekly = 1',
      new Date().toISOString(),
      userId,
    )
    queueMail(database, { purpose: 'weekly', userId })
  }
}

type Row = { id: string; slug: string; name: string; kind: string; read_seq: number }

export function weeklyOf(database: Database, userId: string): WeeklyRoom[] | undefined {
  const isOn = database.get('select 1 from mail_addresses where user_id = ? and weekly = 1', userId)
  if (!isOn) return undefined
  const rooms = database.all<Row>(
    `select r.id, r.slug, r.name, r.kind, s.read_seq
     from memberships s join rooms r on r.id = s.room_id join users u on u.id = s.user_id
     where s.user_id = ? and s.requested_by is null and s.level <> 'nothing' and r.deleted_at is null
       and r.last_seq > s.read_seq and (u.only_room_id is null or u.only_room_id = r.id) order by r.name_key, r.id`,
    userId,
  )
  const counted = rooms
    .map((room) => ({ slug: room.slug, name: nameOf(database, userId, room), count: unreadIn(database, userId, room) }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
  return counted.length > 0 ? counted.slice(0, MOST_ROOMS) : undefined
}

function unreadIn(database: Database, userId: string, { id, read_seq }: Row): number {
  return database.get<{ count: number }>(
    `select count(*) as count from (
       select 1 from messages m where m.room_id = ?1 and m.seq > ?2 and m.author_id <> ?3 and m.deleted_at is null
         and not exists (select 1 from blocks b where b.user_id = ?3 and b.blocked_id = m.author_id)
       limit ${MOST_COUNTED}) unread`,
    id,
    read_seq,
    userId,
  )!.count
}

function nameOf(database: Database, userId: string, { id, name, kind }: Row): string {
  if (kind !== 'direct') return name
  const others = database.all<{ name: string }>(
    `select u.name from memberships s join users u on u.id = s.user_id
     where s.room_id = ? and s.user_id <> ? order by u.name_key, u.id limit ${MOST_NAMED}`,
    id,
    userId,
  )
  return others.map((other) => other.name).join(', ')
}
