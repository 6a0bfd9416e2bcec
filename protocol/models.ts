/** The models that clients get: the terms of the vocabulary, as schemas. */
import * as v from 'valibot'
import { MAX_LISTED_ROOMS, MAX_NAMED, MAX_SECTIONS } from './limits.ts'
import {
  ClientId,
  EmojiName,
  Epoch,
  Id,
  MissedAfter,
  NotifyLevel,
  Rev,
  RoomId,
  Seq,
  SessionId,
  Slug,
  Time,
  UserId,
  WeeklyMail,
} from './fields.ts'
import { File } from './files.ts'
import { CHAT_ROLES, ROLES } from './roles.ts'

/** Where a picture of a user or a room is. */
const PictureHash = v.pipe(
  v.string(),
  v.description('the picture’s SHA-256 in hex; `/api/pictures/` and this are its address; absent for none'),
)

/** A user. A guest has only a name, a person also has a password. */
export const User = v.object({
  id: UserId,
  name: v.string(),
  kind: v.picklist(['guest', 'person', 'bot']),
  picture: v.optional(PictureHash),
})
export type User = v.InferOutput<typeof User>

/**
 * A room as one user sees it: `readSeq`, `role`, `level`, `mentions`, `mutedUntil` and `request` are the user's own.
 */
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
    v.description('`host`, `member`, or `visitor`: a user who sees this open room without a seat'),
  ),
  memberCount: v.number(),
  isArchived: v.pipe(v.boolean(), v.description('the room is read-only')),
  isLocked: v.pipe(v.boolean(), v.description('only hosts and moderators write')),
  slowSeconds: v.pipe(v.number(), v.description('seconds between two messages of one person; 0 for none')),
  previews: v.optional(v.pipe(v.literal('off'), v.description('links get no previews here'))),
  picture: v.optional(PictureHash),
  level: NotifyLevel,
  mentions: v.pipe(v.number(), v.description('how many unread messages mention this user or reply to them')),
  mutedUntil: v.optional(v.pipe(Time, v.description('until then this user cannot write here'))),
  request: v.optional(
    v.pipe(v.object({ by: User }), v.description('the seat is a request by this stranger; absent once it is accepted')),
  ),
  people: v.optional(v.pipe(v.array(User), v.description('the members; only of a direct room'))),
  formerPeople: v.optional(
    v.pipe(v.array(User), v.description('the members who left; only of a direct room, absent when there are none')),
  ),
})
export type RoomView = v.InferOutput<typeof RoomView>

export const Reaction = v.object({
  emoji: v.string(),
  userIds: v.pipe(
    v.array(UserId),
    v.description(`the first ${MAX_NAMED} users who reacted with it; \`reactions:list\` has all`),
  ),
  count: v.optional(v.pipe(v.number(), v.description('the number of all users; absent when all of them are named'))),
})
export type Reaction = v.InferOutput<typeof Reaction>

/** My reactions on a message that does not name me among the first. */
export const OwnReactions = v.object({ seq: Seq, emojis: v.array(v.string()) })
export type OwnReactions = v.InferOutput<typeof OwnReactions>

/** I added a reaction to a message, or removed it. */
export const OwnReaction = v.object({ roomId: RoomId, seq: Seq, rev: Rev, emoji: v.string(), on: v.boolean() })
export type OwnReaction = v.InferOutput<typeof OwnReaction>

/**
 * The users who reacted to a message with one emoji, the earliest first. With a `next` there is more: give it as
 * `after`.
 */
export const Reactors = v.object({
  people: v.array(User),
  count: v.number(),
  isMine: v.pipe(v.boolean(), v.description('whether I am one of them')),
  next: v.optional(v.string()),
})
export type Reactors = v.InferOutput<typeof Reactors>

const own = v.optional(
  v.pipe(
    v.array(OwnReactions),
    v.description('my reactions that these messages do not name; absent when there are none'),
  ),
)

export const Mention = v.object({ id: UserId, name: v.string() })
export type Mention = v.InferOutput<typeof Mention>

