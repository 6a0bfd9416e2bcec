/** Which acts are worth offering. The server decides; this is its table (docs/permissions.md) as far as a screen needs it. */
import type { ChatRole, Me, Role, RoomView, Settings } from '../../protocol/models.ts'

const RANK: Record<Role, number> = { owner: 3, moderator: 2, host: 1, member: 0, guest: 0 }

/** What I am in a room: the greatest of my roles counts, but in a direct room all are equal. */
export function roleIn(room: Pick<RoomView, 'kind' | 'role'>, me: Me): Role {
  if (room.kind === 'direct') return me.role === 'guest' ? 'guest' : 'member'
  if (isModerator(me)) return me.role
  return room.role === 'host' ? 'host' : me.role
}

/** Nobody acts against who is of the same or a greater role; an owner against everybody else. */
export const isAbove = (mine: Role, theirs: Role): boolean => mine === 'owner' || RANK[mine] > RANK[theirs]

export const isModerator = ({ role }: { role: ChatRole }): boolean => role === 'owner' || role === 'moderator'
export const isOwner = ({ role }: { role: ChatRole }): boolean => role === 'owner'

/** Settings, roles and seats of this room. */
export const mayHost = (room: RoomView, me: Me): boolean => room.kind !== 'direct' && RANK[roleIn(room, me)] > 0

/** Giving others a seat. */
export const mayInvite = (room: RoomView, me: Me): boolean =>
  room.kind !== 'direct' && room.role !== 'visitor' && roleIn(room, me) !== 'guest'

/** Invitation links to the chat as a whole. */
export const mayInviteToChat = ({ role }: Me): boolean => role !== 'guest'

export function mayMakeRooms(me: Me, settings: Settings | undefined): boolean {
  if (me.onlyRoomId !== undefined) return false
  const by = settings?.roomsBy ?? 'everyone'
  return isModerator(me) || by === 'everyone' || (by === 'members' && me.role === 'member')
}

export const mayReadAudit = (me: Me, settings: Settings | undefined): boolean =>
  isModerator(me) || (settings?.auditFor === 'members' && me.role === 'member')
