/** Requests (seats that strangers gave), and hidden direct rooms. */
import type { Input } from '../../../protocol/commands.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { roomUpdatedFor, seatGone } from './announcement.ts'
import { viewFor } from './create.ts'

export async function acceptRequest(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId }: Input<'room:accept'>,
): Promise<RoomView> {
  const { room } = await allowInRoom({ store }, caller, 'room:accept', roomId)
  if (await store.acceptRequest(signed(caller), room.id)) delivery.publish(roomUpdatedFor(caller.user.id, room.id))
  return viewFor({ store }, caller, room.id)
}

export async function declineRequest(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId }: Input<'room:decline'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:decline', roomId)
  const { reason } = await store.declineRequest(signed(caller), room.id)
  delivery.publish(seatGone(caller.user.id, room.id, reason))
}

export async function hideRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId }: Input<'room:hide'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:hide', roomId)
  await store.hideRoom(signed(caller), room.id)
  delivery.publish(seatGone(caller.user.id, room.id, 'hidden'))
}