/** A page's words for itself, for a message that links to it. The texts are the page's own, so they may say anything. */
export const Preview = v.object({
  url: v.pipe(v.string(), v.description('the link in the message, without the part behind #')),
  title: v.string(),
  description: v.optional(v.string()),
  site: v.optional(v.pipe(v.string(), v.description('the site’s name for itself'))),
  picture: v.optional(
    v.pipe(
      v.object({ hash: v.string(), width: v.number(), height: v.number() }),
      v.description('a small picture that the page gives for itself, at `/api/pictures/HASH`; in pixels'),
    ),
  ),
})
export type Preview = v.InferOutput<typeof Preview>

/** An accepted message in its latest state. `rev` is the rev of its last change. */
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
  answers: v.optional(
    v.pipe(UserId, v.description('the author of the message that it replies to; absent for no reply')),
  ),
  reactions: v.array(Reaction),
  mentions: v.optional(
    v.pipe(
      v.array(Mention),
      v.description('the users whom its body names with @, by their names of that time; absent for none'),
    ),
  ),
  mentionsRoom: v.optional(v.pipe(v.literal(true), v.description('it notifies all members with @room'))),
  pinnedAt: v.optional(v.pipe(Time, v.description('when it was pinned; absent when it is not pinned'))),
  files: v.optional(v.pipe(v.array(File), v.description('the files that it carries; absent for none'))),
  filesDeletedAt: v.optional(v.pipe(Time, v.description('when an owner deleted the files that it carried'))),
  previews: v.optional(
    v.pipe(v.array(Preview), v.description('of pages that its body links to, once they were read; absent for none')),
  ),
  isForwarded: v.optional(
    v.pipe(v.literal(true), v.description('it was forwarded from another room; `message:source` may tell which')),
  ),
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

/** A page of history, ascending by seq, and the room in the same snapshot. */
export const HistoryPage = v.object({ messages: v.array(Message), room: RoomView, own })
export type HistoryPage = v.InferOutput<typeof HistoryPage>

/**
 * A page of missed changes; with `more`, `to` is not yet `head`. Or a `reset`: the client's messages cannot be brought
 * up to date, and it starts again from the newest page.
 */
export const ChangesPage = v.union([
  v.object({ from: Rev, to: Rev, head: Rev, more: v.boolean(), messages: v.array(Message), own }),
  v.object({ reset: v.picklist(['epoch_changed', 'ahead']) }),
])
export type ChangesPage = v.InferOutput<typeof ChangesPage>

/** A room, for a message that is shown outside of it. `name` is empty for a direct room. */
export const RoomRef = v.object({
  id: RoomId,
  slug: Slug,
  name: v.string(),
  kind: v.picklist(['open', 'closed', 'direct']),
})
export type RoomRef = v.InferOutput<typeof RoomRef>

/** A message in a room that I see. */
export const MessageRef = v.object({ room: RoomRef, seq: Seq })
export type MessageRef = v.InferOutput<typeof MessageRef>

/** The pinned messages of a room, the newest pin first. */
export const PinnedList = v.object({ messages: v.array(Message) })
export type PinnedList = v.InferOutput<typeof PinnedList>

/** Messages of a room that carry files, or have links, the newest first. */
export const CarriersPage = v.object({ messages: v.array(Message), next: v.optional(v.string()) })
export type CarriersPage = v.InferOutput<typeof CarriersPage>

/** The earlier versions of a message, the oldest first. `at` is when each version was written. */
export const Versions = v.object({ versions: v.array(v.object({ body: v.string(), at: Time })) })
export type Versions = v.InferOutput<typeof Versions>

/** A message that I saved for later. A deleted message has no body. */
export const Saved = v.object({ message: Message, room: RoomRef, savedAt: Time })
export type Saved = v.InferOutput<typeof Saved>

export const SavedPage = v.object({ saved: v.array(Saved), next: v.optional(v.string()) })
export type SavedPage = v.InferOutput<typeof SavedPage>

/** I saved a message for later, or removed it from my saved messages. */
export const SavedMark = v.object({ roomId: RoomId, seq: Seq, on: v.boolean() })
export type SavedMark = v.InferOutput<typeof SavedMark>

