/** Rooms as somebody sees them. */
import type { RoomsPage, RoomView, User } from '../../../protocol/models.ts'
import type { Footing, NamePage, Seat, Signed } from '../store.ts'
import type { Database } from './database.ts'
import { countOf } from './mentions.ts'
import { requireSession } from './sessions.ts'
import { foldName, toStanding } from './users.ts'

type RoomRow = {
  id: string
  slug: string
  name: string
  topic: string
  kind: RoomView['kind']
  last_seq: number
  rev: number
  member_count: number
  is_archived: number
  is_locked: number
  slow_seconds: number
  /** Null, as all that follows, for who has no seat. */
  role: 'host' | 'member' | null
  read_seq: number | null
  level: RoomView['level'] | null
  mentions: number | null
  muted_until: string | null
}

const ROOM_COLUMNS = `r.id, r.slug, r.name, r.topic, r.kind, r.last_seq, r.rev, r.member_count,
  r.is_archived, r.is_locked, r.slow_seconds`

/** Until when somebody may not write in the room `r`; ?1 is the present. */
const mutedUntil = (userId: string) =>
  `(select max(until) from mutes where user_id = ${userId} and room_id in (r.id, '') and until > ?1) as muted_until`

/** A room `r` with the seat `m` of somebody, given by id. */
const seenBy = (userId: string) => `
  select ${ROOM_COLUMNS}, m.role, m.read_seq, m.level,
         case when m.read_seq < r.last_seq then ${countOf('m.user_id', 'r.id', 'm.read_seq')} else 0 end as mentions,
         ${mutedUntil(userId)}`

/**
 * The room of an id or slug, ?3, that the user ?2 sees, who may be limited to the room ?4. The same path for a room that is
 * hidden and one that does not exist: nothing is counted before it is known to be seen.
 */
const FROM_ROOM_SEEN = `
  from rooms r left join memberships m on m.room_id = r.id and m.user_id = ?2
  where r.id = coalesce(
    (select id from rooms where id = ?3),
    (select id from rooms where slug = ?3),
    (select room_id from former_slugs where slug = ?3)
  ) and r.deleted_at is null
    and (m.user_id is not null or r.kind = 'open') and (?4 is null or r.id = ?4)`

export function roomsOf(database: Database, who: Signed): RoomView[] {
  const { only_room_id } = requireSession(database, who)
  const rows = database.all<RoomRow>(
    `${seenBy('?2')} from memberships m join rooms r on r.id = m.room_id
     where m.user_id = ?2 and r.deleted_at is null order by r.name_key, r.id`,
    new Date().toISOString(),
    who.userId,
  )
  const seen = only_room_id === null ? rows : rows.filter(({ id }) => id === only_room_id)
  const direct = directPeopleOf(database, seen)
  return seen.map((row) => toRoomView(row, direct.get(row.id)))
}

export function findRoom(database: Database, idOrSlug: string, who: Signed): Seat | undefined {
  const user = requireSession(database, who)
  const row = database.get<RoomRow>(
    `${seenBy('?2')} ${FROM_ROOM_SEEN}`,
    new Date().toISOString(),
    who.userId,
    idOrSlug,
    user.only_room_id,
  )
  if (!row) return undefined
  return { ...toStanding(user), room: toRoomView(row, directPeopleOf(database, [row]).get(row.id)) }
}

/** What decides about no command. */
type Unasked = 'slug' | 'topic' | 'last_seq' | 'rev' | 'member_count' | 'read_seq' | 'level' | 'mentions'

export function footingIn(database: Database, idOrSlug: string, who: Signed): Footing | undefined {
  const user = requireSession(database, who)
  const row = database.get<Omit<RoomRow, Unasked>>(
    `select r.id, r.name, r.kind, r.is_archived, r.is_locked, r.slow_seconds, m.role,
            ${mutedUntil('?2')} ${FROM_ROOM_SEEN}`,
    new Date().toISOString(),
    who.userId,
    idOrSlug,
    user.only_room_id,
  )
  if (!row) return undefined
  const people = directPeopleOf(database, [row]).get(row.id)?.people
  return {
    ...toStanding(user),
    room: {
      id: row.id,
      name: row.name,
      kind: row.kind,
      role: row.role ?? 'visitor',
      isArchived: row.is_archived === 1,
      isLocked: row.is_locked === 1,
      slowSeconds: row.slow_seconds,
      ...(row.muted_until !== null && { mutedUntil: row.muted_until }),
      ...(people && { people }),
    },
  }
}

