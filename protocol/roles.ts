/** Roles and their order. */

/** The roles in the chat or in a room. `host` exists only in rooms. */
export const ROLES = ['owner', 'moderator', 'host', 'member', 'guest', 'outsider'] as const
export type Role = (typeof ROLES)[number]

/**
 * The roles in the chat as a whole. An `outsider`, with or without a password, was invited to one room and sees only that
 * room.
 */
export const CHAT_ROLES = ['owner', 'moderator', 'member', 'guest', 'outsider'] as const
export type ChatRole = (typeof CHAT_ROLES)[number]

/** The facts that decide about a role in a room: the room's kind, and the role that comes with the seat. */
type RoomSeen = { kind: 'open' | 'closed' | 'direct'; role: 'host' | 'member' | 'visitor' }

/**
 * A user's role in a room: the greatest of their roles. In a direct room all are equal. An outsider stays one
 * everywhere.
 */
export function roleIn(room: RoomSeen, role: ChatRole): Role {
  if (role === 'outsider') return role
  if (room.kind === 'direct') return role === 'guest' ? 'guest' : 'member'
  if (role === 'owner' || role === 'moderator') return role
  return room.role === 'host' ? 'host' : role
}

const RANK: Record<Role, number> = { owner: 3, moderator: 2, host: 1, member: 0, guest: 0, outsider: 0 }

/** Moderation works only against a lesser role. Owners are above each other. */
export const isAbove = (role: Role, other: Role): boolean => role === 'owner' || RANK[role] > RANK[other]

export const isModerator = (role: Role): boolean => role === 'owner' || role === 'moderator'