/** A reminder that I set: its message and its time. */
export const Reminder = v.object({ message: Message, room: RoomRef, at: Time })
export type Reminder = v.InferOutput<typeof Reminder>

export const RemindersPage = v.object({ reminders: v.array(Reminder), next: v.optional(v.string()) })
export type RemindersPage = v.InferOutput<typeof RemindersPage>

/** I set or removed a reminder of a message; without a time, it was removed. */
export const ReminderMark = v.object({ roomId: RoomId, seq: Seq, at: v.optional(Time) })
export type ReminderMark = v.InferOutput<typeof ReminderMark>

/** A message that mentions me or the whole room, or replies to me. */
export const InboxEntry = v.object({
  kind: v.picklist(['mention', 'reply']),
  message: Message,
  room: RoomRef,
  isUnread: v.boolean(),
})
export type InboxEntry = v.InferOutput<typeof InboxEntry>

export const InboxPage = v.object({
  entries: v.array(InboxEntry),
  reminders: v.optional(
    v.pipe(
      v.array(Reminder),
      v.description('my due reminders, the latest first, until I remove them; only on the first page'),
    ),
  ),
  next: v.optional(v.string()),
})
export type InboxPage = v.InferOutput<typeof InboxPage>

/**
 * The messages found, the newest first. `terms` are the texts to mark in them, folded as `protocol/folding.ts` folds. With a
 * `next` there may be more, even after an empty page: each page looks through a limited number of messages.
 */
export const SearchPage = v.object({
  hits: v.array(v.object({ message: Message, room: RoomRef })),
  terms: v.array(v.string()),
  next: v.optional(v.string()),
})
export type SearchPage = v.InferOutput<typeof SearchPage>

/** The chat's own name, colour, emoji and picture, as its owners set them. */
export const ChatLook = v.object({
  name: v.optional(v.string()),
  accent: v.optional(
    v.pipe(v.string(), v.description('a colour such as #1a7f5a; a page changes it where the contrast is too low')),
  ),
  emoji: v.optional(v.pipe(v.string(), v.description('an emoji, for a chat without a picture'))),
  picture: v.optional(
    v.pipe(v.string(), v.description('the picture’s SHA-256 in hex; `/picture/` and this are its address')),
  ),
})
export type ChatLook = v.InferOutput<typeof ChatLook>

/** Settings of the whole chat: the roles that may read the audit log, create rooms and add custom emoji. */
export const Settings = v.object({
  auditFor: v.picklist(['moderators', 'members']),
  roomsBy: v.picklist(['everyone', 'members', 'moderators']),
  previews: v.optional(v.pipe(v.literal('off'), v.description('links get no previews in the whole chat'))),
  emojiBy: v.optional(
    v.pipe(v.literal('members'), v.description('members add custom emoji too; otherwise only owners and moderators')),
  ),
  customEmoji: v.optional(
    v.pipe(v.string(), v.description('changes with the list of custom emoji; absent while there are none')),
  ),
  noticeWords: v.optional(
    v.pipe(v.literal('off'), v.description('notices outside of the page do not show the words of messages')),
  ),
  chat: v.optional(
    v.pipe(ChatLook, v.description('absent when the chat has no name, colour, emoji and picture of its own')),
  ),
})
export type Settings = v.InferOutput<typeof Settings>

/** An emoji that a person added. In bodies and reactions it is its name between colons. */
export const CustomEmoji = v.object({
  name: EmojiName,
  picture: v.pipe(
    v.string(),
    v.description('the picture’s SHA-256 in hex; `/api/pictures/` and this are its address. It has at most 128 pixels'),
  ),
  still: v.optional(
    v.pipe(v.string(), v.description('the same without its motion; absent for a picture that does not move')),
  ),
  by: v.optional(v.pipe(User, v.description('absent for those who were invited to one room only'))),
  addedAt: Time,
})
export type CustomEmoji = v.InferOutput<typeof CustomEmoji>

/** All custom emoji, by name. `version` is the `customEmoji` of the settings; empty while there are none. */
export const EmojiList = v.object({ version: v.string(), emoji: v.array(CustomEmoji) })
export type EmojiList = v.InferOutput<typeof EmojiList>

