import type { Input } from '../../../protocol/commands.ts'
import { allowInChat, allowInRoom, requireLesser } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { roomUpdatedFor } from '../rooms/announcement.ts'
import { requireLesserMember } from '../rooms/members.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'

/** In a room its host may, everywhere only a moderator. */
export async function muteUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, minutes, roomId, reason }: Input<'user:mute'>,
): Promise<undefined> {
  const place = roomId === undefined ? undefined : await allowInRoom({ store }, caller, 'user:muteHere', roomId)
  if (place) {
    await requireLesserMember({ store }, caller, place, userId)
  } else {
    const { role } = await allowInChat({ store }, caller, 'user:mute')
    await requireLesser({ store }, caller, role, userId)
  }
  await store.mute(signed(caller), { userId, roomId: place?.room.id, until: inMinutes(minutes), reason })
  await announce({ store, delivery }, userId, place?.room.id)
}

export async function unmuteUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, roomId }: Input<'user:unmute'>,
): Promise<undefined> {
  const place = roomId === undefined ? undefined : await allowInRoom({ store }, caller, 'user:unmuteHere', roomId)
  if (place) {
    await requireLesserMember({ store }, caller, place, userId)
  } else {
    const { role } = await allowInChat({ store }, caller, 'user:unmute')
    await requireLesser({ store }, caller, role, userId)
  }
  await store.unmute(signed(caller), userId, place?.room.id)
  await announce({ store, delivery }, userId, place?.room.id)
}

/** They see in the room, or in all of theirs, that they cannot write, or can again. */
async function announce(
  { store, delivery }: Pick<Tools, 'store' | 'delivery'>,
  userId: string,
  roomId: string | undefined,
): Promise<void> {
  const roomIds = roomId === undefined ? await store.roomIdsOf(userId) : [roomId]
  for (const id of roomIds) delivery.publish(roomUpdatedFor(userId, id))
}
