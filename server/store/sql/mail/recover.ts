/** A new password by a mailed link. */
import { refusal } from '../../../../protocol/errors.ts'
import type { NewDevice, SignedIn } from '../../terms.ts'
import type { Database } from '../database.ts'
import { requireNotBanned } from '../moderation/banned.ts'
import { endAllSessions, startSession } from '../people/sessions.ts'
import { requireUser, toUser } from '../people/users.ts'
import { findMailCode, useMailCode } from './codes.ts'

export function checkPasswordCode(database: Database, codeHash: Uint8Array): void {
  if (!findMailCode(database, 'password', codeHash)) throw refusal('mail_link_over')
}

/** Sets the password, ends all sessions, and signs in. A link that went to a former address does not work. */
export function redeemPasswordCode(
  database: Database,
  codeHash: Uint8Array,
  { passwordHash, device }: { passwordHash: string; device: NewDevice },
): SignedIn & { endedSessionIds: string[] } {
  const used = useMailCode(database, 'password', codeHash)
  const isPresent =
    used && database.get('select 1 from mail_addresses where user_id = ? and address = ?', used.userId, used.address)
  if (!isPresent) throw refusal('mail_link_over')
  const user = requireUser(database, used.userId)
  requireNotBanned(database, user.id)
  database.run('update users set password_hash = ? where id = ?', passwordHash, user.id)
  const endedSessionIds = endAllSessions(database, user.id)
  return { user: toUser(user), sessionId: startSession(database, user.id, device), endedSessionIds }
}
