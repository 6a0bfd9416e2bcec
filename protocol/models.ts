/** What travels: the nouns of the vocabulary, as clients see them. */
import * as v from 'valibot'
import { ClientId, Epoch, Id, NotifyLevel, Rev, RoomId, Seq, SessionId, Slug, Time, UserId } from './fields.ts'

/** Someone who can speak. A guest has only a name, a person has claimed it. */
export const User = v.object({
  id: UserId,
  name: v.string(),
  kind: v.picklist(['guest', 'person', 'bot']),
})
export type User = v.InferOutput<typeof User>

/** What somebody is in the chat. `host` is a role in a room, and only there. */
export const Role = v.picklist(['owner', 'moderator', 'host', 'member', 'guest'])
export type Role = v.InferOutput<typeof Role>

/** What somebody is in the chat as a whole. */
export const ChatRole = v.picklist(['owner', 'moderator', 'member', 'guest'])
export type ChatRole = v.InferOutput<typeof ChatRole>

/** A room as one user sees it: `readSeq`, `role`, `level`, `mentions` and `mutedUntil` are that user's own. */
export const RoomView = v.object({
  id: RoomId,
  slug: Slug,
  name: v.string(),
  topic: v.string(),
  kind: v.picklist(['open', 'closed', 'direct']),
  lastSeq: v.pipe(v.number(), v.description('the newest message’s seq; 0 when there is none')),
  rev: Rev,
  readSeq: v.pipe(v.number(), v.description('the last seq that this user has read; unread is lastSeq − readSeq')),
  role: v.pipe(
    v.picklist(['host', 'member', 'visitor']),
    v.description('`host`, `member`, or `visitor`: may look at this open room and has no seat in it'),
  ),
  memberCount: v.number(),
  isArchived: v.pipe(v.boolean(), v.description('can only be read')),
  isLocked: v.pipe(v.boolean(), v.description('only hosts and moderators write')),
  slowSeconds: v.pipe(v.number(), v.description('seconds between two messages of one person; 0 for none')),
  level: NotifyLevel,
  mentions: v.pipe(v.number(), v.description('how many unread messages mention this user or answer them')),
  mutedUntil: v.optional(v.pipe(Time, v.description('until then this user cannot write here'))),
  people: v.optional(v.pipe(v.array(User), v.description('who has a seat; of a direct room only'))),
  formerPeople: v.optional(
    v.pipe(
      v.array(User),
      v.description('who had one and left for good; of a direct room only, absent when nobody has'),
    ),
  ),
})
export type RoomView = v.InferOutput<typeof RoomView>

export const Reaction = v.object({ emoji: v.string(), userIds: v.array(UserId) })
export type Reaction = v.InferOutput<typeof Reaction>

export const Mention = v.object({ id: UserId, name: v.string() })
export type Mention = v.InferOutput<typeof Mention>

/** An accepted utterance in its latest state; `rev` is the room's count at its last change. */
export const Message = v.object({
  roomId: RoomId,
  seq: Seq,
  rev: Rev,
  clientId: ClientId,
  author: User,
  body: v.string(),
  sentAt: Time,
  editedAt: v.optional(Time),
  deletedAt: v.optional(Time),
  replyTo: v.optional(Seq),
  answers: v.optional(v.pipe(UserId, v.description('whose message it answers; absent when it answers none'))),
  reactions: v.array(Reaction),
  mentions: v.optional(
    v.pipe(v.array(Mention), v.description('whom its body names with @, as they were called then; absent for nobody')),
  ),
  mentionsRoom: v.optional(v.pipe(v.literal(true), v.description('it speaks to everybody in the room: @room'))),
  pinnedAt: v.optional(v.pipe(Time, v.description('since when it is pinned in its room; absent when it is not'))),
})
export type Message = v.InferOutput<typeof Message>

/** Every message of a room that changed in (from, to], each in its latest state. Laying it over twice does no harm. */
export const Change = v.object({
  roomId: RoomId,
  from: Rev,
  to: Rev,
  messages: v.array(Message),
})
export type Change = v.InferOutput<typeof Change>

/** A page of history, ascending by seq, and the room at the same instant. */
export const HistoryPage = v.object({ messages: v.array(Message), room: RoomView })
export type HistoryPage = v.InferOutput<typeof HistoryPage>

/**
 * A page of what was missed: `more` says that `to` is not yet `head`. Or a `reset`: what the client holds cannot be
 * brought up to date, and it starts again from the newest page.
 */
export const ChangesPage = v.union([
  v.object({ from: Rev, to: Rev, head: Rev, more: v.boolean(), messages: v.array(Message) }),
  v.object({ reset: v.picklist(['epoch_changed', 'ahead', 'trimmed']) }),
])
export type ChangesPage = v.InferOutput<typeof ChangesPage>

/** A room, for who reads one of its messages elsewhere. `name` is empty for a direct room. */
export const RoomRef = v.object({
  id: RoomId,
  slug: Slug,
  name: v.string(),
  kind: v.picklist(['open', 'closed', 'direct']),
})
export type RoomRef = v.InferOutput<typeof RoomRef>

