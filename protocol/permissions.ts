/**
 * All permissions, as a table. The store asks it in each transaction that reads or writes for a user, and the chat asks
 * it before that (`allowed.ts`). docs/permissions.md is printed from it. A test tries every command as every role in
 * every kind of room, and compares.
 */
import type { CommandName } from './commands.ts'
import type { RoomView } from './models.ts'
import type { ChatRole, Role } from './roles.ts'

/** Permissions that are finer than a command. */
type Finer =
  /** Deleting another user's message. */
  | 'message:deleteOthers'
  /** Seeing the earlier versions of another user's message. */
  | 'message:versionsOfOthers'
  /** Writing in a locked room, and without waiting in a slow one. */
  | 'message:sendFreely'
  /** Notifying all members of the room with @room. */
  | 'mention:room'
  /** Giving a seat back to a user who was removed a short while ago. */
  | 'room:forgive'
  /** Muting a user in one room, and unmuting. */
  | 'user:muteHere'
  | 'user:unmuteHere'
  /** Inviting to one room only. */
  | 'invite:createHere'
  /** Seeing and revoking the invitations of others. */
  | 'invites:others'
  /** Removing custom emoji that others added. */
  | 'emoji:removeOthers'

type Action = CommandName | Finer
type RoomKind = RoomView['kind']

/** The rule for an action in the chat as a whole. */
export type ChatRule = { may: readonly ChatRole[]; note?: string }
/** The rule for an action in a room that the user can see. With `needsSeat`, seeing it is not enough. */
export type RoomRule = { may: readonly Role[]; kinds: readonly RoomKind[]; needsSeat: boolean; note?: string }

const OWNER = ['owner'] as const
const MODERATORS = ['owner', 'moderator'] as const
const PERSONS = ['owner', 'moderator', 'member'] as const
const INSIDERS = ['owner', 'moderator', 'member', 'guest'] as const
const ALL = ['owner', 'moderator', 'member', 'guest', 'outsider'] as const

const HOSTS = ['owner', 'moderator', 'host'] as const
const PERSONS_AND_HOSTS = ['owner', 'moderator', 'host', 'member'] as const
const INSIDERS_AND_HOSTS = ['owner', 'moderator', 'host', 'member', 'guest'] as const
const EVERYBODY = ['owner', 'moderator', 'host', 'member', 'guest', 'outsider'] as const

const ANY = ['open', 'closed', 'direct'] as const
const GROUPS = ['open', 'closed'] as const

const WORDS = 'not in an archived room, not while muted'
const LESSER = 'only a user with a lesser role'

const look = (kinds: readonly RoomKind[] = ANY): RoomRule => ({ may: EVERYBODY, kinds, needsSeat: false })
const takePart = (kinds: readonly RoomKind[] = ANY): RoomRule => ({ may: EVERYBODY, kinds, needsSeat: true })
const host = (): RoomRule => ({ may: HOSTS, kinds: GROUPS, needsSeat: false })

export const IN_ROOM = {
  'room:history': look(),
  'room:changes': look(),
  'room:at': look(),
  'room:origin': look(GROUPS),
  'room:joins': look(GROUPS),
  'room:members': look(),
  'presence:watch': look(),
  'screen:show': look(),
  'room:join': { ...look(GROUPS), note: 'a closed room only with a seat already; not an archived room' },
  'message:forward': { ...look(), note: 'to a room in which one may write' },
  'message:source': { ...look(), note: 'an open room that one sees' },
  'message:report': look(),
  'message:save': look(),
  'message:remind': look(),
  'reactions:list': look(),
  'message:versions': { ...look(), note: 'one’s own' },
  'messages:pinned': look(),
  'files:list': look(),

  'message:send': { ...takePart(), note: WORDS },
  'message:edit': { ...takePart(), note: `one’s own; ${WORDS}` },
  'message:delete': { ...look(), note: 'one’s own' },
  'message:unpreview': { ...takePart(), note: 'one’s own' },
  'message:react': { ...takePart(), note: WORDS },
  'message:pin': { may: PERSONS_AND_HOSTS, kinds: ANY, needsSeat: true, note: WORDS },
  'typing:start': { ...takePart(), note: WORDS },
  'room:read': takePart(),
  'room:unread': takePart(),
  'room:notify': takePart(),
  'room:accept': takePart(),
  'room:decline': { ...takePart(), note: 'a seat that a stranger gave' },
  'room:hide': takePart(['direct']),
  'room:leave': {
    may: INSIDERS_AND_HOSTS,
    kinds: ANY,
    needsSeat: true,
    note: 'not the lobby, nor a direct room of two',
  },
  'room:invite': {
    may: PERSONS_AND_HOSTS,
    kinds: GROUPS,
    needsSeat: true,
    note: 'not to an archived room, not while muted, not a user who blocks one',
  },
  'mention:room': { may: PERSONS_AND_HOSTS, kinds: GROUPS, needsSeat: true, note: 'from others @room is only text' },

  'message:deleteOthers': host(),
  'message:versionsOfOthers': host(),
  'message:sendFreely': host(),
  'room:forgive': host(),
  'room:update': {
    ...host(),
    note: 'the lobby stays open and is not archived; no name, no topic and no picture while muted',
  },
  'room:delete': { ...host(), note: 'not the lobby' },
  'room:remove': { ...host(), note: `${LESSER}; not from the lobby` },
  'room:appoint': {
    ...host(),
    note: 'a host steps down, or is made a member by a greater role; no outsider becomes a host',
  },
  'user:muteHere': { ...host(), note: LESSER },
  'user:unmuteHere': { ...host(), note: LESSER },
  'invite:createHere': { ...host(), note: 'not while muted; it works as long as its maker could make it' },
} satisfies Partial<Record<Action, RoomRule>>

