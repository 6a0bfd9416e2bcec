/** Asks a signed-in person for their password again, before they do something grave. */
import { refusal } from '../../../protocol/errors.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { fromOf } from './passwords.ts'

/** Throws `forbidden` when this is not the caller's own password. */
export async function requirePassword(
  { store, limits, passwords }: Pick<Tools, 'store' | 'limits' | 'passwords'>,
  caller: Caller,
  password: string,
): Promise<void> {
  await limits.takeTogether(['account', caller.user.id])
  const hash = await store.passwordHashOf(signed(caller))
  if (!(await passwords.isRight(password, hash, fromOf(caller)))) throw refusal('not_your_password')
}
