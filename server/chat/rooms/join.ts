import type { Input } from '../../../protocol/commands.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { seatTaken } from './announcement.ts'
import { viewFor } from './create.ts'

/** Joining writes two rows and tells only the newcomer, whatever the size of the room. */
export async function joinRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId }: Input<'room:join'>,
): Promise<RoomView> {
  const { room } = await allowInRoom({ store }, caller, 'room:join', roomId)
  if (room.role !== 'visitor') return viewFor({ store }, caller, room.id)
  await store.join(signed(caller), room.id)
  delivery.publish(seatTaken(caller.user.id, room.id))
  return viewFor({ store }, caller, room.id)
}
