/**
 * Checks a user against the table of permissions. The store checks in the transaction that reads or writes, where
 * nothing can change meanwhile. The chat checks before that, so that a refusal costs no work.
 */
import { type Refusal, refusal } from './errors.ts'
import type { RoomView } from './models.ts'
import { type ChatRole, type Role, isAbove } from './roles.ts'
import { type ChatAction, type ChatRule, IN_CHAT, IN_ROOM, type RoomAction, type RoomRule } from './permissions.ts'

/** The facts that decide about an action in a room: the user's role there, and the room as the user sees it. */
type RoleInRoom = {
  role: Role
  room: Pick<RoomView, 'kind' | 'role' | 'isArchived' | 'isLocked' | 'mutedUntil'> & {
    /** In a direct room of two, the other user blocks this one. */
    isUnwanted?: true
    /** The user counts as new in a banned network. */
    unheard?: { until?: string }
  }
}

export const mayInChat = (role: ChatRole, action: ChatAction): boolean =>
  (IN_CHAT[action].may as readonly ChatRole[]).includes(role)

export function mayInRoom(
  { room, role }: Pick<RoleInRoom, 'role'> & { room: Pick<RoomView, 'kind'> },
  action: RoomAction,
): boolean {
  const rule: RoomRule = IN_ROOM[action]
  return rule.kinds.includes(room.kind) && rule.may.includes(role)
}

/** Throws `forbidden` when this role may not do that. */
export function requireInChat(role: ChatRole, action: ChatAction): void {
  const rule: ChatRule = IN_CHAT[action]
  if (!mayInChat(role, action)) throw notFor(role, rule.may)
}

/** The same in a room that the user sees. */
export function requireInRoom({ room, role }: RoleInRoom, action: RoomAction): void {
  const rule: RoomRule = IN_ROOM[action]
  if (!rule.kinds.includes(room.kind)) throw refusal('not_in_direct')
  if (!rule.may.includes(role)) throw notFor(role, rule.may)
  if (rule.needsSeat && room.role === 'visitor') throw refusal('join_first')
}

/** The reason why a member cannot write in a room now, if there is one. */
export function whyNoWords(inRoom: RoleInRoom): Refusal | undefined {
  const { room } = inRoom
  if (room.isArchived) return archived()
  if (room.mutedUntil !== undefined) return refusal('muted', { until: room.mutedUntil })
  if (room.isLocked && !mayInRoom(inRoom, 'message:sendFreely')) return refusal('room_locked')
  if (room.isUnwanted) return refusal('unwanted')
  if (room.unheard) return refusal('network_unheard', room.unheard)
  return undefined
}

export function requireNotArchived({ room }: RoleInRoom): void {
  if (room.isArchived) throw archived()
}

/** Throws `forbidden` when the other role is the same or greater. */
export function requireAbove(role: Role, other: Role): void {
  if (!isAbove(role, other)) throw refusal('not_above', { role: other })
}

/** A hidden room and a missing room get the same answer. */
export const noSuchRoom = (): Refusal => refusal('no_such_room')

const archived = () => refusal('room_archived')

function notFor(role: Role, roles: readonly Role[]): Refusal {
  if (role === 'outsider') return refusal('one_room_only')
  return refusal('only_for', { roles })
}
