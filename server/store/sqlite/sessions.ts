import { Refusal } from '../../../protocol/errors.ts'
import type { User } from '../../../protocol/models.ts'
import type { Database } from './database.ts'

export function findSession(database: Database, tokenHash: Uint8Array): { user: User; sessionId: string } | undefined {
  const row = database.get<User & { sessionId: string }>(
    `select u.id, u.name, u.kind, s.id as sessionId from sessions s join users u on u.id = s.user_id where s.token_hash = ?`,
    tokenHash,
  )
  if (!row) return undefined
  const { sessionId, ...user } = row
  return { user, sessionId }
}

export function endSession(database: Database, sessionId: string): void {
  database.run('delete from sessions where id = ?', sessionId)
}

/** Every command asks: a connection that was let in once may belong to a session that is over. */
export function requireSession(database: Database, sessionId: string): void {
  if (!database.get('select 1 from sessions where id = ?', sessionId)) {
    throw new Refusal('unauthorized', 'This session is over. Sign in again.')
  }
}