/** What is pinned in a room, the newest pin first. */
export const PinnedList = v.object({ messages: v.array(Message) })
export type PinnedList = v.InferOutput<typeof PinnedList>

/** What a message said before each edit, oldest first; `at` is when it began to say so. */
export const Versions = v.object({ versions: v.array(v.object({ body: v.string(), at: Time })) })
export type Versions = v.InferOutput<typeof Versions>

/** A message that I saved for later. One that was deleted since has no body. */
export const Saved = v.object({ message: Message, room: RoomRef, savedAt: Time })
export type Saved = v.InferOutput<typeof Saved>

export const SavedPage = v.object({ saved: v.array(Saved), next: v.optional(v.string()) })
export type SavedPage = v.InferOutput<typeof SavedPage>

/** I saved a message for later, or no longer want it. */
export const SavedMark = v.object({ roomId: RoomId, seq: Seq, on: v.boolean() })
export type SavedMark = v.InferOutput<typeof SavedMark>

/** What somebody said to me: a message that mentions me or the whole room, or that answers one of mine. */
export const InboxEntry = v.object({
  kind: v.picklist(['mention', 'reply']),
  message: Message,
  room: RoomRef,
  isUnread: v.boolean(),
})
export type InboxEntry = v.InferOutput<typeof InboxEntry>

export const InboxPage = v.object({ entries: v.array(InboxEntry), next: v.optional(v.string()) })
export type InboxPage = v.InferOutput<typeof InboxPage>

/**
 * What was found, newest first. `terms` is what to mark in it, folded as `protocol/folding.ts` folds. As long as there is
 * a `next` there may be more, also behind a page that holds few or none: each looks through so many messages and no more.
 */
export const SearchPage = v.object({
  hits: v.array(v.object({ message: Message, room: RoomRef })),
  terms: v.array(v.string()),
  next: v.optional(v.string()),
})
export type SearchPage = v.InferOutput<typeof SearchPage>

/** What owners decide for the whole chat: who may read the audit log, and who may make rooms. */
export const Settings = v.object({
  auditFor: v.picklist(['moderators', 'members']),
  roomsBy: v.picklist(['everyone', 'members', 'moderators']),
})
export type Settings = v.InferOutput<typeof Settings>

/** What I am, beyond my name: my role in the chat, whom I block, and whether I see one room only. */
export const Me = v.object({
  user: User,
  role: ChatRole,
  blocked: v.array(UserId),
  onlyRoomId: v.optional(v.pipe(RoomId, v.description('the one room that this guest was invited to'))),
})
export type Me = v.InferOutput<typeof Me>

/** First on every connection of the typed door, once. `token` is given only to a guest made by this connection. */
export const Welcome = v.object({
  protocol: v.number(),
  server: v.object({ name: v.string(), version: v.string() }),
  epoch: Epoch,
  you: User,
  me: Me,
  settings: Settings,
  token: v.optional(v.string()),
  rooms: v.array(RoomView),
})
export type Welcome = v.InferOutput<typeof Welcome>

/** Who is typing in a room at this moment; an empty list when nobody is. */
export const Typing = v.object({ roomId: RoomId, users: v.array(User) })
export type Typing = v.InferOutput<typeof Typing>

/** Who is here of a room, on any device: all of them by name, or only counted when they are many. */
export const Presence = v.object({
  roomId: RoomId,
  count: v.number(),
  users: v.optional(v.array(User)),
})
export type Presence = v.InferOutput<typeof Presence>

/** How far I have read a room, on all of my devices. */
export const ReadMark = v.object({ roomId: RoomId, readSeq: v.number(), mentions: v.number() })
export type ReadMark = v.InferOutput<typeof ReadMark>

/** A room that I no longer hear: I left it, I was removed, it was deleted, or it was closed and I had no seat. */
export const RoomGone = v.object({ roomId: RoomId, reason: v.picklist(['left', 'removed', 'deleted']) })
export type RoomGone = v.InferOutput<typeof RoomGone>

/** What whoever is banned is told: until when, and why in a moderator’s words, if there are any. */
export const BanNotice = v.object({
  until: v.optional(v.pipe(Time, v.description('absent when it is for good'))),
  reason: v.string(),
})
export type BanNotice = v.InferOutput<typeof BanNotice>

/** Why a session is over. `ban` is there when it was ended by one. */
export const SessionEnded = v.object({
  reason: v.picklist(['signed_out', 'ended_elsewhere', 'password_changed', 'banned', 'left']),
  ban: v.optional(BanNotice),
})
export type SessionEnded = v.InferOutput<typeof SessionEnded>

/** A fresh session: the token is shown this once and kept only as a hash. */
export const NewSession = v.object({ token: v.string(), user: User })
export type NewSession = v.InferOutput<typeof NewSession>

