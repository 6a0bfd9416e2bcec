import type { Input } from '../../../protocol/commands.ts'
import type { Removal } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import { announceChanges } from '../messages/announcement.ts'
import type { Tools } from '../tools.ts'

export async function removeMessages(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, hours }: Input<'user:removeMessages'>,
): Promise<Removal> {
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
  announceChanges(delivery, await store.undoRemoval(signed(caller), removalId))
}
