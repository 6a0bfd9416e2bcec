/**
 * The contract of the store: everything that must survive a restart, in the chat's terms. Each method is one
 * transaction. No handle of a transaction crosses this contract, so an embedded file and a pool of connections look the
 * same from outside.
 *
 * A method answers after its commit is on the disk. It throws a `Refusal` where the chat expects a "no" (`conflict`,
 * `not_found`), `storage_unavailable` when nothing could be written, and `overloaded` when too much waits.
 *
 * A method that acts for a user takes a `Signed` first. It checks permissions in the same transaction, by the table and
 * by rows that it reads itself: the session, the role, the seat, the room, a mute, a block. So a revocation holds from
 * its answer on, also for commands under way. The refusals are `unauthorized` for an ended session, `not_found` for a
 * hidden room, `forbidden` for a missing permission, and `bad_request` for an action against oneself. A room may be
 * named by its id or a slug.
 */
import type {
  AuditPage,
  Ban,
  CarriersPage,
  ChangesPage,
  CustomEmoji,
  EmojiList,
  HistoryPage,
  InboxPage,
  Invite,
  InviteLook,
  Joins,
  Me,
  Message,
  MessageRef,
  Origin,
  Person,
  Preferences,
  Preview,
  Profile,
  ProfileChange,
  Reactors,
  ReadMark,
  Removal,
  Reminder,
  ReportersPage,
  ReportsList,
  RoomsPage,
  RoomView,
  SavedPage,
  SearchPage,
  SessionView,
  Settings,
  Status,
  User,
  Versions,
} from '../../protocol/models.ts'
import type { ListedKind } from '../../protocol/files.ts'
import type { ChatRole, Role } from '../../protocol/roles.ts'
import type { PreparedName } from '../../protocol/names/looks.ts'
import type { Content, FilesStore, FileToCarry } from './files-store.ts'
import type { MailStore } from './mail-store.ts'
import type { NoticesStore } from './notices-store.ts'
import type { Changed, NewDevice, Signed, SignedIn } from './terms.ts'

/** Raised when a store cannot be opened; the message is one line for the operator that says what to do. */
export class UnusableStore extends Error {}

/** A user as the store knows them now. */
export type Account = { user: User; role: ChatRole; onlyRoomId?: string }
/** An account, and a room as that user sees it. */
export type ViewedRoom = Account & { room: RoomView }
/** The same with only those facts of the room that decide about commands. It is read for every command. */
export type RoomAccess = Account & {
  room: Pick<RoomView, 'id' | 'name' | 'kind' | 'role' | 'isArchived' | 'isLocked' | 'slowSeconds' | 'mutedUntil'> & {
    /** In a direct room of two, the other user blocks this one. */
    isUnwanted?: true
    /** The user counts as new in a banned network, so others do not get their messages. */
    unheard?: { until?: string }
  }
}

/** The user who wants a name: the present holder of it, and an outsider's one room. */
export type NameSeeker = { userId?: string | undefined; onlyRoomId?: string | undefined }

/** A person, and the hash of their password. */
export type RightPassword = { userId: string; passwordHash: string }

/** A user with a new name, and the guests with the same name or a look-alike, who got a number. */
export type NamedAnew = { user: User; renamed: User[] }

export type NewUser = {
  name: PreparedName
  device: NewDevice
  /** SHA-256 of an invitation's code. The invitation is used in the same transaction. */
  inviteHash?: Uint8Array | undefined
  /** Makes the newcomer a person at once. */
  passwordHash?: string | undefined
}

export type Draft = {
  roomId: string
  clientId: string
  body: string
  replyTo?: number | undefined
  /** For each @ in the body the names that may be meant, as their keys, the longest first. `room` means all members. */
  mentions?: string[][] | undefined
  /** Files that the author has uploaded, in the order in which they are shown. */
  files?: FileToCarry[] | undefined
  /** The addresses of pages of which it gets previews. */
  links?: string[] | undefined
}

/** A message of one room that is to be sent to another, below a comment that may mention users. */
export type Forward = {
  roomId: string
  seq: number
  toRoomId: string
  clientId: string
  comment: string
  mentions?: string[][]
  links?: string[]
}

/** The result of a draft. `shownTo` are the users for whom this message makes the room appear. */
export type Sent = { message: Message; isNew: boolean; shownTo?: string[] }

/** The new text of a message, as in a draft. With `files`, only those of its files stay. */
export type Edit = {
  roomId: string
  seq: number
  body: string
  mentions?: string[][]
  files?: FileToCarry[] | undefined
  links?: string[]
}

