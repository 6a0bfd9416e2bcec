/** The members of a room: listing, adding and removing them, and making hosts. */
import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { MembersPage } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'
import { roomUpdatedFor, seatGone, seatTaken } from './announcement.ts'

export async function listMembers(
  { store, online, cursors }: Tools,
  caller: Caller,
  { roomId, ...asked }: Input<'room:members'>,
): Promise<MembersPage> {
  const { members, ...more } = await cursors.page('room:members', caller, asked, (page) =>
    store.members(signed(caller), roomId, page),
  )
  return { members: members.map((member) => ({ ...member, isHere: online.isHere(member.user.id) })), ...more }
}

export async function inviteToRoom(
  { store, delivery, limits }: Tools,
  caller: Caller,
  { roomId, userId }: Input<'room:invite'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:invite', roomId)
  const isNew = await store.seat(signed(caller), room.id, userId, limits.pushed)
  if (isNew) delivery.publish(seatTaken(userId, room.id))
}

export async function removeFromRoom(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, userId, minutes }: Input<'room:remove'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:remove', roomId)
  if (room.id === LOBBY) throw refusal('lobby_not_removed')
  const { newHostId } = await store.unseat(signed(caller), room.id, userId, inMinutes(minutes))
  delivery.publish(seatGone(userId, room.id, 'removed'))
  if (newHostId !== undefined) delivery.publish(roomUpdatedFor(newHostId, room.id))
}

export async function appointHost(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, userId, role }: Input<'room:appoint'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:appoint', roomId)
  await store.appointHost(signed(caller), room.id, userId, role)
  delivery.publish(roomUpdatedFor(userId, room.id))
}
