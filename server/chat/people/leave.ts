import type { Input } from '../../../protocol/commands.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceChanges } from '../messages/announcement.ts'
import { announceNewHosts } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { announceIn } from './announcement.ts'
import { requirePassword } from './passwords.ts'

/** For good: what stays is what was said, under no name, or not even that. */
export async function leaveForGood(
  tools: Tools,
  caller: Caller,
  { messages, password }: Input<'user:leave'>,
): Promise<undefined> {
  const { store, delivery } = tools
  const { role } = await allowInChat({ store }, caller, 'user:leave')
  if (role !== 'guest') await requirePassword(tools, caller, password ?? '')
  const { user, roomIds, changes, newHosts } = await store.leave(signed(caller), messages)
  delivery.publish({ audience: { user: user.id }, event: 'session:ended', payload: { reason: 'left' } })
  announceIn(delivery, user, roomIds)
  announceChanges(delivery, changes)
  announceNewHosts(delivery, newHosts)
}
