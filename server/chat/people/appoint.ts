import type { Input } from '../../../protocol/commands.ts'
import { type Caller, signed } from '../caller.ts'
import { announceOpened } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { announceMe } from './announcement.ts'

export async function appointUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, role }: Input<'user:appoint'>,
): Promise<undefined> {
  const { opened } = await store.appoint(signed(caller), userId, role)
  if (opened) announceOpened(delivery, userId, opened)
  await announceMe({ store, delivery }, userId)
}
