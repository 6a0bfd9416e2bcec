import type { Input, Output } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'

export async function pinMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, on }: Input<'message:pin'>,
): Promise<Message> {
  const { message, isNew } = await store.pin(signed(caller), roomId, seq, on)
  if (isNew) delivery.publish(changed(message))
  return message
}

export async function listPinned(
  { store }: Tools,
  caller: Caller,
  { roomId }: Input<'messages:pinned'>,
): Promise<Output<'messages:pinned'>> {
  return { messages: await store.pinned(signed(caller), roomId) }
}
