/**
 * Giving seats to other users. A stranger's seat is a request, and requests are limited: docs/decisions/requests.md
 * says which users are strangers, and why.
 */
import { mayInRoom, requireNotArchived } from '../../../../protocol/allowed.ts'
import { LOBBY } from '../../../../protocol/limits.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { isModerator } from '../../../../protocol/roles.ts'
import type { PushLimits } from '../../store.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import { isBlockedBy } from '../people/blocks.ts'
import type { Database } from '../database.ts'
import { hasSeat, requireSeatable, takeSeat } from './seats.ts'
import { chatRole, requireUser, type UserRow } from '../people/users.ts'
import { requireVoiceIn } from '../voice.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** How long a declined request is not made again, and how long a waiting one counts, in ms. */
const DECLINED_MS = WEEK_MS
const WAITING_MS = WEEK_MS
/** How long a declined request still counts for the network it came from, in ms. */
const COUNTS_MS = DAY_MS

type By = Pick<Allowed, 'user' | 'sessionId'>
export type Pushing = { by: By; network: string; limits: PushLimits[keyof PushLimits] | undefined }

/** The user who gives seats or makes rooms, with their network and their limits. */
export function pushing(database: Database, by: By, limits: PushLimits | undefined): Pushing {
  const { network } = database.get<{ network: string }>('select network from sessions where id = ?', by.sessionId)!
  return { by, network, limits: limits?.[by.user.kind === 'guest' ? 'guest' : 'person'] }
}

/** Answers whether there was no seat before. */
export function seat(database: Database, by: AllowedInRoom, userId: string, limits?: PushLimits): boolean {
  const roomId = by.room.id
  requireNotArchived(by)
  requireVoiceIn(database, by)
  if (isBlockedBy(database, by.user.id, [userId])) throw refusal('unwanted_seat')
  const user = requireUser(database, userId)
  requireSeatable(user, roomId)
  const isKeptOut = database.get(
    'select 1 from kept_out where room_id = ? and user_id = ? and until > ?',
    roomId,
    userId,
    new Date().toISOString(),
  )
  if (isKeptOut && !mayInRoom(by, 'room:forgive')) throw refusal('they_kept_out')
  database.run('delete from kept_out where room_id = ? and user_id = ?', roomId, userId)
  return giveSeat(database, pushing(database, by, limits), roomId, user)
}

/** Gives a user a seat, as a request when a stranger gives it. Answers whether there was no seat before. */
export function giveSeat(database: Database, { by, network, limits }: Pushing, roomId: string, user: UserRow): boolean {
  if (hasSeat(database, roomId, user.id)) return false
  if (!isStranger(database, by.user, user)) {
    takeSeat(database, roomId, user.id)
    return true
  }
  requireNotDeclined(database, by.user, user)
  if (limits) {
    requireFew(database, network, 'request', limits.requestsAnHour)
    requireRoomForRequest(database, network, limits, user)
  }
  takeSeat(database, roomId, user.id, 'member', { by: by.user.id, network })
  noteMade(database, network, 'request')
  return true
}

/** Throws `rate_limited` when too many rooms were made in the last hour. */
export function requireFewRooms(database: Database, { network, limits }: Pushing): void {
  if (limits) requireFew(database, network, 'room', limits.roomsAnHour)
}

export function noteMade(database: Database, network: string, kind: 'room' | 'request'): void {
  database.run('insert into made_from_networks (network, kind, at) values (?, ?, ?)', network, kind, ago(0))
}

function isStranger(database: Database, by: UserRow, user: UserRow): boolean {
  return by.id !== user.id && !isModerator(chatRole(by)) && !isHostOfAll(database, by) && !isKnown(database, by, user)
}

const isHostOfAll = (database: Database, { id }: UserRow): boolean =>
  database.get(`select 1 from memberships where room_id = ? and user_id = ? and role = 'host'`, LOBBY, id) !== undefined

/** Whether both have a seat in a room that is not open, and others cannot decide about the one's seat there. */
const isKnown = (database: Database, by: UserRow, user: UserRow): boolean =>
  database.get(
    `select 1 from memberships theirs
       join rooms r on r.id = theirs.room_id
       join memberships mine on mine.room_id = r.id and mine.user_id = ?
     where theirs.user_id = ? and mine.requested_by is null and r.kind <> 'open' and r.deleted_at is null limit 1`,
    user.id,
    by.id,
  ) !== undefined

function requireNotDeclined(database: Database, by: UserRow, { id, name }: UserRow): void {
  const declined = database.get<{ at: string }>(
    'select at from declined_requests where user_id = ? and by_id = ? and at > ?',
    id,
    by.id,
    ago(DECLINED_MS),
  )
  if (!declined) return
  const retryAfterMs = left(declined.at, DECLINED_MS)
  const until = new Date(Date.now() + retryAfterMs).toISOString()
  throw refusal('request_declined', { name, until }, { retryAfterMs })
}

/** The requests to one user are limited, in all and by network. */
function requireRoomForRequest(
  database: Database,
  network: string,
  { waiting, waitingOfNetwork }: NonNullable<Pushing['limits']>,
  { id, name }: UserRow,
): void {
  const rows = database.all<{ at: string; network: string }>(
    `select joined_at as at, requested_from as network from memberships
     where user_id = ? and requested_by is not null and is_hidden = 0 and joined_at > ? order by joined_at`,
    id,
    ago(WAITING_MS),
  )
  const declined = database.all<{ at: string }>(
    'select at from declined_requests where user_id = ? and network = ? and at > ?',
    id,
    network,
    ago(COUNTS_MS),
  )
  const ofNetwork = [
    ...rows.filter((row) => row.network === network).map(({ at }) => left(at, WAITING_MS)),
    ...declined.map(({ at }) => left(at, COUNTS_MS)),
  ]
  const all = rows.map(({ at }) => left(at, WAITING_MS))
  for (const [most, times] of [
    [waitingOfNetwork, ofNetwork],
    [waiting, all],
  ] as const)
    if (times.length >= most) throw refusal('requests_waiting', { name }, { retryAfterMs: Math.min(...times) })
}

function requireFew(database: Database, network: string, kind: 'room' | 'request', most: number): void {
  const rows = database.all<{ at: string }>(
    'select at from made_from_networks where network = ? and kind = ? and at > ? order by at desc limit ?',
    network,
    kind,
    ago(HOUR_MS),
    most,
  )
  const reason = kind === 'room' ? 'rooms_from_network' : 'requests_from_network'
  if (rows.length >= most) throw refusal(reason, undefined, { retryAfterMs: left(rows.at(-1)!.at, HOUR_MS) })
}

/** Requests and rooms from before these moments no longer count. */
export const PAST = { declined: () => ago(DECLINED_MS), made: () => ago(HOUR_MS) }

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()
/** How long something that began then still counts, in ms. */
const left = (at: string, ms: number): number => Math.max(1, Date.parse(at) + ms - Date.now())
