/** Deletes the files of older messages, and undoes that. What is left after the first part, the clean-up does. */
import type { Input, Output } from '../../../protocol/commands.ts'
import type { FileDeletion } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import { announceChanges } from '../messages/announcement.ts'
import type { Tools } from '../tools.ts'

export const findOlderFiles = (
  { store }: Tools,
  caller: Caller,
  older: Input<'files:older'>,
): Promise<Output<'files:older'>> => store.olderFiles(signed(caller), older)

export async function deleteOlderFiles(
  { store, delivery, cleanUp }: Tools,
  caller: Caller,
  older: Input<'files:deleteOlder'>,
): Promise<FileDeletion> {
  const { deletion, changes } = await store.deleteOlderFiles(signed(caller), older)
  announceChanges(delivery, changes)
  cleanUp()
  return deletion
}

export async function restoreFiles(
  { store, delivery, cleanUp }: Tools,
  caller: Caller,
  { deletionId }: Input<'files:restore'>,
): Promise<undefined> {
  announceChanges(delivery, await store.restoreFiles(signed(caller), deletionId))
  cleanUp()
}
