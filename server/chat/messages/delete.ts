import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceCounts, changed } from './announcement.ts'

/** Deletes a message. A tombstone stays at the same seq. */
export async function deleteMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'message:delete'>,
): Promise<Message> {
  const { message, isNew, recounted } = await store.deleteMessage(signed(caller), roomId, seq)
  if (isNew) delivery.publish(changed(message))
  announceCounts(delivery, message.roomId, recounted)
  return message
}
