import type { Input, Output } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'
import { requireWritable } from './writable.ts'

export async function pinMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, on }: Input<'message:pin'>,
): Promise<Message> {
  const place = await allowInRoom({ store }, caller, 'message:pin', roomId)
  await requireWritable({ store }, place, caller)
  const { message, isNew } = await store.pin(signed(caller), place.room.id, seq, on)
  if (isNew) delivery.publish(changed(message))
  return message
}

export async function listPinned(
  { store }: Tools,
  caller: Caller,
  { roomId }: Input<'messages:pinned'>,
): Promise<Output<'messages:pinned'>> {
  const { room } = await allowInRoom({ store }, caller, 'messages:pinned', roomId)
  return { messages: await store.pinned(room.id) }
}
