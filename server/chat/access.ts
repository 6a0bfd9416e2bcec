/**
 * Asks the table of permissions before a command begins: it finds the room, and refuses early what is not allowed. The
 * answer may be outdated when something is written. So the store asks the same table again, in its transaction.
 */
import { noSuchRoom, requireInChat, requireInRoom } from '../../protocol/allowed.ts'
import { Refusal } from '../../protocol/errors.ts'
import { type Role, roleIn } from '../../protocol/roles.ts'
import type { ChatAction, RoomAction } from '../../protocol/permissions.ts'
import type { Account, RoomAccess, Store } from '../store/store.ts'
import { type Caller, signed } from './caller.ts'

/** A room in which the caller may act, and the caller's role there. */
export type AllowedInRoom = { room: RoomAccess['room']; role: Role; account: Account }

type Needs = { store: Store }

/** Throws `forbidden` when the caller's role does not allow the action. Answers with the caller's present account. */
export async function allowInChat({ store }: Needs, caller: Caller, action: ChatAction): Promise<Account> {
  const account = await store.accountOf(signed(caller))
  requireInChat(account.role, action)
  return account
}

/**
 * Answers with the room if the caller may do this in it. A room that the caller may not see is the same `not_found` as
 * a room that does not exist. Any other obstacle is `forbidden`.
 */
export async function allowInRoom(
  { store }: Needs,
  caller: Caller,
  action: RoomAction,
  idOrSlug: string,
): Promise<AllowedInRoom> {
  const access = await store.roomAccess(idOrSlug, signed(caller))
  if (!access) throw noSuchRoom()
  const { room, ...account } = access
  const allowed = { room, role: roleIn(room, account.role), account }
  requireInRoom(allowed, action)
  return allowed
}

/** The same where a command may name a room: answers with its id, or with nothing for the whole chat. */
export async function allowInRoomIfAny(
  tools: Needs,
  caller: Caller,
  action: RoomAction,
  idOrSlug: string | undefined,
): Promise<string | undefined> {
  return idOrSlug === undefined ? undefined : (await allowInRoom(tools, caller, action, idOrSlug)).room.id
}

/** Whether a user sees a room, in which they may have no seat. While the store does not answer, nothing has changed. */
export async function maySee({ store }: Needs, caller: Caller, roomId: string): Promise<boolean> {
  try {
    return (await store.roomAccess(roomId, signed(caller))) !== undefined
  } catch (error) {
    return error instanceof Refusal && error.retryAfterMs !== undefined
  }
}
