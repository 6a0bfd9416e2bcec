import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Role, RoomView, User } from '../../../protocol/models.ts'
import { readableTime } from '../../../protocol/times.ts'
import type { NamePage, NewHost, SeatRow, Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import { holds } from './banned.ts'
import type { Database } from './database.ts'
import { requireSession } from './sessions.ts'
import { foldName, requireUser, type UserRow } from './users.ts'

/** Takes a seat; a seat already taken stays as it is. It begins read: what was said before is no news. */
export function takeSeat(database: Database, roomId: string, userId: string, role: 'host' | 'member' = 'member'): void {
  const taken = database.get(
    `insert into memberships (room_id, user_id, role, read_seq, joined_at)
     select id, ?2, ?3, last_seq, ?4 from rooms where id = ?1 and deleted_at is null
     on conflict do nothing returning 1 as taken`,
    roomId,
    userId,
    role,
    new Date().toISOString(),
  )
  if (taken) database.run('update rooms set member_count = member_count + 1 where id = ?', roomId)
}

/** Answers with whether there was one to give up. */
export function giveUpSeat(database: Database, roomId: string, userId: string): boolean {
  const left = database.get(
    'delete from memberships where room_id = ? and user_id = ? returning 1 as gone',
    roomId,
    userId,
  )
  if (left) database.run('update rooms set member_count = member_count - 1 where id = ?', roomId)
  endInvites(database, roomId, userId)
  return left !== undefined
}

export function hasSeat(database: Database, roomId: string, userId: string): boolean {
  return database.get('select 1 from memberships where room_id = ? and user_id = ?', roomId, userId) !== undefined
}

/** Whoever looks after a room no longer lets nobody in. */
function endInvites(database: Database, roomId: string, userId: string): void {
  const now = new Date().toISOString()
  database.run(
    'update invites set over_at = ? where by_id = ? and room_id = ? and over_at is null',
    now,
    userId,
    roomId,
  )
}

/** What a seat is needed for has to find it there. */
export const withoutSeat = (): Refusal => new Refusal('forbidden', 'Join this room first.')

/** The room, unless it is gone. */
export function requireRoom(
  database: Database,
  roomId: string,
): { kind: RoomView['kind']; slug: string; name: string } {
  const room = database.get<{ kind: RoomView['kind']; slug: string; name: string }>(
    'select kind, slug, name from rooms where id = ? and deleted_at is null',
    roomId,
  )
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  return room
}

export function requireNotKeptOut(database: Database, roomId: string, userId: string): void {
  const kept = database.get<{ until: string }>(
    'select until from kept_out where room_id = ? and user_id = ? and until > ?',
    roomId,
    userId,
    new Date().toISOString(),
  )
  if (kept) {
    throw new Refusal(
      'forbidden',
      `You were removed from this room, and can come back after ${readableTime(kept.until)}.`,
    )
  }
}

export function join(database: Database, who: Signed, roomId: string): void {
  requireSession(database, who)
  const { kind } = requireRoom(database, roomId)
  if (hasSeat(database, roomId, who.userId)) return
  // It may have been closed since the caller saw it.
  if (kind !== 'open') throw new Refusal('not_found', 'There is no such room.')
  requireNotKeptOut(database, roomId, who.userId)
  takeSeat(database, roomId, who.userId)
}

export function leaveRoom(database: Database, who: Signed, roomId: string): { newHostId?: string } {
  requireSession(database, who)
  if (!giveUpSeat(database, roomId, who.userId)) throw withoutSeat()
  const { kind, member_count } = database.get<{ kind: RoomView['kind']; member_count: number }>(
    'select kind, member_count from rooms where id = ?',
    roomId,
  )!
  // Nobody could ever see it again.
  if (kind === 'closed' && member_count === 0)
    throw new Refusal('conflict', 'You are the last one in this room. Invite somebody, or delete it.')
  return handOver(database, roomId)
}

/** A room without a host is looked after by whoever has been in it longest, persons before guests. */
function handOver(database: Database, roomId: string): { newHostId?: string } {
  const host = database.get<{ user_id: string }>(
    `update memberships set role = 'host'
     where room_id = ?1 and ?1 <> ? and not exists (select 1 from memberships where room_id = ?1 and role = 'host')
       and user_id = (select m.user_id from memberships m join users u on u.id = m.user_id where m.room_id = ?1
                        and not exists (select 1 from bans b where b.user_id = u.id)
                      order by u.kind = 'guest', m.joined_at, m.user_id limit 1)
     returning user_id`,
    roomId,
    LOBBY,
  )
  return host ? { newHostId: host.user_id } : {}
}

/** The same for the rooms that somebody looked after who is gone. */
export function handOverAll(database: Database, roomIds: string[]): NewHost[] {
  return roomIds.flatMap((roomId) => {
    const { newHostId } = requireRoom(database, roomId).kind === 'direct' ? {} : handOver(database, roomId)
    return newHostId === undefined ? [] : [{ roomId, userId: newHostId }]
  })
}

/** Who is banned for good looks after nothing any more, but keeps the seats, should the ban be lifted. */
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

export function seat(database: Database, who: Signed, roomId: string, userId: string, mayForgive: boolean): void {
  requireSession(database, who)
  requireRoom(database, roomId)
  requireSeatable(requireUser(database, userId), roomId)
  const isKeptOut = database.get(
    'select 1 from kept_out where room_id = ? and user_id = ? and until > ?',
    roomId,
    userId,
    new Date().toISOString(),
  )
  if (isKeptOut && !mayForgive)
    throw new Refusal('forbidden', 'They were removed from this room a short while ago. Ask a host of it.')
  database.run('delete from kept_out where room_id = ? and user_id = ?', roomId, userId)
  takeSeat(database, roomId, userId)
}

/** Throws `conflict` for a guest who was invited to another room only. */
export function requireSeatable({ name, only_room_id }: UserRow, roomId?: string): void {
  if (only_room_id === null || only_room_id === roomId) return
  throw new Refusal('conflict', `${name} was invited to one room only.`)
}

export function unseat(
  database: Database,
  who: Signed,
  roomId: string,
  userId: string,
  until: string,
): { newHostId?: string } {
  requireSession(database, who)
  requireRoom(database, roomId)
  if (!giveUpSeat(database, roomId, userId)) throw hasNoSeat()
  database.run('insert or replace into kept_out (room_id, user_id, until) values (?, ?, ?)', roomId, userId, until)
  noteAct(database, who, 'room:remove', { userId, roomId, details: { until } })
  return handOver(database, roomId)
}

export function appointHost(
  database: Database,
  who: Signed,
  roomId: string,
  userId: string,
  role: 'host' | 'member',
): void {
  requireSession(database, who)
  requireRoom(database, roomId)
  const seated = database.get<{ role: string }>(
    'select role from memberships where room_id = ? and user_id = ?',
    roomId,
    userId,
  )
  if (!seated) throw hasNoSeat()
  if (seated.role === role) return
  const isLast = !database.get(
    `select 1 from memberships where room_id = ? and role = 'host' and user_id <> ?`,
    roomId,
    userId,
  )
  if (role === 'member' && isLast && roomId !== LOBBY)
    throw new Refusal('conflict', 'A room needs a host. Make somebody else one first.')
  database.run('update memberships set role = ? where room_id = ? and user_id = ?', role, roomId, userId)
  if (role === 'member') endInvites(database, roomId, userId)
  noteAct(database, who, 'room:appoint', { userId, roomId, details: { to: role } })
}

const hasNoSeat = () => new Refusal('not_found', 'They have no seat in this room.')

/** In the order in which members are listed. In a direct room everybody is equal. */
const ROLES: Role[] = ['owner', 'moderator', 'host', 'member', 'guest']
const rankOf = (room: string, user: string, seat: string) => `
  case when ${room}.kind = 'direct' then 3 when ${user}.kind <> 'guest' and ${user}.role = 'owner' then 0
    when ${user}.kind <> 'guest' and ${user}.role = 'moderator' then 1 when ${seat}.role = 'host' then 2 else 3 end`

type MemberRow = User & { rank: number; muted_until: string | null; is_banned: number }

const MEMBERS = `
  select u.id, u.name, u.kind, ${rankOf('r', 'u', 'm')} as rank,
         (select max(until) from mutes where user_id = u.id and room_id in (r.id, '') and until > ?1) as muted_until,
         exists (select 1 from bans b where b.user_id = u.id and ${holds('?1')}) as is_banned
  from memberships m join rooms r on r.id = m.room_id join users u on u.id = m.user_id
  where m.room_id = ?2 and r.deleted_at is null`

/** Where ?4 stands in that order, whether seated any longer or not. */
const PLACE = `
  select ${rankOf('q', 'a', 's')}, a.name_key, a.id
  from rooms q join users a on a.id = ?4 left join memberships s on s.room_id = q.id and s.user_id = a.id
  where q.id = ?2`

export function members(
  database: Database,
  roomId: string,
  { query, after, limit }: NamePage,
): { members: SeatRow[]; next?: string } {
  // Where a page ended is somebody, who may be called otherwise or have another role by now: it goes on from there.
  const rows = database.all<MemberRow>(
    `${MEMBERS} and instr(u.name_key, ?3) > 0
       and (?4 is null or (${rankOf('r', 'u', 'm')}, u.name_key, u.id) > (${PLACE}))
     order by rank, u.name_key, u.id limit ?5`,
    new Date().toISOString(),
    roomId,
    foldName(query),
    after ?? null,
    limit + 1,
  )
  const shown = rows.slice(0, limit)
  return { members: shown.map(toSeatRow), ...(rows.length > limit && { next: shown.at(-1)!.id }) }
}

export function findMember(database: Database, roomId: string, userId: string): SeatRow | undefined {
  const row = database.get<MemberRow>(`${MEMBERS} and m.user_id = ?3`, new Date().toISOString(), roomId, userId)
  return row && toSeatRow(row)
}

function toSeatRow({ id, name, kind, rank, muted_until, is_banned }: MemberRow): SeatRow {
  const role = rank === 3 && kind === 'guest' ? 'guest' : ROLES[rank]!
  return {
    user: { id, name, kind },
    role,
    ...(muted_until !== null && { mutedUntil: muted_until }),
    ...(is_banned === 1 && { isBanned: true }),
  }
}
