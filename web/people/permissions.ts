/** The actions worth offering. The server decides; this is the part of its table (docs/permissions.md) for screens. */
import type { Me, RoomView, Settings } from '../../protocol/models.ts'
import type { ChatRole, Role } from '../../protocol/roles.ts'
import * as roles from '../../protocol/roles.ts'

/** My role in a room. */
export const roleIn = (room: Pick<RoomView, 'kind' | 'role'>, me: Me): Role => roles.roleIn(room, me.role)

export const isAbove = roles.isAbove

export const isModerator = ({ role }: { role: ChatRole }): boolean => roles.isModerator(role)
export const isOwner = ({ role }: { role: ChatRole }): boolean => role === 'owner'

/** Settings, roles and members of this room. */
export const mayHost = (room: RoomView, me: Me): boolean =>
  room.kind !== 'direct' && ['owner', 'moderator', 'host'].includes(roleIn(room, me))

/** Adding members. */
export const mayInvite = (room: RoomView, me: Me): boolean => mayCallAll(room, me) && room.role !== 'visitor'

/** Mentioning all members of a room. */
export const mayCallAll = (room: Pick<RoomView, 'kind' | 'role'>, me: Me): boolean =>
  room.kind !== 'direct' && !['guest', 'outsider'].includes(roleIn(room, me))

/** Invitation links to the chat as a whole. */
export const mayInviteToChat = ({ role }: Me): boolean => role !== 'guest' && role !== 'outsider'

/** Adding custom emoji. */
export const mayAddEmoji = (me: Me, settings: Settings | undefined): boolean =>
  isModerator(me) || (settings?.emojiBy === 'members' && me.role === 'member')

export const mayReadAudit = (me: Me, settings: Settings | undefined): boolean =>
  isModerator(me) || (settings?.auditFor === 'members' && me.role === 'member')