/**
 * The range of a page of history: before, after or around a seq, or the newest messages. `limit` counts messages.
 * `bytes` limits their size as JSON, further than each page is limited anyway.
 */
export type HistoryRange = {
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  limit: number
  bytes?: number | undefined
}

export type NewRoom = {
  name: string
  /** Folded, for comparing with other open rooms' names. */
  look: string
  /** The wish. The store makes it unique. */
  slug: string
  kind: RoomView['kind']
  /** Without the maker, who becomes the host. In a direct room all are members. */
  memberIds: string[]
}

export type RoomPatch = {
  name?: string | undefined
  look?: string | undefined
  slug?: string | undefined
  topic?: string | undefined
  kind?: 'open' | 'closed' | undefined
  isArchived?: boolean | undefined
  isLocked?: boolean | undefined
  slowSeconds?: number | undefined
  previews?: 'on' | 'off' | undefined
  /** The hash of a content that was kept a moment ago; empty for none. */
  picture?: string | undefined
}

/**
 * Limits of what one network, through its guests and its persons, may push on others: rooms and requests in an hour,
 * and requests that wait for one user, from that network and in all.
 */
export type PushLimits = Record<
  'guest' | 'person',
  { roomsAnHour: number; requestsAnHour: number; waitingOfNetwork: number; waiting: number }
>

/** One use of a limit that all nodes count together: so many at once, then one more for each `everyMs`. */
export type Use = { key: string; burst: number; everyMs: number }
/** The limit that has no use left, and how long to wait for one. */
export type UsedUp = { key: string; waitMs: number }

/** The settings that a node was started with, as far as all nodes should have the same. */
export type NodeSettings = {
  access: 'open' | 'invite' | 'closed'
  limits: 'on' | 'off'
  version: string
  /** The id of the place where files are kept. */
  files?: string
}
/** The settings of the other nodes that run now, and the clock of the database, in ms since 1970. */
export type Meeting = { others: NodeSettings[]; clock: number }

/** A room that its reader declined, and how it disappeared. */
export type Declined = { roomId: string; reason: 'left' | 'hidden' }

/** A page of a list by name. `after` is the `next` of the page before. */
export type NamePage = { query: string; after?: string | undefined; limit: number }

/** A user of the chat, as a row of the directory. */
export type DirectoryPage = NamePage & {
  role?: ChatRole | undefined
  /** Only these users. */
  only?: string[]
}

export type SeatRow = { user: User; role: Role; status?: Status; mutedUntil?: string; isBanned?: true }

/** The new host of a room whose last host has left. */
export type NewHost = { roomId: string; userId: string }

/** A due reminder, and its owner. */
export type DueReminder = { userId: string; reminder: Reminder }

/** A message that waits for previews, and the addresses of its pages that nobody has read yet. */
export type LinkedMessage = { id: number; unread: string[] }

/** A page that was read. Without a preview it had nothing to show. */
export type ReadPage = { address: string; preview?: Omit<Preview, 'url'> }

/** Only the given settings are changed. */
export type SettingsPatch = {
  auditFor?: Settings['auditFor'] | undefined
  roomsBy?: Settings['roomsBy'] | undefined
  previews?: 'on' | 'off' | undefined
  emojiBy?: 'members' | 'moderators' | undefined
  noticeWords?: 'on' | 'off' | undefined
  name?: string | undefined
  accent?: string | undefined
  emoji?: string | undefined
}

/** The pictures of a custom emoji, kept a moment ago; `still` only of one that moves. */
export type NewEmoji = { name: string; picture: string; still?: string | undefined }

/** The chat's own picture, named by the SHA-256 of its bytes. */
export type Picture = { hash: string; type: 'image/png' | 'image/jpeg' | 'image/webp'; bytes: Uint8Array }

/** The users whose counts of unread messages or mentions changed with a message. */
export type Recounted = string[] | 'everybody'

/**
 * A page of a list that was found. `after` is the `next` of the page before. It may count messages in hidden rooms, so
 * the chat seals it before a client gets it.
 */
export type FoundPage = { after?: string | undefined; limit: number }

/** Things that a message may have, beside its words. */
export type Has = 'link' | 'code' | 'file' | 'image' | 'video' | 'audio'

