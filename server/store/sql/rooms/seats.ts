import { nameKey } from '../../../../protocol/name-key.ts'
import { requireNotArchived } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { LOBBY } from '../../../../protocol/limits.ts'
import type { Role } from '../../../../protocol/roles.ts'
import type { NamePage, NewHost, SeatRow } from '../../store.ts'
import { type AllowedInRoom, requireLesserMember, seatedUser } from '../allowed.ts'
import { isActive } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { mutedUntil } from '../moderation/muted.ts'
import { toPage } from '../page.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { forgetReminders } from '../messages/reminders.ts'
import { withStatuses } from '../people/statuses.ts'
import { chatRole, type ShownUserRow, toUser, type UserRow } from '../people/users.ts'

/**
 * Takes a seat. An existing seat stays as it is. A new one begins with everything read. A seat from a stranger is a
 * request.
 */
export function takeSeat(
  database: Database,
  roomId: string,
  userId: string,
  role: 'host' | 'member' = 'member',
  request?: { by: string; network: string },
): void {
  const taken = database.get(
    `insert into memberships (room_id, user_id, role, read_seq, joined_at, requested_by, requested_from)
     select id, ?2, ?3, last_seq, ?4, ?5, ?6 from rooms where id = ?1 and deleted_at is null
     on conflict do nothing returning 1 as taken`,
    roomId,
    userId,
    role,
    new Date().toISOString(),
    request?.by ?? null,
    request?.network ?? null,
  )
  if (taken) database.run('update rooms set member_count = member_count + 1 where id = ?', roomId)
}

/** Answers whether there was a seat. */
export function giveUpSeat(database: Database, roomId: string, userId: string): boolean {
  const left = database.get(
    'delete from memberships where room_id = ? and user_id = ? returning 1 as gone',
    roomId,
    userId,
  )
  if (left) database.run('update rooms set member_count = member_count - 1 where id = ?', roomId)
  endInvites(database, roomId, userId)
  forgetReminders(database, userId, roomId)
  return left !== undefined
}

export function hasSeat(database: Database, roomId: string, userId: string): boolean {
  return database.get('select 1 from memberships where room_id = ? and user_id = ?', roomId, userId) !== undefined
}

/** When a user stops being host, their invitations to the room end. */
function endInvites(database: Database, roomId: string, userId: string): void {
  const now = new Date().toISOString()
  database.run(
    'update invites set over_at = ? where by_id = ? and room_id = ? and over_at is null',
    now,
    userId,
    roomId,
  )
}

export function requireNotKeptOut(database: Database, roomId: string, userId: string): void {
  const kept = database.get<{ until: string }>(
    'select until from kept_out where room_id = ? and user_id = ? and until > ?',
    roomId,
    userId,
    new Date().toISOString(),
  )
  if (kept) throw refusal('kept_out', { until: kept.until })
}

export function join(database: Database, by: AllowedInRoom): void {
  if (by.room.role !== 'visitor') return
  requireNotArchived(by)
  requireNotKeptOut(database, by.room.id, by.user.id)
  takeSeat(database, by.room.id, by.user.id)
}

export function leaveRoom(database: Database, { user, room }: AllowedInRoom): { newHostId?: string } {
  if (room.kind === 'direct') requireGroup(database, room.id)
  giveUpSeat(database, room.id, user.id)
  // Otherwise no member could become host any more.
  if (room.kind === 'closed' && !hasInsider(database, room.id)) throw refusal('last_in_room')
  return handOver(database, room.id)
}

/** A direct room belongs to its set of people. A room of two cannot be left. */
function requireGroup(database: Database, roomId: string): void {
  const { direct_key } = database.get<{ direct_key: string }>('select direct_key from rooms where id = ?', roomId)!
  if (isOfTwo(direct_key)) throw refusal('direct_not_left')
}

export const isOfTwo = (directKey: string | null): boolean => directKey?.split(' ').length === 2

/** Whether the room has an accepted member who is no outsider. Outsiders cannot be hosts. */
const hasInsider = (database: Database, roomId: string): boolean =>
  database.get(
    `select 1 from memberships m join users u on u.id = m.user_id where m.room_id = ? and u.only_room_id is null
       and m.requested_by is null limit 1`,
    roomId,
  ) !== undefined

/**
 * Gives a room without a host a new one: the longest member, persons before guests. Direct rooms have no host, and
 * requests do not count.
 */
export function handOver(database: Database, roomId: string): { newHostId?: string } {
  const host = database.get<{ user_id: string }>(
    `update memberships set role = 'host'
     where room_id = ?1 and ?1 <> ? and exists (select 1 from rooms where id = ?1 and kind <> 'direct') and not exists (select 1 from memberships where room_id = ?1 and role = 'host')
       and user_id = (select m.user_id from memberships m join users u on u.id = m.user_id where m.room_id = ?1
                        and m.requested_by is null and u.only_room_id is null and not exists (select 1 from bans b where b.user_id = u.id)
                      order by u.kind = 'guest', m.joined_at, m.user_id limit 1)
     returning user_id`,
    roomId,
    LOBBY,
  )
  return host ? { newHostId: host.user_id } : {}
}

/** The same for all rooms of a host who has left. */
export function handOverAll(database: Database, roomIds: string[]): NewHost[] {
  return roomIds.flatMap((roomId) => {
    const { newHostId } = handOver(database, roomId)
    return newHostId === undefined ? [] : [{ roomId, userId: newHostId }]
  })
}

