import type { Input } from '../../../protocol/commands.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import { requireWritable } from '../messages/writable.ts'
import type { Tools } from '../tools.ts'

export async function startTyping(
  { store, typing }: Tools,
  caller: Caller,
  { roomId }: Input<'typing:start'>,
): Promise<undefined> {
  const place = await allowInRoom({ store }, caller, 'typing:start', roomId)
  // Who cannot be heard is not announced either.
  await requireWritable({ store }, place, caller)
  typing.start(place.room.id, caller.user)
}
