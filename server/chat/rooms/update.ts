import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { roomUpdated } from './announcement.ts'
import { viewFor } from './create.ts'
import { prepareRoomName } from './names.ts'

export async function updateRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, name, ...rest }: Input<'room:update'>,
): Promise<RoomView> {
  const { room } = await allowInRoom({ store }, caller, 'room:update', roomId)
  if (room.id === LOBBY && (rest.kind === 'closed' || rest.isArchived))
    throw new Refusal('forbidden', 'The lobby stays open for everybody.')
  if (room.role === 'visitor' && rest.kind === 'closed')
    throw new Refusal('forbidden', 'Join this room first: once it is closed, you could not see it any more.')
  // A new name makes a new address, but the lobby is what every client knows by its slug.
  const { slug, ...named } = name === undefined ? {} : prepareRoomName(name)
  await store.updateRoom(signed(caller), room.id, { ...rest, ...named, ...(room.id !== LOBBY && { slug }) })
  delivery.publish(roomUpdated(room.id))
  return viewFor({ store }, caller, room.id)
}
