import { Refusal } from '../../../protocol/errors.ts'
import type { SessionView, User } from '../../../protocol/models.ts'
import type { NewDevice, Signed, SignedIn } from '../store.ts'
import { requireNotBanned } from './banned.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'
import { findUserRow, toUser, USER_COLUMNS, type UserRow } from './users.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000
const HOUR_MS = 60 * 60 * 1_000

/** A session that was used for the last time before this moment is over. */
export const oldestUse = (): string => new Date(Date.now() - YEAR_MS).toISOString()

/** Every command asks: a connection that was let in once may belong to a session that is over. Answers with who it is by now. */
export function requireSession(database: Database, { userId, sessionId }: Signed): UserRow {
  const row = database.get<UserRow>(
    `select ${USER_COLUMNS} from sessions s join users u on u.id = s.user_id where s.id = ? and s.user_id = ?`,
    sessionId,
    userId,
  )
  if (!row) throw new Refusal('unauthorized', 'This session is over. Sign in again.')
  return row
}

export function findSession(database: Database, tokenHash: Uint8Array): SignedIn | undefined {
  const row = database.get<User & { session_id: string }>(
    `select u.id, u.name, u.kind, s.id as session_id from sessions s join users u on u.id = s.user_id
     where s.token_hash = ? and s.used_at > ?`,
    tokenHash,
    oldestUse(),
  )
  return row && { user: toUser(row), sessionId: row.session_id }
}

export function noteUse(database: Database, sessionId: string, network: string): void {
  database.run(
    `update sessions set used_at = ?1, network = ?2
     where id = ?3 and (used_at < ?4 or (network = '' and ?2 <> ''))`,
    new Date().toISOString(),
    network,
    sessionId,
    new Date(Date.now() - HOUR_MS).toISOString(),
  )
}

/** Begins a session; whoever asks has made sure that its user may have one. */
export function startSession(database: Database, userId: string, { tokenHash, device, network }: NewDevice): string {
  const id = randomId('s')
  const at = new Date().toISOString()
  database.run(
    `insert into sessions (id, user_id, token_hash, device, network, created_at, used_at)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?6)`,
    id,
    userId,
    tokenHash,
    device,
    network,
    at,
  )
  return id
}

export function signIn(database: Database, userId: string, device: NewDevice): SignedIn {
  const row = findUserRow(database, userId)
  if (!row) throw new Refusal('unauthorized', 'There is nobody of this name and password.')
  requireNotBanned(database, userId)
  return { user: toUser(row), sessionId: startSession(database, userId, device) }
}

export function sessionsOf(database: Database, who: Signed): SessionView[] {
  requireSession(database, who)
  const rows = database.all<{ id: string; device: string; created_at: string; used_at: string }>(
    `select id, device, created_at, used_at from sessions where user_id = ? and used_at > ? order by used_at desc, id limit 200`,
    who.userId,
    oldestUse(),
  )
  return rows.map(({ id, device, created_at, used_at }) => ({
    id,
    device,
    startedAt: created_at,
    lastUsedAt: used_at,
    isThis: id === who.sessionId,
  }))
}

export function endSession(database: Database, who: Signed, sessionId: string = who.sessionId): void {
  requireSession(database, who)
  const ended = database.get(
    'delete from sessions where id = ? and user_id = ? returning 1 as ended',
    sessionId,
    who.userId,
  )
  if (!ended) throw new Refusal('not_found', 'You have no such session.')
  database.run('delete from sign_in_codes where session_id = ?', sessionId)
}

export function endSessions(database: Database, who: Signed, others: boolean): string[] {
  requireSession(database, who)
  return endAllSessions(database, who.userId, others ? who.sessionId : undefined)
}

/** Ends somebody's sessions, all or all but one, with the links that would begin another, and answers with their ids. */
export function endAllSessions(database: Database, userId: string, except = ''): string[] {
  database.run('delete from sign_in_codes where user_id = ?', userId)
  return database
    .all<{ id: string }>('delete from sessions where user_id = ? and id <> ? returning id', userId, except)
    .map(({ id }) => id)
}

export function addSignInCode(database: Database, who: Signed, codeHash: Uint8Array, expiresAt: string): void {
  requireSession(database, who)
  database.run(
    'insert into sign_in_codes (code_hash, user_id, session_id, expires_at) values (?, ?, ?, ?)',
    codeHash,
    who.userId,
    who.sessionId,
    expiresAt,
  )
}

export function redeemSignInCode(database: Database, codeHash: Uint8Array, device: NewDevice): SignedIn {
  const code = database.get<{ user_id: string }>(
    'delete from sign_in_codes where code_hash = ? and expires_at > ? returning user_id',
    codeHash,
    new Date().toISOString(),
  )
  if (!code)
    throw new Refusal('forbidden', 'This sign-in link was used or has expired. Make a new one where you are signed in.')
  return signIn(database, code.user_id, device)
}
