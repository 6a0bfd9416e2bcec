import { nameKey } from '../../../../protocol/name-key.ts'
import type { PreparedName } from '../../../../protocol/names/looks.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { LOBBY } from '../../../../protocol/limits.ts'
import type { Me, Status, User } from '../../../../protocol/models.ts'
import type { ChatRole } from '../../../../protocol/roles.ts'
import type { NamedAnew, NameSeeker, NewUser, RightPassword, Account } from '../../store.ts'
import type { SignedIn, Signed } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import { requireGoodNetwork } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { requireInvite, useUp } from './invites.ts'
import { numberGuests } from './number-guests.ts'
import { seenRoom } from '../room-access.ts'
import { takeSeat } from '../rooms/seats.ts'
import { endAllSessions, startSession } from './sessions.ts'
import { requireSession } from '../require-session.ts'
import {
  chatRole,
  insertUser,
  nameHolder,
  requireFreeName,
  type ShownUserRow,
  toAccount,
  toUser,
  USER_COLUMNS,
  type UserRow,
} from './users.ts'
import { SHOWN_COLUMNS, type ShownRow, toShown, withStatuses } from './statuses.ts'
import { requireNotNew, requireVoiceEverywhere } from '../voice.ts'

export function addUser(
  database: Database,
  { name, device, inviteHash, passwordHash }: NewUser,
): SignedIn & { renamed?: User[] } {
  requireGoodNetwork(database, device.network)
  const invite = inviteHash && requireInvite(database, inviteHash)
  const onlyRoomId = invite?.room_id ?? undefined
  requireFreeName(database, name, { onlyRoomId })
  if (invite) useUp(database, invite)

  const user = insertUser(database, name, passwordHash === undefined ? 'guest' : 'person')
  if (passwordHash !== undefined) database.run('update users set password_hash = ? where id = ?', passwordHash, user.id)
  if (onlyRoomId !== undefined) database.run('update users set only_room_id = ? where id = ?', onlyRoomId, user.id)
  takeSeat(database, onlyRoomId ?? LOBBY, user.id)
  const newcomer = { user: toUser(user), sessionId: startSession(database, user.id, device) }
  return passwordHash === undefined ? newcomer : { ...newcomer, renamed: numberGuests(database, user) }
}

export const findNameHolder = (database: Database, name: PreparedName, seeker: NameSeeker = {}): User | undefined =>
  nameHolder(database, name, seeker)

export function nextGuestNumber(database: Database): number {
  const counted = database.get<{ value: string }>(
    `update meta set value = cast(value as integer) + 1 where key = 'guests' returning value`,
  )!
  return Number(counted.value)
}

export function findPassword(database: Database, key: string): RightPassword | undefined {
  return database.get(
    `select id as userId, password_hash as passwordHash from users
     where name_key = ? and kind <> 'guest' and left_at is null and password_hash is not null`,
    key,
  )
}

export const accountOf = (database: Database, who: Signed): Account => toAccount(requireSession(database, who))

export function meOf(database: Database, userId: string): Me {
  const [me] = mesOf(database, [userId])
  if (!me) throw refusal('no_such_person')
  return me
}

export function mesOf(database: Database, userIds: string[]): Me[] {
  const asked = JSON.stringify(userIds)
  const rows = database.all<UserRow & ShownRow & { lost_name: string | null }>(
    `select ${USER_COLUMNS}, ${SHOWN_COLUMNS}, u.lost_name from json_each(?2) j cross join users u on u.id = j.value
     where u.left_at is null`,
    new Date().toISOString(),
    asked,
  )
  const blocks = database.all<{ userId: string; id: string }>(
    `select b.user_id as userId, b.blocked_id as id from json_each(?) j cross join blocks b on b.user_id = j.value
     order by b.blocked_id`,
    asked,
  )
  const blockedBy = Map.groupBy(blocks, ({ userId }) => userId)
  return rows.map((row) => ({
    ...toAccount(row),
    blocked: (blockedBy.get(row.id) ?? []).map(({ id }) => id),
    ...toShown(row),
    ...(row.lost_name !== null && { lostName: row.lost_name }),
  }))
}

/** `named_at` is `created_at` for a user who still is what they came as. */
export function namedSince(database: Database, time: string): User[] {
  return database
    .all<ShownUserRow>(
      `select id, name, kind, picture from users
       where ((named_at >= ?1 and named_at <> created_at) or pictured_at >= ?1) and left_at is null`,
      time,
    )
    .map(toUser)
}

/** Finds people by the beginning of any word of their name, persons first. An outsider finds their room's members. */
export function findPeople(
  database: Database,
  { user }: Allowed,
  query: string,
  limit: number,
): { user: User; role: ChatRole; status?: Status }[] {
  const only = user.only_room_id
  if (only !== null && !seenRoom(database, user, only)) return []
  const rows = database.all<UserRow>(
    `select ${USER_COLUMNS} from users u
     where u.left_at is null and instr(' ' || replace(u.name_key, '-', ' '), ' ' || ?1) > 0
       and (?2 is null or exists (select 1 from memberships m where m.room_id = ?2 and m.user_id = u.id))
     order by u.kind = 'guest', u.name_key, u.id limit ?3`,
    nameKey(query).replaceAll('-', ' '),
    only,
    limit,
  )
  return withStatuses(
    database,
    user.id,
    rows.map((row) => ({ user: toUser(row), role: chatRole(row) })),
  )
}

export function claim(database: Database, by: Allowed, name: string, passwordHash: string): NamedAnew {
  const { user } = by
  // A person’s words are accepted even in a banned network.
  requireNotNew(database, by)
  if (user.kind !== 'guest') throw refusal('name_yours')
  // Another request was faster.
  if (user.name !== name) throw refusal('name_taken', { name })
  const holder = database.get<{ name: string }>(
    `select o.name from users u join users o on o.name_look = u.name_look or o.name_key = u.name_key
     where u.id = ? and o.kind <> 'guest' and o.left_at is null limit 1`,
    user.id,
  )
  if (holder && by.role === 'outsider') throw refusal('name_taken', { name: user.name })
  if (holder) {
    throw refusal('name_alike', { name: user.name, holder: holder.name })
  }
  database.run(
    `update users set kind = 'person', password_hash = ?, lost_name = null, named_at = ? where id = ?`,
    passwordHash,
    new Date().toISOString(),
    user.id,
  )
  return { user: { ...toUser(user), kind: 'person' }, renamed: numberGuests(database, user) }
}

export function rename(database: Database, by: Allowed, name: PreparedName): NamedAnew {
  const { user } = by
  requireVoiceEverywhere(database, by)
  requireFreeName(database, name, { userId: user.id, onlyRoomId: user.only_room_id ?? undefined })
  database.run(
    'update users set name = ?, name_key = ?, name_look = ?, named_at = ?, lost_name = null where id = ?',
    name.name,
    name.key,
    name.look,
    new Date().toISOString(),
    user.id,
  )
  const named: User = { ...toUser(user), name: name.name }
  return { user: named, renamed: named.kind === 'guest' ? [] : numberGuests(database, named) }
}

export function passwordHashOf(database: Database, who: Signed): string | undefined {
  const { id } = requireSession(database, who)
  const row = database.get<{ hash: string | null }>('select password_hash as hash from users where id = ?', id)
  return row?.hash ?? undefined
}

export function changePassword(database: Database, { user, sessionId }: Allowed, passwordHash: string): string[] {
  if (user.kind === 'guest') throw refusal('guest_has_no_password')
  database.run('update users set password_hash = ? where id = ?', passwordHash, user.id)
  return endAllSessions(database, user.id, sessionId)
}