/** An open room, for who looks for one. */
export const BrowsedRoom = v.object({
  id: RoomId,
  slug: Slug,
  name: v.string(),
  topic: v.string(),
  memberCount: v.number(),
  isMember: v.boolean(),
  isArchived: v.boolean(),
})
export type BrowsedRoom = v.InferOutput<typeof BrowsedRoom>

/** `next` is there when there is more: give it as `after`. */
export const RoomsPage = v.object({ rooms: v.array(BrowsedRoom), next: v.optional(v.string()) })
export type RoomsPage = v.InferOutput<typeof RoomsPage>

/** Somebody with a seat in a room. `role` is the highest that they have in it. */
export const Member = v.object({
  user: User,
  role: Role,
  isHere: v.boolean(),
  mutedUntil: v.optional(Time),
  isBanned: v.optional(
    v.pipe(v.literal(true), v.description('banned from the chat: the seat is kept, should that end')),
  ),
})
export type Member = v.InferOutput<typeof Member>

export const MembersPage = v.object({ members: v.array(Member), next: v.optional(v.string()) })
export type MembersPage = v.InferOutput<typeof MembersPage>

export const PeopleList = v.object({ people: v.array(v.object({ user: User, role: ChatRole, isHere: v.boolean() })) })
export type PeopleList = v.InferOutput<typeof PeopleList>

/** One signed-in device of mine. */
export const SessionView = v.object({
  id: SessionId,
  device: v.pipe(v.string(), v.description('what it called itself, in a few words')),
  startedAt: Time,
  lastUsedAt: Time,
  isThis: v.boolean(),
})
export type SessionView = v.InferOutput<typeof SessionView>

export const SessionsList = v.object({ sessions: v.array(SessionView) })
export type SessionsList = v.InferOutput<typeof SessionsList>

/** An address path whose part after # is a secret. Shown this once. */
export const SignInLink = v.object({ code: v.string(), path: v.string(), expiresAt: Time })
export type SignInLink = v.InferOutput<typeof SignInLink>

/** An invitation, without its code. */
export const Invite = v.object({
  id: Id,
  by: User,
  roomId: v.optional(RoomId),
  usesLeft: v.optional(v.pipe(v.number(), v.description('absent when there is no end of them'))),
  expiresAt: v.optional(Time),
  createdAt: Time,
})
export type Invite = v.InferOutput<typeof Invite>

export const NewInvite = v.object({ ...Invite.entries, code: v.string(), path: v.string() })
export type NewInvite = v.InferOutput<typeof NewInvite>

export const InvitesList = v.object({ invites: v.array(Invite) })
export type InvitesList = v.InferOutput<typeof InvitesList>

export const Ban = v.object({
  user: User,
  by: User,
  reason: v.string(),
  at: Time,
  until: v.optional(v.pipe(Time, v.description('absent when it is for good'))),
})
export type Ban = v.InferOutput<typeof Ban>

export const BansList = v.object({ bans: v.array(Ban) })
export type BansList = v.InferOutput<typeof BansList>

/** What was removed in one act, and until when that can be undone. */
export const Removal = v.object({ removalId: Id, count: v.number(), undoUntil: Time })
export type Removal = v.InferOutput<typeof Removal>

/** A reported message with the words it had when it was reported. */
export const Report = v.object({
  id: Id,
  by: User,
  at: Time,
  reason: v.string(),
  roomId: RoomId,
  roomName: v.string(),
  seq: Seq,
  author: User,
  body: v.string(),
})
export type Report = v.InferOutput<typeof Report>

export const ReportsList = v.object({ reports: v.array(Report) })
export type ReportsList = v.InferOutput<typeof ReportsList>

export const ReportsCount = v.object({ open: v.number() })
export type ReportsCount = v.InferOutput<typeof ReportsCount>

/** One act of moderation: who did what (a command’s name), to whom, where, and what else there is to say. */
export const AuditEntry = v.object({
  id: v.number(),
  at: Time,
  by: v.optional(User),
  act: v.string(),
  user: v.optional(User),
  roomId: v.optional(RoomId),
  roomName: v.optional(v.string()),
  seq: v.optional(Seq),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
})
export type AuditEntry = v.InferOutput<typeof AuditEntry>

export const AuditPage = v.object({ entries: v.array(AuditEntry), more: v.boolean() })
export type AuditPage = v.InferOutput<typeof AuditPage>

/**
 * What the page is born with, so that its first paint waits for no second request. `you`, `me` and `rooms` are absent before joining;
 * `page` is absent where there is no such room, or where the reader may not look before joining.
 */
export const Boot = v.object({
  protocol: v.number(),
  server: v.object({ name: v.string(), version: v.string() }),
  epoch: Epoch,
  access: v.picklist(['open', 'invite', 'closed']),
  you: v.optional(User),
  me: v.optional(Me),
  rooms: v.optional(v.array(RoomView)),
  page: v.optional(HistoryPage),
})
export type Boot = v.InferOutput<typeof Boot>
