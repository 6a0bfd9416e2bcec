import type { Input } from '../../../protocol/commands.ts'
import type { Removal } from '../../../protocol/models.ts'
import { allowInChat, requireLesser } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceChanges } from '../messages/announcement.ts'
import type { Tools } from '../tools.ts'

export async function removeMessages(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, hours }: Input<'user:removeMessages'>,
): Promise<Removal> {
  const { role } = await allowInChat({ store }, caller, 'user:removeMessages')
  await requireLesser({ store }, caller, role, userId)
  const since = new Date(Date.now() - hours * 3_600_000).toISOString()
  const { removal, changes } = await store.removeMessages(signed(caller), userId, since)
  announceChanges(delivery, changes)
  return removal
}

export async function undoRemoval(
  { store, delivery }: Tools,
  caller: Caller,
  { removalId }: Input<'removal:undo'>,
): Promise<undefined> {
  const { role } = await allowInChat({ store }, caller, 'removal:undo')
  const userId = await store.removalOf(removalId)
  // Whoever has left meanwhile has no role any more.
  const author = userId === undefined ? undefined : await store.findUser(userId)
  if (author) await requireLesser({ store }, caller, role, author.user.id)
  announceChanges(delivery, await store.undoRemoval(signed(caller), removalId))
}
