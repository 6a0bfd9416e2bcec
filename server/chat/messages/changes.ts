import type { Input } from '../../../protocol/commands.ts'
import type { ChangesPage } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Answers with the changes that a client missed: after a lost packet, a closed laptop or a restart. */
export async function readChanges(
  { store }: Tools,
  caller: Caller,
  asked: Input<'room:changes'>,
): Promise<ChangesPage> {
  const { roomId, epoch, since, limit } = asked
  if (epoch === store.epoch) return store.readChanges(signed(caller), roomId, since, limit)
  // A hidden room must not get even this answer.
  await allowInRoom({ store }, caller, 'room:changes', roomId)
  return { reset: 'epoch_changed' }
}
