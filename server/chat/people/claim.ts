import type { Input } from '../../../protocol/commands.ts'
import type { User } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceRenamed, announceUser } from './announcement.ts'
import { fromOf } from './passwords.ts'

/** A guest becomes a person, and keeps everything: messages, rooms, read marks, this session. */
export async function claimName(
  { store, delivery, limits, passwords }: Tools,
  caller: Caller,
  { password }: Input<'user:claim'>,
): Promise<User> {
  const { user: guest } = await allowInChat({ store }, caller, 'user:claim')
  await limits.takeTogether(['claim', caller.network])
  const passwordHash = await passwords.hash(password, fromOf(caller))
  const { user, renamed } = await store.claim(signed(caller), guest.name, passwordHash)
  await announceUser({ store, delivery }, user)
  await announceRenamed({ store, delivery }, renamed)
  return user
}
