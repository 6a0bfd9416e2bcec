import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceMe } from './announcement.ts'

export async function appointUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, role }: Input<'user:appoint'>,
): Promise<undefined> {
  await allowInChat({ store }, caller, 'user:appoint')
  if (!(await store.findUser(userId))) throw new Refusal('not_found', 'There is nobody of that id.')
  await store.appoint(signed(caller), userId, role)
  await announceMe({ store, delivery }, userId)
}
