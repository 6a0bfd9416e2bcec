import type { Input } from '../../../protocol/commands.ts'
import { whyNoWords } from '../../../protocol/allowed.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function startTyping(
  { store, typing }: Tools,
  caller: Caller,
  { roomId }: Input<'typing:start'>,
): Promise<undefined> {
  const allowed = await allowInRoom({ store }, caller, 'typing:start', roomId)
  // A user who cannot write is not announced as typing.
  const refusal = whyNoWords(allowed)
  if (refusal) throw refusal
  typing.start(allowed.room.id, caller.user)
}
