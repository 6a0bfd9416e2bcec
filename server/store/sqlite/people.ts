import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { ChatRole, Me, User } from '../../../protocol/models.ts'
import type { NewUser, PreparedName, Signed, SignedIn, Standing } from '../store.ts'
import { requireGoodNetwork } from './banned.ts'
import type { Database } from './database.ts'
import { requireInvite, useUp } from './invites.ts'
import { takeSeat } from './seats.ts'
import { endAllSessions, requireSession, startSession } from './sessions.ts'
import {
  chatRole,
  findUserRow,
  foldName,
  insertUser,
  nameHolder,
  requireFreeName,
  requireUser,
  toStanding,
  toUser,
  USER_COLUMNS,
  type UserRow,
} from './users.ts'

export function addUser(database: Database, { name, device, inviteHash, passwordHash }: NewUser): SignedIn {
  requireGoodNetwork(database, device.network)
  const invite = inviteHash && requireInvite(database, inviteHash)
  requireFreeName(database, name)
  if (invite) useUp(database, invite)

  const user = insertUser(database, name, passwordHash === undefined ? 'guest' : 'person')
  const roomId = invite?.room_id ?? LOBBY
  if (passwordHash !== undefined) database.run('update users set password_hash = ? where id = ?', passwordHash, user.id)
  if (roomId !== LOBBY) database.run('update users set only_room_id = ? where id = ?', roomId, user.id)
  takeSeat(database, roomId, user.id)
  return { user: toUser(user), sessionId: startSession(database, user.id, device) }
}

export const findNameHolder = (database: Database, name: PreparedName): User | undefined => nameHolder(database, name)

export function nextGuestNumber(database: Database): number {
  const counted = database.get<{ value: string }>(
    `update meta set value = cast(value as integer) + 1 where key = 'guests' returning value`,
  )!
  return Number(counted.value)
}

export function findPassword(
  database: Database,
  nameKey: string,
): { userId: string; passwordHash: string } | undefined {
  return database.get(
    `select id as userId, password_hash as passwordHash from users
     where name_key = ? and kind <> 'guest' and left_at is null and password_hash is not null`,
    nameKey,
  )
}

export const standingOf = (database: Database, who: Signed): Standing => toStanding(requireSession(database, who))

export function findUser(database: Database, userId: string): Standing | undefined {
  const row = findUserRow(database, userId)
  return row && toStanding(row)
}

export function meOf(database: Database, userId: string): Me {
  const standing = toStanding(requireUser(database, userId))
  const blocked = database.all<{ id: string }>('select blocked_id as id from blocks where user_id = ?', userId)
  return { ...standing, blocked: blocked.map(({ id }) => id) }
}

/** By the beginning of any word of the name; persons before guests, who are many. */
export function findPeople(database: Database, query: string, limit: number): { user: User; role: ChatRole }[] {
  const rows = database.all<UserRow>(
    `select ${USER_COLUMNS} from users u
     where u.left_at is null and instr(' ' || replace(u.name_key, '-', ' '), ' ' || ?) > 0
     order by u.kind = 'guest', u.name_key, u.id limit ?`,
    foldName(query).replaceAll('-', ' '),
    limit,
  )
  return rows.map((row) => ({ user: toUser(row), role: chatRole(row) }))
}

export function claim(database: Database, who: Signed, passwordHash: string): User {
  const user = requireSession(database, who)
  if (user.kind !== 'guest') throw new Refusal('conflict', 'Your name is yours already.')
  const holder = database.get<{ name: string }>(
    `select o.name from users u join users o on o.name_look = u.name_look or o.name_key = u.name_key
     where u.id = ? and o.kind <> 'guest' and o.left_at is null limit 1`,
    user.id,
  )
  if (holder) {
    throw new Refusal('conflict', `“${user.name}” could be mistaken for “${holder.name}”. Choose another name first.`)
  }
  database.run(`update users set kind = 'person', password_hash = ? where id = ?`, passwordHash, user.id)
  return { ...toUser(user), kind: 'person' }
}

export function rename(database: Database, who: Signed, name: PreparedName): User {
  const user = requireSession(database, who)
  requireFreeName(database, name, user.id)
  database.run(
    'update users set name = ?, name_key = ?, name_look = ?, named_at = ? where id = ?',
    name.name,
    name.key,
    name.look,
    new Date().toISOString(),
    user.id,
  )
  return { ...toUser(user), name: name.name }
}

export function passwordHashOf(database: Database, who: Signed): string | undefined {
  requireSession(database, who)
  const row = database.get<{ hash: string | null }>('select password_hash as hash from users where id = ?', who.userId)
  return row?.hash ?? undefined
}

export function changePassword(database: Database, who: Signed, passwordHash: string): string[] {
  const user = requireSession(database, who)
  if (user.kind === 'guest') throw new Refusal('conflict', 'A guest has no password. Keep your name first.')
  database.run('update users set password_hash = ? where id = ?', passwordHash, user.id)
  return endAllSessions(database, user.id, who.sessionId)
}

export function block(database: Database, who: Signed, userId: string, on: boolean): void {
  requireSession(database, who)
  if (!on) return database.run('delete from blocks where user_id = ? and blocked_id = ?', who.userId, userId)
  const { id } = requireUser(database, userId)
  database.run('insert into blocks (user_id, blocked_id) values (?, ?) on conflict do nothing', who.userId, id)
}

export function blockersOf(database: Database, userId: string, among: string[]): string[] {
  return database
    .all<{ id: string }>(
      'select b.user_id as id from json_each(?) j cross join blocks b on b.user_id = j.value and b.blocked_id = ?',
      JSON.stringify(among),
      userId,
    )
    .map(({ id }) => id)
}