/** The conditions of a search. A message must meet all of them. */
export type Search = FoundPage & {
  /** Texts that the body must contain, and must not contain, folded as in `protocol/folding.ts`. */
  texts: string[]
  without: string[]
  /** Written by one of these: names, or the user who searches. */
  from?: { names: string[]; me: boolean } | undefined
  /** In one of these rooms: slugs, names or parts of names. */
  rooms?: string[] | undefined
  /** Sent at this moment or later; sent before this moment. */
  since?: string | undefined
  until?: string | undefined
  has: Has[]
  isPinned: boolean
}

/** A group of writes that were committed together: its calls, ms from its beginning to the end of the commit, and ms of the commit alone. */
export type WrittenGroup = { calls: number; ms: number; commitMs: number }
/** The groups written since the message before, and how often one was tried again because another writer was in its way. */
export type Written = { groups: WrittenGroup[]; retries: number }
type CallsOf<Thread extends string> = Record<Thread, number>

/** The work that the store has to do and has done, for those who measure it. Asking costs the store nothing. */
export interface StoreWork {
  /** The calls without an answer yet. */
  waiting(): CallsOf<'writer' | 'reader' | 'searcher'>
  /** The calls that failed since the opening because the database was away or its disk was at fault. */
  faults(): CallsOf<'writer' | 'reader' | 'searcher'>
  /** The listener gets what was written, just before those who asked for it get their answers. */
  watch(listener: (written: Written) => void): void
}

export interface Store extends FilesStore, MailStore, NoticesStore {
  readonly work: StoreWork
  /** The listener is called after a write of this node that may change somebody’s access to a room. */
  onAccessChange(listener: () => void): void
  /** Another node has made such a write: what is remembered of access counts no more. */
  forgetAccess(): void
  /**
   * The listener is called once, when the database has lost changes that were told: it has a new epoch then. What this
   * node knows is of the history before, so it must be started anew.
   */
  onRewound(listener: () => void): void
  /** The random name of this server. It never changes. */
  readonly id: string
  /** The random name of this history. It changes when history may have been rewound. */
  readonly epoch: string
  /** Random bytes that never change, for sealing what only the server may read. */
  readonly sealingKey: Uint8Array

  // — Arriving —

  /**
   * Makes a user, signs them in, and seats them in the lobby. An invitation to a room makes an outsider with a seat there alone.
   * `forbidden` for an invitation that is unknown, expired, used or revoked; `banned` when no guest may come from that network;
   * `conflict` when a person's name is taken.
   */
  addUser(newcomer: NewUser): Promise<SignedIn & { renamed?: User[] }>
  /** The user of the session with this token, or undefined. A session that is unused for a year has ended. */
  findSession(tokenHash: Uint8Array): Promise<SignedIn | undefined>
  /** Records when and from where a session is used. Called for each connection; it writes at most once an hour. */
  noteUse(sessionId: string, network: string): Promise<void>
  /** Those of these sessions that have ended. */
  endedSessions(sessionIds: string[]): Promise<string[]>
  /**
   * The user who makes a name unavailable: one with a look-alike name, or a person with this one. For an outsider only
   * guests of their own room count.
   */
  findNameHolder(name: PreparedName, seeker?: NameSeeker): Promise<User | undefined>
  /** Counts the guests who gave no name: 1, 2, 3… */
  nextGuestNumber(): Promise<number>
  /** The person with this name (its key), and the hash of their password. */
  findPassword(nameKey: string): Promise<RightPassword | undefined>
  /** Signs in a person whose password was right. `unauthorized` when the password has changed meanwhile; `banned`. */
  signIn(right: RightPassword, device: NewDevice): Promise<SignedIn>
  /** Signs in by a sign-in link, once. `forbidden` for a link that is unknown, used or expired; `banned`. */
  redeemSignInCode(codeHash: Uint8Array, device: NewDevice): Promise<SignedIn>
  /** `forbidden` for a link that is unknown, used or expired. */
  checkSignInCode(codeHash: Uint8Array): Promise<void>
  /**
   * Makes an owner by the code of the owner link, once. The owner is a new person, or the person with this name. That
   * person gets this password, loses a ban, and is signed out everywhere else. `forbidden` for a wrong code.
   */
  redeemOwnerCode(
    codeHash: Uint8Array,
    owner: { name: PreparedName; passwordHash: string; device: NewDevice },
  ): Promise<SignedIn & { endedSessionIds: string[]; renamed: User[] }>
  /** `forbidden` for a wrong code. */
  checkOwnerCode(codeHash: Uint8Array): Promise<void>
  /** Replaces the owner code. */
  setOwnerCode(codeHash: Uint8Array): Promise<void>
  /** Sets the code for the first owner. Answers false when there was one before, used or not. */
  addFirstOwnerCode(codeHash: Uint8Array): Promise<boolean>
  hasOwner(): Promise<boolean>

