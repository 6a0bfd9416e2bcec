/** Whether a session still holds, and its user as they are now. */
import { refusal } from '../../../protocol/errors.ts'
import type { Signed } from '../terms.ts'
import type { Database, Question } from './database.ts'
import { USER_COLUMNS, type UserRow } from './people/users.ts'

/** The user of a session, and for a guest the network, if it is or was banned. */
export type SessionRow = UserRow & { banned_network: string | null }

const SESSION = `
  select ${USER_COLUMNS},
         case when u.kind = 'guest' and exists (select 1 from banned_networks n where n.network = s.network)
           then s.network end as banned_network
  from sessions s join users u on u.id = s.user_id where s.id = ? and s.user_id = ?`

export const askSession = ({ userId, sessionId }: Signed): Question => [SESSION, sessionId, userId]

export function toSession(row: unknown): SessionRow {
  if (!row) throw refusal('session_over')
  return row as SessionRow
}

/** Every command checks this: a connection may belong to an ended session. Answers with the user as they are now. */
export const requireSession = (database: Database, who: Signed): SessionRow =>
  toSession(database.get(...askSession(who)))
