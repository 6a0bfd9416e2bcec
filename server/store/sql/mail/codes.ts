/** Codes of mailed links, kept as hashes. Each try to send a mail makes a code of its own; the first one used ends all. */
import type { Database } from '../database.ts'

type Purpose = 'confirm' | 'password'
type Code = { purpose: Purpose; userId: string; address: string; expiresAt: string }

export function addMailCode(database: Database, codeHash: Uint8Array, code: Code): void {
  database.run(
    'insert into mail_codes (code_hash, user_id, purpose, address, expires_at) values (?, ?, ?, ?, ?)',
    codeHash,
    code.userId,
    code.purpose,
    code.address,
    code.expiresAt,
  )
}

type CodeRow = { userId: string; address: string }

export const findMailCode = (database: Database, purpose: Purpose, codeHash: Uint8Array): CodeRow | undefined =>
  database.get(
    `select user_id as userId, address from mail_codes where code_hash = ? and purpose = ? and expires_at > ?`,
    codeHash,
    purpose,
    new Date().toISOString(),
  )

/** Uses a code up, with the others of the user for the same purpose. Another user’s code stays as it is. */
export function useMailCode(
  database: Database,
  purpose: Purpose,
  codeHash: Uint8Array,
  userId?: string,
): CodeRow | undefined {
  const found = findMailCode(database, purpose, codeHash)
  if (!found || (userId !== undefined && found.userId !== userId)) return undefined
  database.run('delete from mail_codes where user_id = ? and purpose = ?', found.userId, purpose)
  return found
}
