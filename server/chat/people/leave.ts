import type { Input } from '../../../protocol/commands.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceChanges } from '../messages/announcement.ts'
import { announceNewHosts } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { announceIn } from './announcement.ts'
import { requirePassword } from './require-password.ts'

/** Deletes an account. The messages stay without the name, or are deleted as well. */
export async function leaveForGood(
  tools: Tools,
  caller: Caller,
  { messages, password }: Input<'user:leave'>,
): Promise<undefined> {
  const { store, delivery, cleanUp } = tools
  const { user: leaver } = await allowInChat({ store }, caller, 'user:leave')
  if (leaver.kind !== 'guest') await requirePassword(tools, caller, password ?? '')
  const { user, roomIds, changes, newHosts } = await store.leave(signed(caller), messages)
  delivery.publish({ audience: { user: user.id }, event: 'session:ended', payload: { reason: 'left' } })
  announceIn(delivery, user, roomIds)
  announceChanges(delivery, changes)
  announceNewHosts(delivery, newHosts)
  // When there are very many messages, only the first ones are deleted by now.
  if (messages === 'delete') cleanUp()
}
