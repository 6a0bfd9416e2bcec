/** Answers requests: accepts or declines a seat that a stranger gave. Also hides direct rooms. */
import { refusal } from '../../../../protocol/errors.ts'
import type { Declined } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { giveUpSeat, handOver, isOfTwo } from './seats.ts'

/** The seat is theirs from now on. Answers with whether it was a request. */
export function accept(database: Database, userId: string, roomId: string): boolean {
  const accepted = database.get(
    `update memberships set requested_by = null, requested_from = null, is_hidden = 0
     where room_id = ? and user_id = ? and requested_by is not null returning 1 as accepted`,
    roomId,
    userId,
  )
  // The room's hosts may be gone, and there was no possible new host before.
  if (accepted) handOver(database, roomId)
  return accepted !== undefined
}

export const acceptRequest = (database: Database, { user, room }: AllowedInRoom): boolean =>
  accept(database, user.id, room.id)

type RequestRow = { room_id: string; requested_by: string; requested_from: string; direct_key: string | null }
const REQUESTS = `
  select m.room_id, m.requested_by, m.requested_from, r.direct_key from memberships m join rooms r on r.id = m.room_id
  where m.user_id = ? and m.requested_by is not null`

export function declineRequest(database: Database, { user, room }: AllowedInRoom): Declined {
  const request = database.get<RequestRow>(`${REQUESTS} and m.room_id = ?`, user.id, room.id)
  if (!request) throw refusal('no_such_request')
  return decline(database, user.id, request)
}

/** Declines all requests from a user whom this one blocks. */
export const declineAllOf = (database: Database, userId: string, byId: string): Declined[] =>
  database
    .all<RequestRow>(`${REQUESTS} and m.requested_by = ? and m.is_hidden = 0`, userId, byId)
    .map((request) => decline(database, userId, request))

/** The seats of a direct room of two always stay. A declined one is hidden for good. */
function decline(database: Database, userId: string, request: RequestRow): Declined {
  const { room_id: roomId, requested_by: byId, requested_from: network, direct_key } = request
  database.run(
    `insert into declined_requests (user_id, by_id, network, at) values (?, ?, ?, ?)
     on conflict (user_id, by_id) do update set network = excluded.network, at = excluded.at`,
    userId,
    byId,
    network,
    new Date().toISOString(),
  )
  if (isOfTwo(direct_key)) hide(database, userId, roomId)
  else giveUpSeat(database, roomId, userId)
  return { roomId, reason: isOfTwo(direct_key) ? 'hidden' : 'left' }
}

export const hideRoom = (database: Database, { user, room }: AllowedInRoom): void => hide(database, user.id, room.id)

function hide(database: Database, userId: string, roomId: string): void {
  database.run('update memberships set is_hidden = 1 where room_id = ? and user_id = ?', roomId, userId)
}

/** Direct rooms in a user’s list, at most, and how many leave it at a time. */
const MOST_DIRECTS = 500
const AT_A_TIME = 20

/**
 * Keeps the list of direct rooms short when a new one has come. It hides the read rooms that have been quiet for
 * longest. Answers with those.
 */
export function hideQuietest(database: Database, userId: string, newRoomId: string): string[] {
  const { count } = database.get<{ count: number }>(
    `select count(*) as count from memberships m join rooms r on r.id = m.room_id
     where m.user_id = ? and m.is_hidden = 0 and r.kind = 'direct' and r.deleted_at is null`,
    userId,
  )!
  if (count <= MOST_DIRECTS) return []
  return database
    .all<{ id: string }>(
      `update memberships set is_hidden = 1 where user_id = ?1 and room_id in (
         select m.room_id from memberships m join rooms r on r.id = m.room_id
           left join messages last on last.room_id = r.id and last.seq = r.last_seq
         where m.user_id = ?1 and m.is_hidden = 0 and m.requested_by is null and m.read_seq >= r.last_seq
           and r.kind = 'direct' and r.deleted_at is null and r.id <> ?2
         order by coalesce(last.sent_at, r.created_at), r.id limit ?3)
       returning room_id as id`,
      userId,
      newRoomId,
      Math.min(count - MOST_DIRECTS, AT_A_TIME),
    )
    .map(({ id }) => id)
}

/** Shows a direct room to its own writer again. Answers whether it was hidden. */
export const unhide = (database: Database, userId: string, roomId: string): boolean =>
  database.get(
    'update memberships set is_hidden = 0 where room_id = ? and user_id = ? and is_hidden = 1 returning 1 as shown',
    roomId,
    userId,
  ) !== undefined

/**
 * A direct room got a message. It appears again for users who had hidden it, unless they declined it or block the
 * author. Answers with these users.
 */
export const unhideForAll = (database: Database, authorId: string, roomId: string): string[] =>
  database
    .all<{ id: string }>(
      `update memberships set is_hidden = 0
       where room_id = ?1 and is_hidden = 1 and requested_by is null
         and user_id not in (select user_id from blocks where blocked_id = ?2)
       returning user_id as id`,
      roomId,
      authorId,
    )
    .map(({ id }) => id)
