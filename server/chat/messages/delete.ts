import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom, mayInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceCounts, changed } from './announcement.ts'

/** What stays is a tombstone at the same seq. */
export async function deleteMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'message:delete'>,
): Promise<Message> {
  const place = await allowInRoom({ store }, caller, 'message:delete', roomId)
  const isModerator = mayInRoom(place, 'message:deleteOthers')
  const { message, isNew, recounted } = await store.deleteMessage(signed(caller), place.room.id, seq, isModerator)
  if (isNew) delivery.publish(changed(message))
  announceCounts(delivery, place.room.id, recounted)
  return message
}