  // — People —

  accountOf(who: Signed): Promise<Account>
  /** The rooms that each of these users sees in their list. A user without any is left out. */
  seatsOf(userIds: string[]): Promise<{ userId: string; roomIds: string[] }[]>
  /** A user's own view of their account. */
  meOf(userId: string): Promise<Me>
  /** The same of many users. One who has left is missing. */
  mesOf(userIds: string[]): Promise<Me[]>
  /** Users who were renamed, became persons or changed their picture at this time or later, as they are now. */
  namedSince(time: string): Promise<User[]>
  /** An outsider finds only the members of their room. */
  findPeople(who: Signed, query: string, limit: number): Promise<{ user: User; role: ChatRole; status?: Status }[]>
  /**
   * Makes a guest a person with the same name. `conflict` when the name is another person's, when the guest was renamed
   * meanwhile, or is a person already; `forbidden` for a guest who counts as new in a banned network.
   */
  claim(who: Signed, name: string, passwordHash: string): Promise<NamedAnew>
  /**
   * `conflict` when the name is another person's or a look-alike; `forbidden` for a user who is muted in one of their
   * rooms.
   */
  rename(who: Signed, name: PreparedName): Promise<NamedAnew>
  passwordHashOf(who: Signed): Promise<string | undefined>
  /** Answers with the sessions that it ended: all but this one. */
  changePassword(who: Signed, passwordHash: string): Promise<string[]>
  /**
   * Deletes a user for good: name, password, sessions, seats and marks. Their messages stay under the name “former
   * member”, or are deleted: a thousand at once, and the rest by `eraseNext`. `conflict` for the last owner. Answers
   * with the rooms in which they had a seat.
   */
  leave(
    who: Signed,
    messages: 'keep' | 'delete',
  ): Promise<{ user: User; roomIds: string[]; changes: Changed[]; newHosts: NewHost[] }>
  /** Answers with the requests of the blocked user, which are declined. */
  block(who: Signed, userId: string, on: boolean): Promise<Declined[]>
  /** `conflict` for a guest, and for the last owner. Audited. An outsider gets the whole chat. */
  appoint(who: Signed, userId: string, role: 'owner' | 'moderator' | 'member'): Promise<{ opened?: NewHost[] }>

  /**
   * Sets the caller's status, or clears it without emoji and text. Answers whether anything changed. `forbidden` for a
   * user who is muted where it would be read.
   */
  setStatus(
    who: Signed,
    status: { emoji?: string | undefined; text?: string | undefined; until?: string | undefined },
  ): Promise<boolean>
  /** Answers whether anything changed. */
  setTimeZone(who: Signed, timeZone: string | undefined): Promise<boolean>
  /**
   * Sets the caller's picture to a content that was kept a moment ago, or removes it. `forbidden` for a user who is muted
   * where it would be seen.
   */
  setUserPicture(who: Signed, hash: string | undefined): Promise<{ user: User; isNew: boolean }>
  /** Removes another user's picture. Audited. */
  removeUserPicture(who: Signed, userId: string): Promise<{ user: User; isNew: boolean }>
  /** Where the bytes of a user's or a room's picture are; `not_found` for one that nobody shows. */
  pictureToServe(who: Signed, hash: string): Promise<Content>
  /** `not_found` for an unknown user, and to an outsider for people outside of their room. */
  profile(who: Signed, userId: string, roomId?: string): Promise<Omit<Profile, 'isHere'>>

  /** All users who are not banned, persons before guests, by name; for an outsider, the people of their room. */
  directory(who: Signed, page: DirectoryPage): Promise<{ people: Omit<Person, 'isHere'>[]; next?: string }>
  /** The other users in direct rooms where both they and the caller have accepted a seat. */
  directPeople(who: Signed): Promise<ProfileChange[]>
  preferences(who: Signed): Promise<Preferences>
  /** The given preferences replace the stored ones. Answers with all of them. */
  updatePreferences(who: Signed, patch: Preferences): Promise<Preferences>

  // — Sessions and invitations —

