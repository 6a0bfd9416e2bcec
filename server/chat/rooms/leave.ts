import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
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
  const { room } = await allowInRoom({ store }, caller, 'room:leave', roomId)
  if (room.id === LOBBY) throw refusal('lobby_not_left')
  const { newHostId } = await store.leaveRoom(signed(caller), room.id)
  delivery.publish(seatGone(caller.user.id, room.id, 'left'))
  if (newHostId !== undefined) delivery.publish(roomUpdatedFor(newHostId, room.id))
}