export function peekRoom(database: Database, slug: string): RoomView | undefined {
  const row = database.get<RoomRow>(
    `select ${ROOM_COLUMNS}, null as role, null as read_seq, null as level, null as mentions, null as muted_until
     from rooms r
     where r.id = coalesce(
       (select id from rooms where id = ?1),
       (select id from rooms where slug = ?1),
       (select room_id from former_slugs where slug = ?1)
     ) and r.deleted_at is null and r.kind = 'open'`,
    slug,
  )
  return row && toRoomView(row)
}

export function viewsOf(database: Database, roomId: string, userIds: string[]): { userId: string; room: RoomView }[] {
  const rows = database.all<RoomRow & { user_id: string }>(
    `${seenBy('m.user_id')}, m.user_id
     from json_each(?3) j cross join memberships m on m.room_id = ?2 and m.user_id = j.value
     cross join rooms r on r.id = m.room_id
     where r.deleted_at is null`,
    new Date().toISOString(),
    roomId,
    JSON.stringify(userIds),
  )
  const direct = directPeopleOf(database, rows.slice(0, 1)).get(roomId)
  return rows.map((row) => ({ userId: row.user_id, room: toRoomView(row, direct) }))
}

export function roomIdsOf(database: Database, userId: string): string[] {
  return database
    .all<{ id: string }>(
      'select r.id from memberships m join rooms r on r.id = m.room_id where m.user_id = ? and r.deleted_at is null',
      userId,
    )
    .map(({ id }) => id)
}

export function revs(database: Database): { roomId: string; rev: number; lastSeq: number }[] {
  return database.all('select id as roomId, rev, last_seq as lastSeq from rooms where deleted_at is null')
}

export function browse(
  database: Database,
  who: Signed,
  { query, after, isArchived, limit }: NamePage & { isArchived: boolean },
): RoomsPage {
  const { only_room_id } = requireSession(database, who)
  const rows = database.all<RoomRow & { is_member: number }>(
    `select ${ROOM_COLUMNS}, exists (select 1 from memberships m where m.room_id = r.id and m.user_id = ?1) as is_member
     from rooms r
     where r.kind = 'open' and r.deleted_at is null and r.is_archived = ?2 and instr(r.name_key, ?3) > 0
       and (?4 is null or r.id = ?4)
       and (?5 is null or (r.name_key, r.id) > (select name_key, id from rooms where id = ?5))
     order by r.name_key, r.id limit ?6`,
    who.userId,
    isArchived ? 1 : 0,
    foldName(query),
    only_room_id,
    after ?? null,
    limit + 1,
  )
  const rooms = rows.slice(0, limit).map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    memberCount: row.member_count,
    isMember: row.is_member === 1,
    isArchived: row.is_archived === 1,
  }))
  return { rooms, ...(rows.length > limit && { next: rooms.at(-1)!.id }) }
}

type DirectPeople = Pick<RoomView, 'people' | 'formerPeople'>

/** Between whom those of the rooms are that are direct. Who is of such a room stays so, also without a seat in it. */
function directPeopleOf(database: Database, rows: { id: string; kind: RoomView['kind'] }[]): Map<string, DirectPeople> {
  const ids = rows.filter(({ kind }) => kind === 'direct').map(({ id }) => id)
  const rooms = new Map<string, DirectPeople>()
  if (ids.length === 0) return rooms
  const users = database.each<User & { room_id: string; has_seat: number }>(
    `select r.id as room_id, u.id, u.name, u.kind,
            exists (select 1 from memberships m where m.room_id = r.id and m.user_id = u.id) as has_seat
     from json_each(?) j cross join rooms r on r.id = j.value
     cross join json_each('["' || replace(r.direct_key, ' ', '","') || '"]') k cross join users u on u.id = k.value
     order by u.name_key, u.id`,
    JSON.stringify(ids),
  )
  for (const { room_id, has_seat, ...user } of users) {
    const { people = [], formerPeople = [] } = rooms.get(room_id) ?? {}
    if (has_seat) people.push(user)
    else formerPeople.push(user)
    rooms.set(room_id, { people, ...(formerPeople.length > 0 && { formerPeople }) })
  }
  return rooms
}

function toRoomView(row: RoomRow, direct?: DirectPeople): RoomView {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    kind: row.kind,
    lastSeq: row.last_seq,
    rev: row.rev,
    // Without a seat there is nothing to catch up with.
    readSeq: row.read_seq ?? row.last_seq,
    role: row.role ?? 'visitor',
    memberCount: row.member_count,
    isArchived: row.is_archived === 1,
    isLocked: row.is_locked === 1,
    slowSeconds: row.slow_seconds,
    level: row.level ?? 'everything',
    mentions: row.mentions ?? 0,
    ...(row.muted_until !== null && { mutedUntil: row.muted_until }),
    ...direct,
  }
}