/** The status that a user sets, beside their name. It ends at `until`, and clients then remove it. */
export const Status = v.object({
  emoji: v.optional(v.string()),
  text: v.optional(v.string()),
  until: v.optional(v.pipe(Time, v.description('absent when it stays until it is cleared'))),
})
export type Status = v.InferOutput<typeof Status>

/** My account: my role in the chat, the users that I block, and an outsider's one room. */
export const Me = v.object({
  user: User,
  role: v.picklist(CHAT_ROLES),
  blocked: v.array(UserId),
  onlyRoomId: v.optional(v.pipe(RoomId, v.description('the one room that an outsider was invited to'))),
  status: v.optional(Status),
  timeZone: v.optional(v.string()),
  lostName: v.optional(
    v.pipe(
      v.string(),
      v.description('my name as a guest, before a person took it; absent once I have chosen another name'),
    ),
  ),
})
export type Me = v.InferOutput<typeof Me>

const SectionName = v.pipe(v.string(), v.regex(/^[a-z][\w-]{0,31}$/i))
const Sections = v.pipe(v.array(SectionName), v.maxLength(MAX_SECTIONS))

/** A user's preferences for the page, on all of their devices. An absent one has the page's default. */
export const Preferences = v.object({
  clock: v.optional(v.picklist(['12', '24', 'system'])),
  density: v.optional(v.picklist(['comfortable', 'compact'])),
  textSize: v.optional(v.picklist(['small', 'medium', 'large', 'larger'])),
  favourites: v.optional(
    v.pipe(
      v.array(RoomId),
      v.maxLength(MAX_LISTED_ROOMS),
      v.description('the ids of my favourite rooms, in my order; those that I no longer see may be among them'),
    ),
  ),
  sections: v.optional(v.pipe(Sections, v.description('the sections of my sidebar, in my order'))),
  folded: v.optional(v.pipe(Sections, v.description('the sections that are folded'))),
})
export type Preferences = v.InferOutput<typeof Preferences>

/** My mail address, and what I get mails about. */
export const MailSettings = v.object({
  address: v.optional(v.pipe(v.string(), v.description('my confirmed address'))),
  wanted: v.optional(
    v.pipe(v.string(), v.description('an address that waits until I open the link that was mailed there')),
  ),
  isUnusable: v.optional(
    v.pipe(v.literal(true), v.description('whether mails to my address came back, so that none are sent there now')),
  ),
  missedAfter: MissedAfter,
  weekly: WeeklyMail,
})
export type MailSettings = v.InferOutput<typeof MailSettings>

const ServerInfo = v.object({
  name: v.string(),
  version: v.string(),
  maxFileBytes: v.pipe(v.number(), v.description('the bytes of one file, at most; 0 where there are no files')),
  hasMail: v.optional(v.pipe(v.literal(true), v.description('whether this server sends mails'))),
})
export type ServerInfo = v.InferOutput<typeof ServerInfo>

/** First on every connection of the typed door, once. `token` is given only to a guest made by this connection. */
export const Welcome = v.object({
  protocol: v.number(),
  server: ServerInfo,
  epoch: Epoch,
  you: User,
  me: Me,
  settings: Settings,
  preferences: Preferences,
  dueReminders: v.optional(
    v.pipe(v.array(Time), v.description('the times of my due reminders, the latest first; absent when there are none')),
  ),
  token: v.optional(v.string()),
  rooms: v.array(RoomView),
})
export type Welcome = v.InferOutput<typeof Welcome>

/** The users who are typing in a room now. */
export const Typing = v.object({ roomId: RoomId, users: v.array(User) })
export type Typing = v.InferOutput<typeof Typing>

/** The members of a room who are online on any device: by name, or only counted when they are many. */
export const Presence = v.object({
  roomId: RoomId,
  count: v.number(),
  users: v.optional(v.array(User)),
})
export type Presence = v.InferOutput<typeof Presence>

/** My read mark in a room, on all my devices. */
export const ReadMark = v.object({ roomId: RoomId, readSeq: v.number(), mentions: v.number() })
export type ReadMark = v.InferOutput<typeof ReadMark>

