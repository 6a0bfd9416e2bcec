/** Reads rooms as a user sees them. */
import { nameKey } from '../../../../protocol/name-key.ts'
import type { RoomsPage, RoomView } from '../../../../protocol/models.ts'
import type { NamePage, ViewedRoom } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { countOf } from '../messages/mentions.ts'
import { mutedUntil } from '../moderation/muted.ts'
import { toPage } from '../page.ts'
import { requireSession } from '../require-session.ts'
import { type AccessRow, FROM_ROOM_SEEN } from '../room-access.ts'
import { roomNamed } from './slugs.ts'
import { type ShownUserRow, toAccount, toUser, userOf, type UserRow } from '../people/users.ts'

type RoomRow = AccessRow & {
  slug: string
  topic: string
  last_seq: number
  rev: number
  member_count: number
  no_previews: number
  picture: string | null
  /** Null for a user without a seat, as are the following columns. */
  read_seq: number | null
  level: RoomView['level'] | null
  mentions: number | null
  requested_by: string | null
}

const ROOM_COLUMNS = `r.id, r.slug, r.name, r.topic, r.kind, r.last_seq, r.rev, r.member_count,
  r.is_archived, r.is_locked, r.slow_seconds, r.no_previews, r.picture`

/** A room `r` with the seat `m` of a user, by id. */
const seenBy = (userId: string) => `
  select ${ROOM_COLUMNS}, m.role, m.read_seq, m.level, m.requested_by,
         case when m.read_seq < r.last_seq then ${countOf('m.user_id', 'r.id', 'm.read_seq')} else 0 end as mentions,
         ${mutedUntil(userId, "r.id, ''")} as muted_until`

export function roomsOf(database: Database, who: Signed): RoomView[] {
  const { only_room_id } = requireSession(database, who)
  const rows = database.all<RoomRow>(
    `${seenBy('?2')} from memberships m join rooms r on r.id = m.room_id
     where m.user_id = ?2 and m.is_hidden = 0 and r.deleted_at is null order by r.name_key, r.id`,
    new Date().toISOString(),
    who.userId,
  )
  const seen = only_room_id === null ? rows : rows.filter(({ id }) => id === only_room_id)
  const direct = directPeopleOf(database, seen)
  return seen.map((row) => toRoomView(database, row, direct.get(row.id)))
}

export function findRoom(database: Database, idOrSlug: string, who: Signed): ViewedRoom | undefined {
  const user = requireSession(database, who)
  const room = roomView(database, user, idOrSlug)
  return room && { ...toAccount(user), room }
}

/** The view of a room whose access was just checked. */
export const viewOf = (database: Database, { user, room }: AllowedInRoom): RoomView =>
  roomView(database, user, room.id)!

function roomView(database: Database, user: UserRow, idOrSlug: string): RoomView | undefined {
  const row = database.get<RoomRow>(
    `${seenBy('?2')} ${FROM_ROOM_SEEN}`,
    new Date().toISOString(),
    user.id,
    idOrSlug,
    user.only_room_id,
  )
  return row && toRoomView(database, row, directPeopleOf(database, [row]).get(row.id))
}

export function peekRoom(database: Database, slug: string): RoomView | undefined {
  const row = database.get<RoomRow>(
    `select ${ROOM_COLUMNS}, null as role, null as read_seq, null as level, null as mentions, null as muted_until,
            null as requested_by
     from rooms r
     where r.id = ${roomNamed('?1')} and r.deleted_at is null and r.kind = 'open'`,
    slug,
  )
  return row && toRoomView(database, row)
}

export function viewsOf(database: Database, roomId: string, userIds: string[]): { userId: string; room: RoomView }[] {
  const rows = database.all<RoomRow & { user_id: string }>(
    `${seenBy('m.user_id')}, m.user_id
     from json_each(?3) j cross join memberships m on m.room_id = ?2 and m.user_id = j.value
     cross join rooms r on r.id = m.room_id
     where m.is_hidden = 0 and r.deleted_at is null`,
    new Date().toISOString(),
    roomId,
    JSON.stringify(userIds),
  )
  const direct = directPeopleOf(database, rows.slice(0, 1)).get(roomId)
  return rows.map((row) => ({ userId: row.user_id, room: toRoomView(database, row, direct) }))
}

export function roomIdsOf(database: Database, userId: string): string[] {
  return database
    .all<{ id: string }>(
      'select r.id from memberships m join rooms r on r.id = m.room_id where m.user_id = ? and r.deleted_at is null',
      userId,
    )
    .map(({ id }) => id)
}

