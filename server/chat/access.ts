/** Who may do what, asked of the store for every command: what a connection once was allowed proves nothing. */
import { Refusal } from '../../protocol/errors.ts'
import type { ChatRole, Role } from '../../protocol/models.ts'
import type { Footing, Standing, Store } from '../store/store.ts'
import { type Caller, signed } from './caller.ts'
import { type ChatAction, type ChatRule, IN_CHAT, IN_ROOM, type RoomAction, type RoomRule } from './permissions.ts'

/** A room as the caller sees it, and what the caller is in it. */
export type Place = { room: Footing['room']; role: Role; standing: Standing }

type Needs = { store: Store }

/** Throws `forbidden` when somebody of this role may not. Answers with who the caller is by now. */
export async function allowInChat({ store }: Needs, caller: Caller, action: ChatAction): Promise<Standing> {
  const standing = await store.standingOf(signed(caller))
  const rule: ChatRule = IN_CHAT[action]
  if (!rule.may.includes(standing.role)) throw new Refusal('forbidden', onlyFor(rule.may))
  return standing
}

/**
 * The room, when the caller may do this in it. A room that the caller may not see and one that does not exist are the
 * same `not_found`; whatever else stands in the way is `forbidden`.
 */
export async function allowInRoom(
  { store }: Needs,
  caller: Caller,
  action: RoomAction,
  idOrSlug: string,
): Promise<Place> {
  const footing = await store.footingIn(idOrSlug, signed(caller))
  if (!footing) throw new Refusal('not_found', 'There is no such room.')
  const { room, ...standing } = footing
  const role = roleIn(room, standing.role)
  const rule: RoomRule = IN_ROOM[action]
  if (!rule.kinds.includes(room.kind)) throw new Refusal('forbidden', 'This cannot be done in a direct room.')
  if (!rule.may.includes(role)) throw new Refusal('forbidden', onlyFor(rule.may))
  if (rule.needsSeat && room.role === 'visitor') throw new Refusal('forbidden', 'Join this room first.')
  return { room, role, standing }
}

/** Whether somebody of this role may do more in a room than what was asked for at first. */
export const mayInRoom = ({ room, role }: Place, action: RoomAction): boolean => {
  const rule: RoomRule = IN_ROOM[action]
  return rule.kinds.includes(room.kind) && rule.may.includes(role)
}

export const mayInChat = ({ role }: Standing, action: ChatAction): boolean =>
  (IN_CHAT[action].may as readonly ChatRole[]).includes(role)

/** In a direct room all are equal. Elsewhere the greatest role counts. */
function roleIn(room: Footing['room'], role: ChatRole): Role {
  if (room.kind === 'direct') return role === 'guest' ? 'guest' : 'member'
  if (role === 'owner' || role === 'moderator') return role
  return room.role === 'host' ? 'host' : role
}

const RANK: Record<Role, number> = { owner: 3, moderator: 2, host: 1, member: 0, guest: 0 }

/** Nobody acts against who is of the same or a greater role; owners, who are above each other, against everybody. */
export function requireGreater(role: Role, other: Role): void {
  if (role === 'owner' || RANK[role] > RANK[other]) return
  throw new Refusal('forbidden', `This cannot be done to somebody who is ${other} here.`)
}

/** Somebody, who is of a lesser role than the caller. `not_found` for nobody, `bad_request` for the caller. */
export async function requireLesser({ store }: Needs, caller: Caller, role: Role, userId: string): Promise<Standing> {
  if (userId === caller.user.id) throw new Refusal('bad_request', 'This cannot be done to oneself.')
  const other = await store.findUser(userId)
  if (!other) throw new Refusal('not_found', 'There is nobody of that id.')
  requireGreater(role, other.role)
  return other
}

const PLURALS: Record<Role, string> = {
  owner: 'owners',
  moderator: 'moderators',
  host: 'hosts of the room',
  member: 'people with a password',
  guest: 'guests',
}
const list = new Intl.ListFormat('en', { type: 'conjunction' })

const onlyFor = (roles: readonly Role[]): string =>
  `Only ${list.format(roles.map((role) => PLURALS[role]))} may do this.`