/** The marks that moved, on all of my devices. */
export const ReadMarks = v.object({ marks: v.array(ReadMark) })
export type ReadMarks = v.InferOutput<typeof ReadMarks>

/** The message to read from; absent when nothing was said since. */
export const SeqAt = v.object({ seq: v.optional(Seq) })
export type SeqAt = v.InferOutput<typeof SeqAt>

/**
 * A room whose changes I no longer get: I left it, I was removed, it was deleted, or it was closed and I had no seat. A
 * hidden room comes back as `room:updated`.
 */
export const RoomGone = v.object({ roomId: RoomId, reason: v.picklist(['left', 'removed', 'deleted', 'hidden']) })
export type RoomGone = v.InferOutput<typeof RoomGone>

/** The notice to a banned user: until when, and the moderator’s reason, if there is one. */
export const BanNotice = v.object({
  until: v.optional(v.pipe(Time, v.description('absent for a permanent ban'))),
  reason: v.string(),
})
export type BanNotice = v.InferOutput<typeof BanNotice>

/** Why a session ended. `ban` is present when a ban ended it. */
export const SessionEnded = v.object({
  reason: v.picklist(['signed_out', 'ended_elsewhere', 'password_changed', 'banned', 'left']),
  ban: v.optional(BanNotice),
})
export type SessionEnded = v.InferOutput<typeof SessionEnded>

/** A new session. The token is shown only here, and kept only as a hash. */
export const NewSession = v.object({
  token: v.string(),
  user: User,
  device: v.optional(
    v.pipe(
      v.string(),
      v.description(
        'only for a person: sent with the next sign-in, it says that this device is known. Then tries by others do not lock it out',
      ),
    ),
  ),
})
export type NewSession = v.InferOutput<typeof NewSession>

/** An open room in the list of rooms to join. */
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

/** With a `next` there is more: give it as `after`. */
export const RoomsPage = v.object({ rooms: v.array(BrowsedRoom), next: v.optional(v.string()) })
export type RoomsPage = v.InferOutput<typeof RoomsPage>

/** A member of a room. `role` is the greatest role that they have in it. */
export const Member = v.object({
  user: User,
  role: v.picklist(ROLES),
  isHere: v.boolean(),
  status: v.optional(Status),
  mutedUntil: v.optional(Time),
  isBanned: v.optional(
    v.pipe(v.literal(true), v.description('banned from the chat; the seat is kept in case the ban is lifted')),
  ),
})
export type Member = v.InferOutput<typeof Member>

export const MembersPage = v.object({ members: v.array(Member), next: v.optional(v.string()) })
export type MembersPage = v.InferOutput<typeof MembersPage>

/** A user of the chat, as others find them. */
export const Person = v.object({
  user: User,
  role: v.picklist(CHAT_ROLES),
  isHere: v.boolean(),
  status: v.optional(Status),
})
export type Person = v.InferOutput<typeof Person>

export const PeopleList = v.object({ people: v.array(Person) })
export type PeopleList = v.InferOutput<typeof PeopleList>

/** A person's profile, as I may see it. The status of a user that I block is absent. */
export const Profile = v.object({
  ...Person.entries,
  since: v.pipe(Time, v.description('the time when the person came to the chat')),
  timeZone: v.optional(
    v.pipe(v.string(), v.description('such as Europe/Berlin; absent when the person did not set it')),
  ),
  isHost: v.optional(v.pipe(v.literal(true), v.description('a host of the room that was asked for; otherwise absent'))),
})
export type Profile = v.InferOutput<typeof Profile>

/** The people of my direct rooms: whether each is online, and their statuses and time zones. */
export const DirectPeople = v.object({
  people: v.array(
    v.object({ userId: UserId, isHere: v.boolean(), status: v.optional(Status), timeZone: v.optional(v.string()) }),
  ),
})
export type DirectPeople = v.InferOutput<typeof DirectPeople>

/** A user's changed status and time zone. An absent one was cleared. */
export const ProfileChange = v.object({
  userId: UserId,
  status: v.optional(Status),
  timeZone: v.optional(v.string()),
})
export type ProfileChange = v.InferOutput<typeof ProfileChange>

