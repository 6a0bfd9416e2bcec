import type { Input } from '../../../protocol/commands.ts'
import type { Presence } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Who is here of a room at this moment. That the connection hears more of it is for its door to see to. */
export async function watchPresence(
  { store, online }: Tools,
  caller: Caller,
  { roomId }: Input<'presence:watch'>,
): Promise<Presence> {
  const { room } = await allowInRoom({ store }, caller, 'presence:watch', roomId)
  return online.of(room.id)
}
