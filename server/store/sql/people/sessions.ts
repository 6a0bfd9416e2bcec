/** Sessions: starting, listing and ending them, and links that sign in another device. */
import { refusal } from '../../../../protocol/errors.ts'
import type { SessionView } from '../../../../protocol/models.ts'
import type { RightPassword } from '../../store.ts'
import type { NewDevice, SignedIn } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import { requireNotBanned } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { requireUser, type ShownUserRow, toUser } from './users.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000
const HOUR_MS = 60 * 60 * 1_000

/** A session whose last use is before this moment has ended. */
export const oldestUse = (): string => new Date(Date.now() - YEAR_MS).toISOString()

export function findSession(database: Database, tokenHash: Uint8Array): SignedIn | undefined {
  const row = database.get<ShownUserRow & { session_id: string }>(
    `select u.id, u.name, u.kind, u.picture, s.id as session_id from sessions s join users u on u.id = s.user_id
     where s.token_hash = ? and s.used_at > ?`,
    tokenHash,
    oldestUse(),
  )
  return row && { user: toUser(row), sessionId: row.session_id }
}

export function endedSessions(database: Database, sessionIds: string[]): string[] {
  return database
    .all<{ id: string }>(
      `select j.value as id from json_each(?1) j
       where not exists (select 1 from sessions s where s.id = j.value and s.used_at > ?2)`,
      JSON.stringify(sessionIds),
      oldestUse(),
    )
    .map(({ id }) => id)
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

/** Begins a session. The caller has checked that the user may have one. */
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

/** Signs in with the password that was right a moment ago. It may have changed since, or its person may be gone. */
export function signIn(database: Database, { userId, passwordHash }: RightPassword, device: NewDevice): SignedIn {
  const isRight = database.get('select 1 from users where id = ? and password_hash = ?', userId, passwordHash)
  if (!isRight) throw refusal('wrong_password')
  return letIn(database, userId, device)
}

function letIn(database: Database, userId: string, device: NewDevice): SignedIn {
  const user = requireUser(database, userId)
  requireNotBanned(database, userId)
  return { user: toUser(user), sessionId: startSession(database, userId, device) }
}

export function sessionsOf(database: Database, { user, sessionId }: Allowed): SessionView[] {
  const rows = database.all<{ id: string; device: string; created_at: string; used_at: string }>(
    `select id, device, created_at, used_at from sessions where user_id = ? and used_at > ? order by used_at desc, id limit 200`,
    user.id,
    oldestUse(),
  )
  return rows.map(({ id, device, created_at, used_at }) => ({
    id,
    device,
    startedAt: created_at,
    lastUsedAt: used_at,
    isThis: id === sessionId,
  }))
}

export function endSession(database: Database, by: Allowed, sessionId: string = by.sessionId): void {
  const ended = database.get(
    'delete from sessions where id = ? and user_id = ? returning 1 as ended',
    sessionId,
    by.user.id,
  )
  if (!ended) throw refusal('no_such_session')
  database.run('delete from sign_in_codes where session_id = ?', sessionId)
}

export function endSessions(database: Database, { user, sessionId }: Allowed, others: boolean): string[] {
  return endAllSessions(database, user.id, others ? sessionId : undefined)
}

/** Ends all sessions of a user, or all but one, and all links that would begin one. Answers with the ids. */
export function endAllSessions(database: Database, userId: string, except = ''): string[] {
  database.run('delete from sign_in_codes where user_id = ?', userId)
  database.run(`delete from mail_codes where user_id = ? and purpose = 'password'`, userId)
  return database
    .all<{ id: string }>('delete from sessions where user_id = ? and id <> ? returning id', userId, except)
    .map(({ id }) => id)
}

export function addSignInCode(
  database: Database,
  { user, sessionId }: Allowed,
  codeHash: Uint8Array,
  expiresAt: string,
): void {
  database.run(
    'insert into sign_in_codes (code_hash, user_id, session_id, expires_at) values (?, ?, ?, ?)',
    codeHash,
    user.id,
    sessionId,
    expiresAt,
  )
}

/** In place of a session: the code was mailed. */
const BY_MAIL = 'mail'

export function addMailedSignInCode(database: Database, userId: string, codeHash: Uint8Array, expiresAt: string): void {
  database.run(
    'insert into sign_in_codes (code_hash, user_id, session_id, expires_at) values (?, ?, ?, ?)',
    codeHash,
    userId,
    BY_MAIL,
    expiresAt,
  )
}

/** The links that were mailed to an address which no longer counts. */
export function forgetMailedSignInCodes(database: Database, userId: string): void {
  database.run('delete from sign_in_codes where user_id = ? and session_id = ?', userId, BY_MAIL)
}

export function checkSignInCode(database: Database, codeHash: Uint8Array): void {
  const now = new Date().toISOString()
  const code = database.get('select 1 from sign_in_codes where code_hash = ? and expires_at > ?', codeHash, now)
  if (!code) throw refusal('sign_in_link_over')
}

export function redeemSignInCode(database: Database, codeHash: Uint8Array, device: NewDevice): SignedIn {
  const code = database.get<{ user_id: string; session_id: string }>(
    'delete from sign_in_codes where code_hash = ? and expires_at > ? returning user_id, session_id',
    codeHash,
    new Date().toISOString(),
  )
  if (!code) throw refusal('sign_in_link_over')
  // A mail that was sent twice has two codes.
  if (code.session_id === BY_MAIL)
    database.run('delete from sign_in_codes where user_id = ? and session_id = ?', code.user_id, BY_MAIL)
  return letIn(database, code.user_id, device)
}
