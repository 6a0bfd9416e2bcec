/** Invitations: links by which somebody new comes in, or somebody known into a room. */
import type { Input, Output } from '../../../protocol/commands.ts'
import type { NewInvite, RoomView } from '../../../protocol/models.ts'
import { allowInChat, allowInRoom, mayInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { seatTaken } from '../rooms/announcement.ts'
import { viewFor } from '../rooms/create.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'
import { announceMe } from './announcement.ts'
import { hashSecret, newCode } from './secrets.ts'

export async function createInvite(
  { store }: Tools,
  caller: Caller,
  { roomId, uses, minutes }: Input<'invite:create'>,
): Promise<NewInvite> {
  const place = roomId === undefined ? undefined : await allowInRoom({ store }, caller, 'invite:createHere', roomId)
  if (!place) await allowInChat({ store }, caller, 'invite:create')
  const code = newCode()
  const invite = await store.addInvite(signed(caller), {
    codeHash: hashSecret(code),
    ...(place && { roomId: place.room.id }),
    uses,
    expiresAt: minutes === undefined ? undefined : inMinutes(minutes),
  })
  return { ...invite, code, path: `/invite#${code}` }
}

export async function listInvites({ store }: Tools, caller: Caller): Promise<Output<'invites:list'>> {
  const standing = await allowInChat({ store }, caller, 'invites:list')
  return { invites: await store.invites(signed(caller), mayInChat(standing, 'invites:others') ? 'all' : 'mine') }
}

export async function revokeInvite(
  { store }: Tools,
  caller: Caller,
  { inviteId }: Input<'invite:revoke'>,
): Promise<undefined> {
  const standing = await allowInChat({ store }, caller, 'invite:revoke')
  await store.revokeInvite(signed(caller), inviteId, mayInChat(standing, 'invites:others') ? 'all' : 'mine')
}

/** Somebody who is in the chat already takes the seat that an invitation offers. */
export async function redeemInvite(
  { store, delivery }: Tools,
  caller: Caller,
  { invite }: Input<'invite:redeem'>,
): Promise<RoomView> {
  const { onlyRoomId } = await allowInChat({ store }, caller, 'invite:redeem')
  const { roomId } = await store.redeemInvite(signed(caller), hashSecret(invite))
  delivery.publish(seatTaken(caller.user.id, roomId))
  // An invitation to the whole chat opens it to who was invited to one room.
  if (onlyRoomId !== undefined) await announceMe({ store, delivery }, caller.user.id)
  return viewFor({ store }, caller, roomId)
}
