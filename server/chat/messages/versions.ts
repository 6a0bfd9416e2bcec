import type { Input } from '../../../protocol/commands.ts'
import type { Versions } from '../../../protocol/models.ts'
import { allowInRoom, mayInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function readVersions(
  { store }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'message:versions'>,
): Promise<Versions> {
  const place = await allowInRoom({ store }, caller, 'message:versions', roomId)
  const isModerator = mayInRoom(place, 'message:versionsOfOthers')
  return store.versions(signed(caller), place.room.id, seq, isModerator)
}