export function seatsOf(database: Database, userIds: string[]): { userId: string; roomIds: string[] }[] {
  const seats = database.all<{ userId: string; roomId: string }>(
    `select u.id as userId, r.id as roomId from json_each(?) j
     cross join users u on u.id = j.value
     cross join memberships m on m.user_id = u.id
     cross join rooms r on r.id = m.room_id
     where m.is_hidden = 0 and r.deleted_at is null and (u.only_room_id is null or u.only_room_id = r.id)`,
    JSON.stringify(userIds),
  )
  return Array.from(
    Map.groupBy(seats, ({ userId }) => userId),
    ([userId, those]) => ({ userId, roomIds: those.map(({ roomId }) => roomId) }),
  )
}

export function browse(
  database: Database,
  who: Signed,
  { query, after, isArchived, limit }: NamePage & { isArchived: boolean },
): RoomsPage {
  const { only_room_id } = requireSession(database, who)
  const rows = database.all<RoomRow & { is_member: number; name_key: string }>(
    `select ${ROOM_COLUMNS}, r.name_key, exists (select 1 from memberships m where m.room_id = r.id and m.user_id = ?1) as is_member
     from rooms r
     where r.kind = 'open' and r.deleted_at is null and r.is_archived = ?2 and instr(r.name_key, ?3) > 0
       and (?4 is null or r.id = ?4)
       and (r.name_key, r.id) > (?5, ?6)
     order by r.name_key, r.id limit ?7`,
    who.userId,
    isArchived ? 1 : 0,
    nameKey(query),
    only_room_id,
    ...(after === undefined ? ['', ''] : (JSON.parse(after) as [nameKey: string, id: string])),
    limit + 1,
  )
  // The position of the last room at that time. Its present name may be hidden from this user.
  const { shown, more } = toPage(rows, limit, (last) => JSON.stringify([last.name_key, last.id]))
  const rooms = shown.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    memberCount: row.member_count,
    isMember: row.is_member === 1,
    isArchived: row.is_archived === 1,
  }))
  return { rooms, ...more }
}

type DirectPeople = Pick<RoomView, 'people' | 'formerPeople'>

/** The people of those rooms that are direct. People who left stay part of it. */
function directPeopleOf(database: Database, rows: { id: string; kind: RoomView['kind'] }[]): Map<string, DirectPeople> {
  const ids = rows.filter(({ kind }) => kind === 'direct').map(({ id }) => id)
  const rooms = new Map<string, DirectPeople>()
  if (ids.length === 0) return rooms
  const users = database.each<ShownUserRow & { room_id: string; has_seat: number }>(
    `select r.id as room_id, u.id, u.name, u.kind, u.picture,
            exists (select 1 from memberships m where m.room_id = r.id and m.user_id = u.id) as has_seat
     from json_each(?) j cross join rooms r on r.id = j.value
     cross join json_each('["' || replace(r.direct_key, ' ', '","') || '"]') k cross join users u on u.id = k.value
     order by u.name_key, u.id`,
    JSON.stringify(ids),
  )
  for (const { room_id, has_seat, ...user } of users) {
    const { people = [], formerPeople = [] } = rooms.get(room_id) ?? {}
    if (has_seat) people.push(toUser(user))
    else formerPeople.push(toUser(user))
    rooms.set(room_id, { people, ...(formerPeople.length > 0 && { formerPeople }) })
  }
  return rooms
}

function toRoomView(database: Database, row: RoomRow, direct?: DirectPeople): RoomView {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    kind: row.kind,
    lastSeq: row.last_seq,
    rev: row.rev,
    // Without a seat nothing is unread.
    readSeq: row.read_seq ?? row.last_seq,
    role: row.role ?? 'visitor',
    memberCount: row.member_count,
    isArchived: row.is_archived === 1,
    isLocked: row.is_locked === 1,
    slowSeconds: row.slow_seconds,
    ...(row.no_previews === 1 && { previews: 'off' as const }),
    ...(row.picture !== null && { picture: row.picture }),
    level: row.level ?? 'everything',
    mentions: row.mentions ?? 0,
    ...(row.muted_until !== null && { mutedUntil: row.muted_until }),
    ...(row.requested_by !== null && { request: { by: userOf(database, row.requested_by) } }),
    ...direct,
  }
}
