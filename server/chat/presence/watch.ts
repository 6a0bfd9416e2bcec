import type { Input } from '../../../protocol/commands.ts'
import type { Presence } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Answers with the online users of a room. The connection’s door then subscribes it to changes. */
export async function watchPresence(
  { store, online }: Tools,
  caller: Caller,
  { roomId }: Input<'presence:watch'>,
): Promise<Presence> {
  const { room } = await allowInRoom({ store }, caller, 'presence:watch', roomId)
  return online.of(room.id)
}
