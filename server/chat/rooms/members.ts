/** Who has a seat in a room: seeing them, giving one, taking one away, and who is host. */
import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { MembersPage } from '../../../protocol/models.ts'
import { allowInRoom, mayInRoom, type Place, requireGreater } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'
import { roomUpdatedFor, seatGone, seatTaken } from './announcement.ts'

export async function listMembers(
  { store, online }: Tools,
  caller: Caller,
  { roomId, ...page }: Input<'room:members'>,
): Promise<MembersPage> {
  const { room } = await allowInRoom({ store }, caller, 'room:members', roomId)
  const { members, next } = await store.members(room.id, page)
  return {
    members: members.map((member) => ({ ...member, isHere: online.isHere(member.user.id) })),
    ...(next !== undefined && { next }),
  }
}

export async function inviteToRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, userId }: Input<'room:invite'>,
): Promise<undefined> {
  const place = await allowInRoom({ store }, caller, 'room:invite', roomId)
  const { room } = place
  if (room.isArchived) throw new Refusal('forbidden', 'This room is archived: it can only be read.')
  if ((await store.blockersOf(caller.user.id, [userId])).length > 0)
    throw new Refusal('forbidden', 'They do not want that.')
  await store.seat(signed(caller), room.id, userId, mayInRoom(place, 'room:remove'))
  delivery.publish(seatTaken(userId, room.id))
}

export async function removeFromRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, userId, minutes }: Input<'room:remove'>,
): Promise<undefined> {
  const place = await allowInRoom({ store }, caller, 'room:remove', roomId)
  const { room } = place
  if (room.id === LOBBY)
    throw new Refusal('forbidden', 'Nobody is removed from the lobby. Mute them, or ban them from the chat.')
  await requireLesserMember({ store }, caller, place, userId)
  const { newHostId } = await store.unseat(signed(caller), room.id, userId, inMinutes(minutes))
  delivery.publish(seatGone(userId, room.id, 'removed'))
  if (newHostId !== undefined) delivery.publish(roomUpdatedFor(newHostId, room.id))
}

export async function appointHost(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, userId, role }: Input<'room:appoint'>,
): Promise<undefined> {
  const place = await allowInRoom({ store }, caller, 'room:appoint', roomId)
  const { room } = place
  // A host steps down by themselves, or is asked to by somebody above.
  if (role === 'member' && userId !== caller.user.id) await requireLesserMember({ store }, caller, place, userId)
  await store.appointHost(signed(caller), room.id, userId, role)
  delivery.publish(roomUpdatedFor(userId, room.id))
}

/** Somebody with a seat in the room, of a lesser role there than the caller. */
export async function requireLesserMember(
  { store }: Pick<Tools, 'store'>,
  caller: Caller,
  { room, role }: Place,
  userId: string,
): Promise<void> {
  if (userId === caller.user.id) throw new Refusal('bad_request', 'This cannot be done to oneself.')
  const member = await store.findMember(room.id, userId)
  if (!member) throw new Refusal('not_found', 'They are not in this room.')
  requireGreater(role, member.role)
}
