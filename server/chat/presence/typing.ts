import type { Input } from '../../../protocol/commands.ts'
import { requireMember } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function startTyping(
  { store, typing }: Tools,
  caller: Caller,
  { roomId }: Input<'typing:start'>,
): Promise<undefined> {
  const room = await requireMember(store, caller, roomId)
  typing.start(room.id, caller.user)
}