/** The times since when people have a seat in a room. */
export const Joins = v.object({ joins: v.array(v.object({ user: User, at: Time })) })
export type Joins = v.InferOutput<typeof Joins>

/** The time when a room was made, and its maker. The lobby and rooms of former versions have no `by`. */
export const Origin = v.object({ at: Time, by: v.optional(User) })
export type Origin = v.InferOutput<typeof Origin>

/** With a `next` there is more: give it as `after`. */
export const PeoplePage = v.object({ people: v.array(Person), next: v.optional(v.string()) })
export type PeoplePage = v.InferOutput<typeof PeoplePage>

/** One signed-in device of mine. */
export const SessionView = v.object({
  id: SessionId,
  device: v.pipe(v.string(), v.description('a short description of the device')),
  startedAt: Time,
  lastUsedAt: Time,
  isThis: v.boolean(),
})
export type SessionView = v.InferOutput<typeof SessionView>

export const SessionsList = v.object({ sessions: v.array(SessionView) })
export type SessionsList = v.InferOutput<typeof SessionsList>

/** A path below the address of the chat, with a secret after #. It is shown only here. */
export const SignInLink = v.object({ code: v.string(), path: v.string(), expiresAt: Time })
export type SignInLink = v.InferOutput<typeof SignInLink>

/** An invitation, without its code. */
export const Invite = v.object({
  id: Id,
  by: User,
  roomId: v.optional(RoomId),
  usesLeft: v.optional(v.pipe(v.number(), v.description('absent when it is unlimited'))),
  expiresAt: v.optional(Time),
  createdAt: Time,
})
export type Invite = v.InferOutput<typeof Invite>

/** An active invitation, as a user sees it before joining. `room` is absent for one to the whole chat. */
export const InviteLook = v.object({
  by: User,
  room: v.optional(v.object({ name: v.string(), kind: v.picklist(['open', 'closed']) })),
  expiresAt: v.optional(Time),
  chat: v.optional(ChatLook),
})
export type InviteLook = v.InferOutput<typeof InviteLook>

export const NewInvite = v.object({ ...Invite.entries, code: v.string(), path: v.string() })
export type NewInvite = v.InferOutput<typeof NewInvite>

export const InvitesList = v.object({ invites: v.array(Invite) })
export type InvitesList = v.InferOutput<typeof InvitesList>

export const Ban = v.object({
  user: User,
  by: User,
  reason: v.string(),
  at: Time,
  until: v.optional(v.pipe(Time, v.description('absent for a permanent ban'))),
})
export type Ban = v.InferOutput<typeof Ban>

export const BansList = v.object({ bans: v.array(Ban) })
export type BansList = v.InferOutput<typeof BansList>

/** A removal of many messages at once, and until when it can be undone. */
export const Removal = v.object({ removalId: Id, count: v.number(), undoUntil: Time })
export type Removal = v.InferOutput<typeof Removal>

const FileSums = {
  files: v.number(),
  bytes: v.pipe(v.number(), v.description('of all their forms; bytes that several files share count for each')),
}
const kindOfRoom = v.picklist(['open', 'closed', 'direct'])

/** A deletion of the files of older messages, while it can be undone. */
export const FileDeletion = v.object({
  deletionId: Id,
  at: Time,
  by: User,
  before: v.pipe(Time, v.description('it is of messages that were sent before this moment')),
  kind: v.optional(v.pipe(kindOfRoom, v.description('the kind of the one room; absent when it is of all rooms'))),
  room: v.optional(v.pipe(RoomRef, v.description('the one room, if I see it'))),
  user: v.optional(v.pipe(User, v.description('the one author; absent when it is of all people'))),
  ...FileSums,
  state: v.pipe(
    v.picklist(['deleting', 'done', 'restoring']),
    v.description('large ones go on for a while; `files` and `bytes` count what was deleted so far'),
  ),
  undoUntil: Time,
})
export type FileDeletion = v.InferOutput<typeof FileDeletion>

