/**
 * Who may do what: the whole of it, as a table. `access.ts` asks it for every command, docs/permissions.md is printed from
 * it, and a test throws every command of every role at every kind of room and compares.
 */
import type { CommandName } from '../../protocol/commands.ts'
import type { ChatRole, Role, RoomView } from '../../protocol/models.ts'

/** What is decided beyond the command's name. */
type Finer =
  /** Deleting what somebody else said. */
  | 'message:deleteOthers'
  /** Seeing what somebody else’s message said before it was edited. */
  | 'message:versionsOfOthers'
  /** Writing where it is locked, and without waiting where it is slow. */
  | 'message:sendFreely'
  /** Speaking to everybody in the room. */
  | 'mention:room'
  /** Muting somebody in one room, and undoing it. */
  | 'user:muteHere'
  | 'user:unmuteHere'
  /** Inviting to one room only. */
  | 'invite:createHere'
  /** Seeing and taking back the invitations of others. */
  | 'invites:others'

export type Action = CommandName | Finer
export type RoomKind = RoomView['kind']

/** An act on the chat as a whole. */
export type ChatRule = { may: readonly ChatRole[]; note?: string }
/** An act in a room that the caller can see. Where it `needsSeat`, seeing is not enough. */
export type RoomRule = { may: readonly Role[]; kinds: readonly RoomKind[]; needsSeat: boolean; note?: string }

const OWNER = ['owner'] as const
const MODERATORS = ['owner', 'moderator'] as const
const PERSONS = ['owner', 'moderator', 'member'] as const
const ALL = ['owner', 'moderator', 'member', 'guest'] as const

const HOSTS = ['owner', 'moderator', 'host'] as const
const PERSONS_AND_HOSTS = ['owner', 'moderator', 'host', 'member'] as const
const EVERYBODY = ['owner', 'moderator', 'host', 'member', 'guest'] as const

const ANY = ['open', 'closed', 'direct'] as const
const GROUPS = ['open', 'closed'] as const

const look = (kinds: readonly RoomKind[] = ANY): RoomRule => ({ may: EVERYBODY, kinds, needsSeat: false })
const takePart = (kinds: readonly RoomKind[] = ANY): RoomRule => ({ may: EVERYBODY, kinds, needsSeat: true })
const host = (): RoomRule => ({ may: HOSTS, kinds: GROUPS, needsSeat: false })

export const IN_ROOM = {
  'room:history': look(),
  'room:changes': look(),
  'room:members': look(),
  'presence:watch': look(),
  'room:join': { ...look(GROUPS), note: 'of a closed room only who has a seat already' },
  'message:report': look(),
  'message:save': look(),
  'message:versions': { ...look(), note: 'one’s own' },
  'messages:pinned': look(),

  'message:send': { ...takePart(), note: 'not in an archived room, not while muted' },
  'message:edit': { ...takePart(), note: 'one’s own' },
  'message:delete': { ...look(), note: 'one’s own' },
  'message:react': takePart(),
  'message:pin': { may: PERSONS_AND_HOSTS, kinds: ANY, needsSeat: true },
  'typing:start': takePart(),
  'room:read': takePart(),
  'room:unread': takePart(),
  'room:notify': takePart(),
  'room:leave': { ...takePart(GROUPS), note: 'not the lobby' },
  'room:invite': { may: PERSONS_AND_HOSTS, kinds: GROUPS, needsSeat: true },
  'mention:room': { may: PERSONS_AND_HOSTS, kinds: GROUPS, needsSeat: true, note: 'from others @room is only text' },

  'message:deleteOthers': host(),
  'message:versionsOfOthers': host(),
  'message:sendFreely': host(),
  'room:update': { ...host(), note: 'the lobby stays open and is not archived' },
  'room:delete': { ...host(), note: 'not the lobby' },
  'room:remove': { ...host(), note: 'only who is of a lesser role; not from the lobby' },
  'room:appoint': { ...host(), note: 'a host is made a member by themselves, or by somebody above' },
  'user:muteHere': { ...host(), note: 'only who is of a lesser role' },
  'user:unmuteHere': { ...host(), note: 'only who is of a lesser role' },
  'invite:createHere': host(),
} satisfies Partial<Record<Action, RoomRule>>

export const IN_CHAT = {
  'room:create': { may: ALL, note: 'rooms that are not direct: as the settings say; not by a guest of one room' },
  'rooms:browse': { may: ALL },
  search: { may: ALL, note: 'in rooms in which one has a seat' },
  'inbox:list': { may: ALL, note: 'of rooms in which one has a seat' },
  'messages:saved': { may: ALL, note: 'of rooms that one still sees' },
  'people:find': { may: ALL, note: 'a guest of one room finds who is in it' },
  'user:claim': { may: ['guest'] },
  'user:rename': { may: ALL },
  'user:password': { may: PERSONS },
  'user:leave': { may: ALL, note: 'not the last owner' },
  'user:block': { may: ALL },
  'session:end': { may: ALL, note: 'one’s own' },
  'session:endAll': { may: ALL, note: 'one’s own' },
  'session:link': { may: ALL },
  'sessions:list': { may: ALL, note: 'one’s own' },
  'invite:create': { may: PERSONS },
  'invites:list': { may: ALL, note: 'one’s own' },
  'invites:others': { may: MODERATORS },
  'invite:revoke': { may: ALL, note: 'one’s own' },
  'invite:redeem': { may: ALL, note: 'a guest of one room only one to the whole chat' },

  'user:appoint': { may: OWNER, note: 'the last owner stays one' },
  'user:ban': { may: MODERATORS, note: 'only who is of a lesser role' },
  'user:unban': { may: MODERATORS, note: 'only who is of a lesser role' },
  'bans:list': { may: MODERATORS },
  'user:mute': { may: MODERATORS, note: 'only who is of a lesser role' },
  'user:unmute': { may: MODERATORS, note: 'only who is of a lesser role' },
  'user:removeMessages': { may: MODERATORS, note: 'only of who is of a lesser role' },
  'removal:undo': { may: MODERATORS, note: 'only of who is of a lesser role' },
  'reports:list': { may: MODERATORS },
  'report:resolve': { may: MODERATORS },
  'audit:list': { may: MODERATORS, note: 'members too where the settings say so' },
  'settings:update': { may: OWNER },
} satisfies Partial<Record<Action, ChatRule>>

export type RoomAction = keyof typeof IN_ROOM
export type ChatAction = keyof typeof IN_CHAT

// A command without a rule does not compile.
type Ruled<A extends RoomAction | ChatAction> = A
export type EveryAction = Ruled<Action>
