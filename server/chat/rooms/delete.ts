import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { roomDeleted } from './announcement.ts'

export async function deleteRoom(
  { store, delivery, cleanUp }: Tools,
  caller: Caller,
  { roomId, name }: Input<'room:delete'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:delete', roomId)
  if (room.id === LOBBY) throw refusal('lobby_not_deleted')
  if (name.trim() !== room.name) throw refusal('room_name_wrong', { name: room.name })
  await store.deleteRoom(signed(caller), room.id)
  delivery.publish(roomDeleted(room.id))
  cleanUp()
}