  sessionsOf(who: Signed): Promise<SessionView[]>
  /** Ends one of the caller's sessions: this one, or another by id. `not_found` when there is none. */
  endSession(who: Signed, sessionId?: string): Promise<void>
  /** Answers with the sessions that it ended. */
  endSessions(who: Signed, others: boolean): Promise<string[]>
  addSignInCode(who: Signed, codeHash: Uint8Array, expiresAt: string): Promise<void>
  /** The invitation works as long as its maker could make it. */
  addInvite(
    who: Signed,
    invite: {
      codeHash: Uint8Array
      roomId?: string | undefined
      uses?: number | undefined
      expiresAt?: string | undefined
    },
  ): Promise<Invite>
  /** The active invitations: the caller's own, and for moderators those of all. */
  invites(who: Signed): Promise<Invite[]>
  /** `not_found` when there is none, or it is another user's. Moderators may revoke all. */
  revokeInvite(who: Signed, inviteId: string): Promise<void>
  /**
   * Checks an invitation: `forbidden`, as in `addUser`, when it is not active. Answers with the one room that it opens,
   * if any.
   */
  checkInvite(inviteHash: Uint8Array): Promise<{ onlyRoomId?: string }>
  /** Describes an active invitation: its target and its maker. `forbidden` as in `addUser`. */
  lookAtInvite(inviteHash: Uint8Array): Promise<Omit<InviteLook, 'chat'>>
  /**
   * Takes the seat that an invitation offers, in a room or in the lobby. `forbidden` as in `addUser`; `conflict` for an
   * outsider and another room. `opened` when an outsider gets the whole chat.
   */
  redeemInvite(who: Signed, inviteHash: Uint8Array): Promise<{ roomId: string; opened?: NewHost[] }>

  // — Rooms —

  /** The rooms in which the user has a seat, as that user sees them, by name. Hidden rooms are left out. */
  roomsOf(who: Signed): Promise<RoomView[]>
  /**
   * A room by id, slug or former slug as the user sees it; undefined when it is missing or hidden, after the same time.
   * A user without a seat sees an open room (`role: 'visitor'`), except an outsider of another room.
   */
  findRoom(idOrSlug: string, who: Signed): Promise<ViewedRoom | undefined>
  /** The facts of the same room that commands depend on. */
  roomAccess(idOrSlug: string, who: Signed): Promise<RoomAccess | undefined>
  /** An open room by id, slug or former slug, as a user without a seat sees it. */
  peekRoom(slug: string): Promise<RoomView | undefined>
  /** A room as each of these users sees it. Users without a seat, or who hid the room, are left out. */
  viewsOf(roomId: string, userIds: string[]): Promise<{ userId: string; room: RoomView }[]>
  /** The ids of the rooms in which a user has a seat. */
  roomIdsOf(userId: string): Promise<string[]>
  /** The rooms that have passed this rev, and their revs. Those that have not come so far show that the history was rewound. */
  ahead(told: { roomId: string; rev: number }[]): Promise<{ roomId: string; rev: number }[]>
  /** Open rooms by name. */
  browse(who: Signed, page: NamePage & { isArchived: boolean }): Promise<RoomsPage>
  /**
   * `isNew` is false for a direct room that existed already. `conflict` for a name like that of an open room, and for an outsider
   * among the members; `not_found` for an unknown member; `forbidden` when a member blocks the maker. Strangers get their seats
   * as requests: `rate_limited` when one of them declined lately or, with limits, when there are too many. `seatedIds` are the
   * users for whom the room appears now. `hidden` are rooms that left a list that had become too long.
   */
  createRoom(
    who: Signed,
    room: NewRoom,
    limits?: PushLimits,
  ): Promise<{ roomId: string; isNew: boolean; seatedIds: string[]; hidden?: { userId: string; roomId: string }[] }>
  /**
   * Audited, unless only the topic changes. Former slugs lead to the room until another room takes them. `conflict` as
   * above.
   */
  updateRoom(who: Signed, roomId: string, patch: RoomPatch): Promise<void>
  /** The room is gone for all users from the answer on. Its contents are deleted later, in parts (`purge`). Audited. */
  deleteRoom(who: Signed, roomId: string): Promise<void>
  /** Seats the caller. `forbidden` for a user who was removed a short while ago. */
  join(who: Signed, roomId: string): Promise<void>
  /**
   * When the last host leaves, the longest member becomes host, but no outsider. `conflict` in a closed room whose
   * other members are all outsiders, and in a direct room of two.
   */
  leaveRoom(who: Signed, roomId: string): Promise<{ newHostId?: string }>
  /**
   * Seats another user. `not_found` for an unknown one, `conflict` for an outsider of another room. `forbidden` for a
   * user who was removed lately, unless the caller may forgive that, and for one who blocks the caller. A stranger gets
   * a request, as above. Answers whether the seat is new.
   */
  seat(who: Signed, roomId: string, userId: string, limits?: PushLimits): Promise<boolean>
  /** Accepts the caller's seat. Answers whether it was a request. */
  acceptRequest(who: Signed, roomId: string): Promise<boolean>
  /**
   * Declines a request: gives the seat up, or hides a direct room of two for good. `not_found` when the seat is no
   * request.
   */
  declineRequest(who: Signed, roomId: string): Promise<Declined>
  /** Hides a direct room from the caller until a new message, except one by a user whom they block. */
  hideRoom(who: Signed, roomId: string): Promise<void>
  /** Removes a user with a lesser role, and keeps them out until then. `not_found` for one without a seat. Audited. */
  unseat(who: Signed, roomId: string, userId: string, until: string): Promise<{ newHostId?: string }>
  /** `not_found` for a user without a seat, `conflict` when no host would be left, and for an outsider. Audited. */
  appointHost(who: Signed, roomId: string, userId: string, role: 'host' | 'member'): Promise<void>
  /** The members: owners, moderators and hosts first, then by name. */
  members(who: Signed, roomId: string, page: NamePage): Promise<{ members: SeatRow[]; next?: string }>
  /** Moves the read mark forward, but not beyond the newest message. `isNew` is false when it does not move. */
  markRead(who: Signed, roomId: string, seq: number): Promise<{ mark: ReadMark; isNew: boolean }>
  /** Moves the marks of all seats that are no requests to the end of their rooms. Answers with those that moved. */
  markAllRead(who: Signed): Promise<ReadMark[]>
  /** Moves the read mark before this message. */
  markUnread(who: Signed, roomId: string, seq: number): Promise<ReadMark>
  setLevel(who: Signed, roomId: string, level: RoomView['level']): Promise<void>

