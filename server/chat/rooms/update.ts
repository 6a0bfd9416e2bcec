import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { keepPicture } from '../people/picture.ts'
import type { Tools } from '../tools.ts'
import { roomUpdated } from './announcement.ts'
import { viewFor } from './create.ts'
import { prepareRoomName } from './names.ts'

export async function updateRoom(
  tools: Tools,
  caller: Caller,
  { roomId, name, image, ...rest }: Input<'room:update'>,
): Promise<RoomView> {
  const { store, delivery } = tools
  const { room } = await allowInRoom({ store }, caller, 'room:update', roomId)
  if (room.id === LOBBY && (rest.kind === 'closed' || rest.isArchived)) throw refusal('lobby_not_closed')
  // A new name makes a new slug, but clients know the lobby by its slug.
  const { slug, ...named } = name === undefined ? {} : prepareRoomName(name)
  const picture = image === undefined || image === '' ? image : await keepPicture(tools, caller, image)
  await store.updateRoom(signed(caller), room.id, { ...rest, ...named, picture, ...(room.id !== LOBBY && { slug }) })
  delivery.publish(roomUpdated(room.id))
  return viewFor({ store }, caller, room.id)
}
