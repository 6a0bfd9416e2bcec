/** Invitations: links that let a new person into the chat, or a member into a room. */
import type { Input, Output } from '../../../protocol/commands.ts'
import type { NewInvite, RoomView } from '../../../protocol/models.ts'
import { allowInRoomIfAny } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceOpened, seatTaken } from '../rooms/announcement.ts'
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
  const onlyRoomId = await allowInRoomIfAny({ store }, caller, 'invite:createHere', roomId)
  const code = newCode()
  const invite = await store.addInvite(signed(caller), {
    codeHash: hashSecret(code),
    roomId: onlyRoomId,
    uses,
    expiresAt: minutes === undefined ? undefined : inMinutes(minutes),
  })
  return { ...invite, code, path: `/invite#${code}` }
}

export async function listInvites({ store }: Tools, caller: Caller): Promise<Output<'invites:list'>> {
  return { invites: await store.invites(signed(caller)) }
}

export async function revokeInvite(
  { store }: Tools,
  caller: Caller,
  { inviteId }: Input<'invite:revoke'>,
): Promise<undefined> {
  await store.revokeInvite(signed(caller), inviteId)
}

/** A person who is in the chat already takes the seat that an invitation offers. */
export async function redeemInvite(
  { store, delivery }: Tools,
  caller: Caller,
  { invite }: Input<'invite:redeem'>,
): Promise<RoomView> {
  const { roomId, opened } = await store.redeemInvite(signed(caller), hashSecret(invite))
  if (opened) {
    announceOpened(delivery, caller.user.id, opened)
    await announceMe({ store, delivery }, caller.user.id)
  } else {
    delivery.publish(seatTaken(caller.user.id, roomId))
  }
  return viewFor({ store }, caller, roomId)
}
