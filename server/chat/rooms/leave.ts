import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { roomUpdatedFor, seatGone } from './announcement.ts'

export async function leaveRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId }: Input<'room:leave'>,
): Promise<undefined> {
  const { room, standing } = await allowInRoom({ store }, caller, 'room:leave', roomId)
  if (room.id === LOBBY)
    throw new Refusal('forbidden', 'Everybody is in the lobby. You can leave the chat for good instead.')
  if (standing.onlyRoomId === room.id)
    throw new Refusal('forbidden', 'You were invited to this room only. You can leave the chat for good instead.')
  const { newHostId } = await store.leaveRoom(signed(caller), room.id)
  delivery.publish(seatGone(caller.user.id, room.id, 'left'))
  if (newHostId !== undefined) delivery.publish(roomUpdatedFor(newHostId, room.id))
}
