import type { Input, Output } from '../../../protocol/commands.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Answers with the room’s id. The connection’s door then notes what its screen shows. */
export async function showOnScreen(
  { store }: Tools,
  caller: Caller,
  { roomId }: Input<'screen:show'>,
): Promise<Output<'screen:show'>> {
  if (roomId === undefined) return {}
  const { room } = await allowInRoom({ store }, caller, 'screen:show', roomId)
  return { roomId: room.id }
}