export const IN_CHAT = {
  'room:create': { may: INSIDERS, note: 'rooms that are not direct: as the settings say; not while muted' },
  'rooms:browse': { may: ALL, note: 'an outsider finds their own room, if it is open' },
  search: { may: ALL, note: 'in rooms in which one has a seat' },
  'inbox:list': { may: ALL, note: 'of rooms in which one has a seat' },
  'messages:saved': { may: ALL, note: 'of rooms that one still sees' },
  'reminders:list': { may: ALL, note: 'of rooms that one still sees' },
  'people:find': { may: ALL, note: 'an outsider finds the members of their room' },
  'user:claim': { may: ['guest', 'outsider'], note: 'without a password' },
  'user:rename': { may: ALL, note: 'not while muted everywhere, or in a room that one has accepted' },
  'user:password': { may: [...PERSONS, 'outsider'], note: 'with a password' },
  'file:upload': { may: ALL, note: 'a message carries it only where one may write' },
  'file:remove': { may: ALL, note: 'one’s own' },
  'emoji:list': { may: ALL },
  'emoji:add': {
    may: PERSONS,
    note: 'as the settings say; not while muted everywhere, or in a room that one has accepted',
  },
  'emoji:remove': { may: PERSONS, note: 'one’s own' },
  'emoji:removeOthers': { may: MODERATORS },
  'user:leave': { may: ALL, note: 'not the last owner' },
  'user:block': { may: ALL },
  'user:status': { may: ALL, note: 'none while muted everywhere, or in a room that one has accepted' },
  'user:timeZone': { may: ALL },
  'user:picture': { may: ALL, note: 'none while muted everywhere, or in a room that one has accepted' },
  'preferences:get': { may: ALL },
  'preferences:update': { may: ALL },
  'notify:get': { may: ALL },
  'notify:update': { may: ALL },
  'notify:snooze': { may: ALL },
  'push:key': { may: ALL },
  'push:subscribe': { may: ALL },
  'push:test': { may: ALL },
  'push:unsubscribe': { may: ALL, note: 'one’s own' },
  'mail:get': { may: [...PERSONS, 'outsider'], note: 'with a password' },
  'mail:give': { may: [...PERSONS, 'outsider'], note: 'with a password' },
  'mail:confirm': { may: [...PERSONS, 'outsider'], note: 'one’s own' },
  'mail:update': { may: [...PERSONS, 'outsider'], note: 'with a password' },
  'mail:remove': { may: [...PERSONS, 'outsider'], note: 'with a password' },
  'rooms:read': { may: ALL, note: 'of rooms in which one has a seat' },
  'people:list': { may: ALL, note: 'an outsider finds the members of their room' },
  'people:direct': { may: ALL },
  'user:profile': { may: ALL, note: 'an outsider: of people in their room; hosts: of a room that one sees' },
  'session:end': { may: ALL, note: 'one’s own' },
  'session:endAll': { may: ALL, note: 'one’s own' },
  'session:link': { may: ALL },
  'sessions:list': { may: ALL, note: 'one’s own' },
  'invite:create': { may: PERSONS, note: 'not while muted; it works as long as its maker could make it' },
  'invites:list': { may: ALL, note: 'one’s own' },
  'invites:others': { may: MODERATORS },
  'invite:revoke': { may: ALL, note: 'one’s own' },
  'invite:redeem': {
    may: ALL,
    note: 'an outsider: one to their room, or one to the whole chat that another user made',
  },

  'user:appoint': { may: OWNER, note: 'the last owner stays one' },
  'user:ban': { may: MODERATORS, note: LESSER },
  'user:unban': { may: MODERATORS, note: LESSER },
  'bans:list': { may: MODERATORS },
  'user:mute': { may: MODERATORS, note: LESSER },
  'user:unmute': { may: MODERATORS, note: LESSER },
  'user:removePicture': { may: MODERATORS, note: LESSER },
  'user:removeMessages': { may: MODERATORS, note: 'only of a user with a lesser role' },
  'removal:undo': { may: MODERATORS, note: 'only of a user with a lesser role' },
  'reports:list': { may: MODERATORS },
  'report:reporters': { may: MODERATORS },
  'report:resolve': { may: MODERATORS },
  'audit:list': { may: MODERATORS, note: 'members too where the settings say so' },
  'files:usage': { may: OWNER, note: 'rooms that one does not see have no names' },
  'files:older': { may: OWNER, note: 'of a room that one sees' },
  'files:deleteOlder': { may: OWNER, note: 'of a room that one sees' },
  'files:restore': { may: OWNER },
  'settings:update': { may: OWNER },
  'settings:picture': { may: OWNER },
} satisfies Partial<Record<Action, ChatRule>>

export type RoomAction = keyof typeof IN_ROOM
export type ChatAction = keyof typeof IN_CHAT

// A command without a rule does not compile.
type Ruled<A extends RoomAction | ChatAction> = A
export type EveryAction = Ruled<Action>
