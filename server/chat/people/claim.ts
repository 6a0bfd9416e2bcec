import type { Input } from '../../../protocol/commands.ts'
import type { User } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceUser } from './announcement.ts'
import { hashPassword } from './passwords.ts'

/** A guest becomes a person, and keeps everything: messages, rooms, read marks, this session. */
export async function claimName(
  { store, delivery }: Tools,
  caller: Caller,
  { password }: Input<'user:claim'>,
): Promise<User> {
  await allowInChat({ store }, caller, 'user:claim')
  const user = await store.claim(signed(caller), await hashPassword(password))
  await announceUser({ store, delivery }, user)
  return user
}
