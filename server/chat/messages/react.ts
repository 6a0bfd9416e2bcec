import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'
import { requireWritable } from './writable.ts'

export async function reactToMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, emoji, on }: Input<'message:react'>,
): Promise<Message> {
  const place = await allowInRoom({ store }, caller, 'message:react', roomId)
  await requireWritable({ store }, place, caller)
  const { message, isNew } = await store.react(signed(caller), place.room.id, seq, emoji, on)
  if (isNew) delivery.publish(changed(message))
  return message
}