  // — Messages —

  /**
   * Gives the draft its seq and its rev. A repeated clientId of the same author answers with the first message and
   * `isNew: false`; with another body or room it is a `conflict`. In a slow room, a new message takes the author's turn, and is
   * `rate_limited` before it. Writing accepts a request, and shows a hidden direct room.
   */
  append(who: Signed, draft: Draft): Promise<Sent>
  /**
   * As `append`, with the text of a message that the caller sees. `not_found` for a deleted one, `too_long` for the
   * whole. A retry is answered even if the caller no longer sees the message.
   */
  forward(who: Signed, forward: Forward): Promise<Sent>
  /** The place of a forwarded message. `not_found` unless that was an open room and the reader sees it. */
  sourceOf(who: Signed, roomId: string, seq: number): Promise<MessageRef>
  /** Whether an author's draft with this clientId was ever accepted. */
  hasSaid(authorId: string, clientId: string): Promise<boolean>
  /**
   * Edits the caller's message. `not_found` for a missing or deleted one, `forbidden` for another user's. In a slow
   * room, an edit takes the author's turn, as a message does. The same body changes nothing.
   */
  edit(who: Signed, edit: Edit): Promise<{ message: Message; isNew: boolean; recounted: Recounted }>
  /** Deletes a message for good. Hosts and moderators may delete another user's, which is audited. */
  deleteMessage(
    who: Signed,
    roomId: string,
    seq: number,
  ): Promise<{ message: Message; isNew: boolean; recounted: Recounted }>
  /**
   * `isNew` is false when nothing changes. `conflict` beyond 20 kinds on a message. A message names the first 50 users
   * of each.
   */
  react(
    who: Signed,
    roomId: string,
    seq: number,
    emoji: string,
    on: boolean,
  ): Promise<{ message: Message; isNew: boolean }>
  /** The users who reacted with this emoji, the earliest first. `not_found` for a missing or deleted message. */
  reactors(who: Signed, roomId: string, seq: number, emoji: string, page: FoundPage): Promise<Reactors>
  /** `isNew` is false when nothing changes. `conflict` beyond 100 pins in a room. */
  pin(who: Signed, roomId: string, seq: number, on: boolean): Promise<{ message: Message; isNew: boolean }>
  /**
   * Removes one preview of the caller's own message, or all of them. `isNew` is false when none was shown. `forbidden`
   * for another user's message.
   */
  unpreview(
    who: Signed,
    roomId: string,
    seq: number,
    url: string | undefined,
  ): Promise<{ message: Message; isNew: boolean }>
  /** The pinned messages of a room, the newest pin first. */
  pinned(who: Signed, roomId: string): Promise<Message[]>
  /** The messages of a room that carry files of a kind, or have links, the newest first; without a kind, any files. */
  carriers(who: Signed, roomId: string, kind: ListedKind | undefined, page: FoundPage): Promise<CarriersPage>
  /** Answers whether anything changed. `conflict` beyond 10,000 saved messages. */
  save(who: Signed, roomId: string, seq: number, on: boolean): Promise<boolean>
  /** The user's saved messages in rooms that they see, the latest first. */
  saved(who: Signed, page: FoundPage): Promise<SavedPage>
  /** Sets when the caller is reminded of a message, or takes the reminder away. `conflict` beyond 100 of them. */
  remind(who: Signed, roomId: string, seq: number, at: string | undefined): Promise<void>
  /** The reminders to come, for messages that the caller still sees. */
  reminders(who: Signed, page: FoundPage): Promise<{ reminders: Reminder[]; next?: string }>
  origin(who: Signed, roomId: string): Promise<Origin>
  /** The times since when members of a room of at most 50 have their seats; none for a larger room. */
  joins(who: Signed, roomId: string): Promise<Joins['joins']>
  /**
   * The earlier versions of a message, the oldest first. Only hosts and moderators see another user's. `not_found` for
   * a deleted message.
   */
  versions(who: Signed, roomId: string, seq: number): Promise<Versions>
  /**
   * Mentions of the user and replies to them, the newest first, in rooms with an accepted seat. People they block are
   * left out.
   */
  inbox(who: Signed, page: FoundPage): Promise<InboxPage>
  /**
   * Messages of the rooms in which the user has a seat, the newest first. Messages written, edited or deleted before
   * the search are in the answer. A page looks through a limited number of messages; `next` leads on.
   */
  search(who: Signed, search: Search): Promise<SearchPage>
  /** A page of messages ascending by seq, and the room as its reader sees it, in one snapshot. */
  readHistory(who: Signed, roomId: string, range: HistoryRange): Promise<HistoryPage>
  /** The seq of the first message at or after a moment; undefined when there is none. */
  seqAt(who: Signed, roomId: string, at: string): Promise<number | undefined>
  /** The changes in the room that the reader missed since then. */
  readChanges(who: Signed, roomId: string, since: number, limit: number): Promise<ChangesPage>
  /** A page of an open room by id, slug or former slug, as a user without a seat sees it; undefined for other rooms. */
  readPreview(slug: string, range: HistoryRange): Promise<HistoryPage | undefined>
  /** A page for the server itself, with the room's counters. */
  history(roomId: string, range: HistoryRange): Promise<{ messages: Message[]; rev: number; lastSeq: number }>
  /**
   * The messages that changed after `since`, in their latest state, or a reset when `since` is ahead of the room. For
   * delivery.
   */
  changesSince(roomId: string, since: number, limit: number): Promise<ChangesPage>

