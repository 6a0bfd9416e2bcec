import type { Input } from '../../../protocol/commands.ts'
import { allowInRoomIfAny } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceProfile } from '../people/status.ts'
import { roomUpdatedFor } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'

/** A host mutes in their room. Only a moderator mutes everywhere. */
export async function muteUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, minutes, roomId, reason }: Input<'user:mute'>,
): Promise<undefined> {
  const id = await allowInRoomIfAny({ store }, caller, 'user:muteHere', roomId)
  const { hadStatus } = await store.mute(signed(caller), { userId, roomId: id, until: inMinutes(minutes), reason })
  const roomIds = await announce({ store, delivery }, userId, id)
  if (hadStatus) await announceProfile({ store, delivery }, userId, roomIds)
}

export async function unmuteUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, roomId }: Input<'user:unmute'>,
): Promise<undefined> {
  const id = await allowInRoomIfAny({ store }, caller, 'user:unmuteHere', roomId)
  await store.unmute(signed(caller), { userId, roomId: id })
  await announce({ store, delivery }, userId, id)
}

/** The room, or each of their rooms, shows them whether they can write. Answers with these rooms. */
async function announce(
  { store, delivery }: Pick<Tools, 'store' | 'delivery'>,
  userId: string,
  roomId: string | undefined,
): Promise<string[]> {
  const roomIds = roomId === undefined ? await store.roomIdsOf(userId) : [roomId]
  for (const id of roomIds) delivery.publish(roomUpdatedFor(userId, id))
  return roomIds
}
