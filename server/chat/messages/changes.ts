import type { Input } from '../../../protocol/commands.ts'
import type { ChangesPage } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** "What did I miss?", the same after a lost packet, a closed lid and a restart. */
export async function readChanges(
  { store }: Tools,
  caller: Caller,
  asked: Input<'room:changes'>,
): Promise<ChangesPage> {
  const { room } = await allowInRoom({ store }, caller, 'room:changes', asked.roomId)
  if (asked.epoch !== store.epoch) return { reset: 'epoch_changed' }
  return store.changesSince(room.id, asked.since, asked.limit)
}