/** The use of the disk: the 50 rooms and people with the most bytes, and all months. */
export const FilesUsage = v.object({
  bytes: v.pipe(v.number(), v.description('of all contents that are kept, each once')),
  limit: v.optional(v.pipe(v.number(), v.description('of these, if one is set'))),
  free: v.optional(v.pipe(v.number(), v.description('bytes of the disk, where that is known'))),
  all: v.optional(v.number()),
  carried: v.pipe(v.object(FileSums), v.description('the files that messages carry')),
  kept: v.pipe(v.object(FileSums), v.description('deleted files that may still be restored')),
  rooms: v.array(
    v.object({
      kind: kindOfRoom,
      room: v.optional(v.pipe(RoomRef, v.description('absent for a room that I do not see'))),
      ...FileSums,
    }),
  ),
  people: v.array(v.object({ user: User, ...FileSums })),
  months: v.pipe(v.array(v.object({ month: v.string(), ...FileSums })), v.description('as 2026-11, the newest first')),
  deletions: v.pipe(v.array(FileDeletion), v.description('those that can be undone, the newest first')),
})
export type FilesUsage = v.InferOutput<typeof FilesUsage>

/** A person who reported a message, with their name of that time. */
export const Reporter = v.object({
  user: User,
  at: Time,
  reason: v.string(),
  body: v.optional(
    v.pipe(v.string(), v.description('the message as they saw it; absent when it is the same as in the first report')),
  ),
})
export type Reporter = v.InferOutput<typeof Reporter>

/**
 * A reported message, with its text and its people's names at the first report. When an author left and deleted their
 * messages, the text is deleted here as well.
 */
export const Report = v.object({
  id: Id,
  by: v.pipe(User, v.description('the person who reported it first')),
  at: Time,
  reason: v.pipe(v.string(), v.description('the reason in the first report')),
  count: v.pipe(v.number(), v.description('the number of people who reported it')),
  networks: v.pipe(v.number(), v.description('the number of networks that these people used')),
  reporters: v.pipe(v.array(Reporter), v.description(`the first ${MAX_NAMED} people who reported it`)),
  roomId: RoomId,
  roomName: v.string(),
  seq: Seq,
  author: User,
  body: v.string(),
  files: v.optional(v.pipe(v.array(File), v.description('the files that the message carries now'))),
})
export type Report = v.InferOutput<typeof Report>

/** `open` counts all open reports, including those that did not fit into this answer. */
export const ReportsList = v.object({ reports: v.array(Report), open: v.number() })
export type ReportsList = v.InferOutput<typeof ReportsList>

/** With a `next` there is more: give it as `after`. */
export const ReportersPage = v.object({ reporters: v.array(Reporter), next: v.optional(v.string()) })
export type ReportersPage = v.InferOutput<typeof ReportersPage>

export const ReportsCount = v.object({ open: v.number() })
export type ReportsCount = v.InferOutput<typeof ReportsCount>

/**
 * One action of a moderator: the moderator, the command, the user acted on, the room, and details. People have the
 * names of that time.
 */
export const AuditEntry = v.object({
  id: v.pipe(v.string(), v.description('tells entries apart, and has no other meaning')),
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

/** With a `next` there is more: give it as `after`. */
export const AuditPage = v.object({ entries: v.array(AuditEntry), next: v.optional(v.string()) })
export type AuditPage = v.InferOutput<typeof AuditPage>

/**
 * Data inside of the page, so that its first paint needs no second request. `you`, `me` and `rooms` are absent before joining.
 * `page` is absent when the room is missing, or hidden before joining.
 */
export const Boot = v.object({
  protocol: v.number(),
  server: ServerInfo,
  epoch: Epoch,
  access: v.picklist(['open', 'invite', 'closed']),
  chat: v.optional(ChatLook),
  you: v.optional(User),
  me: v.optional(Me),
  preferences: v.optional(Preferences),
  rooms: v.optional(v.array(RoomView)),
  page: v.optional(HistoryPage),
  isKept: v.optional(
    v.pipe(v.literal(true), v.description('the page that a browser keeps, to open without a network')),
  ),
})
export type Boot = v.InferOutput<typeof Boot>