  // — Moderation: audited in the same transaction, and only against a lesser role —

  /**
   * Ends all sessions of a user, and refuses new ones until then. `conflict` for the last owner. With `address` no new
   * guest can join from the networks of these sessions, and guests from there who never wrote cannot write meanwhile.
   * `hadStatus` says whether a status was cleared.
   */
  ban(
    who: Signed,
    ban: { userId: string; until?: string | undefined; reason: string; address: boolean },
  ): Promise<{ endedSessionIds: string[]; newHosts: NewHost[]; hadStatus: boolean }>
  unban(who: Signed, userId: string): Promise<void>
  bans(who: Signed): Promise<Ban[]>
  /**
   * Mutes in one room, or everywhere without a roomId. A second mute replaces the first. `hadStatus` says whether a
   * status was cleared.
   */
  mute(
    who: Signed,
    mute: { userId: string; roomId?: string | undefined; until: string; reason: string },
  ): Promise<{ hadStatus: boolean }>
  unmute(who: Signed, mute: { userId: string; roomId?: string | undefined }): Promise<void>
  /** Deletes a user's messages since then, in all rooms, and keeps them for undo for a while. */
  removeMessages(who: Signed, userId: string, since: string): Promise<{ removal: Removal; changes: Changed[] }>
  /** `not_found` for a removal that is unknown, undone or too old. Each message is restored, at a new rev. */
  undoRemoval(who: Signed, removalId: string): Promise<Changed[]>
  /**
   * A person's second report of a message replaces the first. Not audited. `rate_limited` when too many reports by
   * them, or by their network, are open.
   */
  report(who: Signed, roomId: string, seq: number, reason: string): Promise<void>
  /** The open reports, one for each message: the oldest of each network in turn. */
  reports(who: Signed): Promise<ReportsList>
  /** The people who reported the message, the earliest first. `not_found` for a closed report. */
  reporters(who: Signed, reportId: string, page: FoundPage): Promise<ReportersPage>
  countReports(): Promise<number>
  /** `not_found` for a closed report. */
  resolveReport(who: Signed, reportId: string): Promise<void>
  /** The ids of owners and moderators. */
  moderatorIds(): Promise<string[]>
  /**
   * The audit log, the newest first. Entries about closed and direct rooms need a seat there. People have the names of
   * that time. Members who read it see a person who has left as a former member.
   */
  audit(who: Signed, page: FoundPage & { roomId?: string | undefined }): Promise<AuditPage>
  settings(): Promise<Settings>
  /** An empty name, colour or emoji clears it. Audited. */
  updateSettings(who: Signed, patch: SettingsPatch): Promise<Settings>
  /** Replaces the chat's picture; undefined removes it. Audited. */
  setPicture(who: Signed, picture: Picture | undefined): Promise<Settings>
  /** The chat's own picture, while it has this hash. */
  picture(hash: string): Promise<Picture | undefined>