/** An outsider got the whole chat, and may be the first possible host of their room. */
export function openChat(database: Database, { id, only_room_id }: Pick<UserRow, 'id' | 'only_room_id'>): NewHost[] {
  database.run('update users set only_room_id = null where id = ?', id)
  takeSeat(database, LOBBY, id)
  const { newHostId } = only_room_id === null ? {} : handOver(database, only_room_id)
  return newHostId === undefined ? [] : [{ roomId: only_room_id!, userId: newHostId }]
}

/** A permanent ban removes host roles. Seats stay, in case the ban is lifted. */
export function handOverSeats(database: Database, userId: string): NewHost[] {
  const rooms = database.all<{ room_id: string }>(
    `update memberships set role = 'member' where user_id = ? and role = 'host'
       and room_id in (select id from rooms where deleted_at is null) returning room_id`,
    userId,
  )
  return handOverAll(
    database,
    rooms.map(({ room_id }) => room_id),
  )
}

/** Throws `conflict` for an outsider of another room. */
export function requireSeatable({ name, only_room_id }: UserRow, roomId?: string): void {
  if (only_room_id === null || only_room_id === roomId) return
  throw refusal('they_one_room_only', { name })
}

export function unseat(database: Database, by: AllowedInRoom, userId: string, until: string): { newHostId?: string } {
  const roomId = by.room.id
  const user = requireLesserMember(database, by, userId)
  giveUpSeat(database, roomId, userId)
  database.run(
    `insert into kept_out (room_id, user_id, until) values (?, ?, ?)
     on conflict (room_id, user_id) do update set until = excluded.until`,
    roomId,
    userId,
    until,
  )
  recordAudit(database, by, 'room:remove', { user, roomId, details: { until } })
  return handOver(database, roomId)
}

export function appointHost(database: Database, by: AllowedInRoom, userId: string, role: 'host' | 'member'): void {
  const roomId = by.room.id
  // Hosts may step down. Only a greater role may demote another host.
  if (role === 'member' && userId !== by.user.id) requireLesserMember(database, by, userId)
  const user = seatedUser(database, roomId, userId)
  if (!user) throw refusal('not_in_room')
  if (user.seat === role) return
  if (user.only_room_id !== null) throw refusal('they_one_room_only', { name: user.name })
  const isLast = !database.get(
    `select 1 from memberships where room_id = ? and role = 'host' and user_id <> ?`,
    roomId,
    userId,
  )
  if (role === 'member' && isLast && roomId !== LOBBY) throw refusal('room_needs_host')
  database.run('update memberships set role = ? where room_id = ? and user_id = ?', role, roomId, userId)
  if (role === 'member') endInvites(database, roomId, userId)
  recordAudit(database, by, 'room:appoint', { user, roomId, details: { to: role } })
}

/** The order of members in the list. In a direct room all are equal. */
const ROLES: Role[] = ['owner', 'moderator', 'host']
const rankOf = (room: string, user: string, seat: string) => `
  case when ${room}.kind = 'direct' then 3 when ${user}.kind <> 'guest' and ${user}.role = 'owner' then 0
    when ${user}.kind <> 'guest' and ${user}.role = 'moderator' then 1 when ${seat}.role = 'host' then 2 else 3 end`

type MemberRow = ShownUserRow & {
  rank: number
  name_key: string
  only_room_id: string | null
  muted_until: string | null
  is_banned: number
}

const MEMBERS = `
  select u.id, u.name, u.kind, u.picture, u.name_key, u.only_room_id, ${rankOf('r', 'u', 'm')} as rank,
         ${mutedUntil('u.id', "r.id, ''")} as muted_until,
         exists (select 1 from bans b where b.user_id = u.id and ${isActive('?1')}) as is_banned
  from memberships m join rooms r on r.id = m.room_id join users u on u.id = m.user_id
  where m.room_id = ?2 and r.deleted_at is null`

export function members(
  database: Database,
  { user, room }: AllowedInRoom,
  { query, after, limit }: NamePage,
): { members: SeatRow[]; next?: string } {
  // The position of the last member at that time, even if their name or role has changed since.
  const place = after === undefined ? [-1, '', ''] : (JSON.parse(after) as [rank: number, nameKey: string, id: string])
  const rows = database.all<MemberRow>(
    `${MEMBERS} and instr(u.name_key, ?3) > 0
       and (${rankOf('r', 'u', 'm')}, u.name_key, u.id) > (?4, ?5, ?6)
     order by rank, u.name_key, u.id limit ?7`,
    new Date().toISOString(),
    room.id,
    nameKey(query),
    ...place,
    limit + 1,
  )
  const { shown, more } = toPage(rows, limit, (last) => JSON.stringify([last.rank, last.name_key, last.id]))
  return {
    members: withStatuses(database, user.id, shown.map(toSeatRow)),
    ...more,
  }
}

function toSeatRow(row: MemberRow): SeatRow {
  const { kind, rank, only_room_id, muted_until, is_banned } = row
  const role = rank < 3 ? ROLES[rank]! : chatRole({ kind, role: 'member', only_room_id })
  return {
    user: toUser(row),
    role,
    ...(muted_until !== null && { mutedUntil: muted_until }),
    ...(is_banned === 1 && { isBanned: true }),
  }
}