  // — Custom emoji —

  /** All of them, by name. */
  customEmoji(who: Signed): Promise<EmojiList>
  /** Throws what `addEmoji` would throw now, before a picture is made. */
  checkEmoji(who: Signed, name: string): Promise<void>
  /**
   * Adds an emoji, and answers with the settings, which tell that the list has changed. `conflict` for a name that is
   * taken, and when there are too many; `forbidden` where the settings say so, and for a user who is muted.
   */
  addEmoji(who: Signed, emoji: NewEmoji): Promise<{ emoji: CustomEmoji; settings: Settings }>
  /** `not_found` for a missing one; `forbidden` for one of others. Audited, when a moderator removes one of others. */
  removeEmoji(who: Signed, name: string): Promise<Settings>

  // — Several nodes —

  /**
   * Counts one use of each limit, by the database's clock, for all nodes together. When one of them has no use left, it
   * counts none, and answers with that limit. A refused use writes nothing.
   */
  takeUses(uses: Use[]): Promise<UsedUp | undefined>
  /** Gives uses back, when nothing came of them. */
  giveBackUses(uses: Use[]): Promise<void>
  /** Tells the other nodes that this one runs, for a minute, and meets those that do. `id` is the node's random name. */
  meetNodes(id: string, settings: NodeSettings): Promise<Meeting>
  /** Tells the other nodes that this one stops. */
  leaveNodes(id: string): Promise<void>

  // — Upkeep —

  isReminderDue(): Promise<boolean>
  /** The times of the due reminders that were handed out and not removed, the latest first. */
  dueReminderTimes(who: Signed): Promise<string[]>
  /** Some due reminders. Each is handed out once, whichever node asks. */
  takeDueReminders(): Promise<DueReminder[]>
  /** Whether messages wait for previews of their links. */
  areLinksDue(): Promise<boolean>
  /**
   * Some of them. Each is handed out to one node, whichever asks, and again when nothing came of it within a minute.
   * An address that a node is reading already is not handed out to another.
   */
  takeLinks(): Promise<LinkedMessage[]>
  /** Keeps what was read for one of them. Answers with the message, if that changed. */
  keepPages(id: number, read: ReadPage[]): Promise<Message | undefined>
  /** Deletes some messages of users who left and chose that. Answers with the changes; undefined when none are left. */
  eraseNext(): Promise<Changed[] | undefined>
  /** Deletes or restores some files of a deletion that an owner has begun. Answers likewise. */
  goOnWithFiles(): Promise<Changed[] | undefined>
  /**
   * Deletes some data that is no longer needed: deleted rooms, old removals, expired codes and bans. Answers whether
   * there is more.
   */
  purge(): Promise<boolean>
  /** Whether this node is the one of all that does the upkeep. When it ends, the next one that asks is. */
  doesUpkeep(): Promise<boolean>
  /** Whether a write would succeed now. */
  isWritable(): Promise<boolean>
  /** Waits for earlier calls, then closes. */
  close(): Promise<void>
}
