/**
 * Everything that must survive a restart, in the words of the chat. Each method is one transaction, and no handle of
 * one crosses this contract, so an embedded file and a pool of connections look alike from outside.
 *
 * A method answers after its commit is on the disk. It throws a `Refusal` where the chat expects a "no"
 * (`conflict`, `not_found`), `storage_unavailable` when nothing could be written, and `overloaded` when too much waits.
 *
 * What is done in somebody's name takes a `Signed` first, and is `unauthorized` when that session is over, decided in the
 * same transaction: from the answer that ended a session on nothing is written for it. Whether somebody *may* do it is
 * for the chat to decide beforehand; the store keeps what no moment between the two may break (the last owner stays).
 */
import type {
  AuditPage,
  Ban,
  ChangesPage,
  ChatRole,
  InboxPage,
  Invite,
  Me,
  Message,
  ReadMark,
  Removal,
  Report,
  Role,
  RoomsPage,
  RoomView,
  SavedPage,
  SearchPage,
  SessionView,
  Settings,
  User,
  Versions,
} from '../../protocol/models.ts'

/** Raised when a store cannot be opened; the message is one line for the operator that says what to do. */
export class UnusableStore extends Error {}

/** Somebody, on one signed-in device. */
export type Signed = { userId: string; sessionId: string }

/** What a command is decided by: who asks, as they are now, and the room in question as they see it. */
export type Standing = { user: User; role: ChatRole; onlyRoomId?: string }
export type Seat = Standing & { room: RoomView }
/** The same without what is only shown: this is asked for every command. */
export type Footing = Standing & {
  room: Pick<
    RoomView,
    'id' | 'name' | 'kind' | 'role' | 'isArchived' | 'isLocked' | 'slowSeconds' | 'mutedUntil' | 'people'
  >
}

/** A name prepared for comparing. `name` is what people see, `key` folds case, `look` folds what the eye cannot tell apart. */
export type PreparedName = { name: string; key: string; look: string }

/** A device that is let in. `network` is where it comes from (server/doors/address.ts), for bans. */
export type NewDevice = {
  /** SHA-256 of the session's token; the token itself is never kept, and neither is any other secret. */
  tokenHash: Uint8Array
  /** What it calls itself, in a few words. */
  device: string
  network: string
}

export type SignedIn = { user: User; sessionId: string }

export type NewUser = {
  name: PreparedName
  device: NewDevice
  /** SHA-256 of an invitation's code, which is used up in the same transaction. */
  inviteHash?: Uint8Array | undefined
  /** Makes a person of the newcomer at once. */
  passwordHash?: string | undefined
}

export type Draft = {
  roomId: string
  clientId: string
  body: string
  replyTo?: number | undefined
  /** For each @ in the body what might be meant, as names' comparing keys, the longest first. */
  mentions?: string[][] | undefined
  /** It speaks to everybody in the room. */
  mentionsRoom?: boolean | undefined
}

/** What changes the words of a message: as in a draft. */
export type Edit = { roomId: string; seq: number; body: string; mentions?: string[][]; mentionsRoom?: boolean }

/** Where a page of history lies: beside a seq, around it, or at the newest end. `limit` counts messages. */
export type Place = {
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  limit: number
}

export type NewRoom = {
  name: string
  /** Folded, for comparing with other open rooms' names. */
  look: string
  /** As wished for; the store appends to it what makes it unique. */
  slug: string
  kind: RoomView['kind']
  /** Without the maker, who is host of an open or closed room and a member among members of a direct one. */
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
}

/** A page by name. `after` is where the page before said that it goes on. */
export type NamePage = { query: string; after?: string | undefined; limit: number }

export type SeatRow = { user: User; role: Role; mutedUntil?: string; isBanned?: true }

/** Who looks after a room from now on, since whoever did is gone. */
export type NewHost = { roomId: string; userId: string }

/** Messages that were changed in one act, room by room, ascending by rev and without a hole between them. */
export type Changed = { roomId: string; from: number; to: number; messages: Message[] }

/** Who has more or less unread, or more or fewer mentions, after a message was changed. */
export type Recounted = string[] | 'everybody'

/** Where a page of what was found begins and how long it is. `after` is where the page before ended. */
export type FoundPage = { after?: string | undefined; limit: number }

/** What a message is to be like to be found. Everything that is given holds at once. */
export type Search = FoundPage & {
  /** What all occurs in its body, and what must not: compared as `protocol/folding.ts` folds. */
  texts: string[]
  without: string[]
  /** Said by one of these: names, or the one who searches. */
  from?: { names: string[]; me: boolean } | undefined
  /** In one of these rooms: slugs, names or parts of names. */
  rooms?: string[] | undefined
  /** Said at this moment or later; said before this moment. */
  since?: string | undefined
  until?: string | undefined
  has: ('link' | 'code')[]
  isPinned: boolean
}

export interface Store {
  /** The random name of this history. It changes when history may have been rewound. */
  readonly epoch: string

  // — Arriving —

  /**
   * Makes a user, signs it in, and seats it in the lobby; one who comes by an invitation to a room is seated there, and a
   * guest then sees that room only. `forbidden`, with a sentence, for an invitation that is unknown, expired, used up or
   * taken back; `banned` where no guest may come from that network; `conflict` when a person's name is taken.
   */
  addUser(newcomer: NewUser): Promise<SignedIn>
  /** Who holds the session with this token, or undefined. A session unused for a year is over. */
  findSession(tokenHash: Uint8Array): Promise<SignedIn | undefined>
  /** Notes when and from where a session is used. Called for each connection; it writes at most once an hour. */
  noteUse(sessionId: string, network: string): Promise<void>
  /** Who stands in the way of a name: somebody whose other name looks the same, or a person who has claimed this one. */
  findNameHolder(name: PreparedName): Promise<User | undefined>
  /** Counts the guests who gave no name: 1, 2, 3… */
  nextGuestNumber(): Promise<number>
  /** Whose password is to be compared for this name (its key), and the hash to compare with. */
  findPassword(nameKey: string): Promise<{ userId: string; passwordHash: string } | undefined>
  /** Signs a person in whose password was right. `banned`, with until when and why. */
  signIn(userId: string, device: NewDevice): Promise<SignedIn>
  /** Signs in by a sign-in link, which is used up. `forbidden` for one that is unknown, used or expired; `banned`. */
  redeemSignInCode(codeHash: Uint8Array, device: NewDevice): Promise<SignedIn>
  /**
   * Makes an owner by the code of the owner link, which is used up: a new person of this name, or the person of this name,
   * whose password is then this one, whose ban is lifted, and whose other sessions are ended. `forbidden` for a wrong code.
   */
  redeemOwnerCode(
    codeHash: Uint8Array,
    owner: { name: PreparedName; passwordHash: string; device: NewDevice },
  ): Promise<SignedIn & { endedSessionIds: string[] }>
  /** Puts a new owner code in the place of an earlier one. */
  setOwnerCode(codeHash: Uint8Array): Promise<void>
  /** Whether there is an owner, and whether a code for the first one was ever made. */
  ownerState(): Promise<{ hasOwner: boolean; hasCode: boolean }>

  // — People —

  standingOf(who: Signed): Promise<Standing>
  /** Somebody by id as they are in the chat; undefined for nobody, and for who has left. */
  findUser(userId: string): Promise<Standing | undefined>
  /** What somebody is, beyond a name. */
  meOf(userId: string): Promise<Me>
  findPeople(query: string, limit: number): Promise<{ user: User; role: ChatRole }[]>
  /** `conflict` when the name is another person's, or I am a person already. */
  claim(who: Signed, passwordHash: string): Promise<User>
  /** `conflict` when the name is another person's, or looks like somebody's. */
  rename(who: Signed, name: PreparedName): Promise<User>
  passwordHashOf(who: Signed): Promise<string | undefined>
  /** Answers with the sessions that it ended: all but this one. */
  changePassword(who: Signed, passwordHash: string): Promise<string[]>
  /**
   * Forgets somebody for good: name, password, sessions, seats and marks. What they said stays under the name “former
   * member”, or is deleted for good. `conflict` for the last owner. Answers with the rooms they had a seat in.
   */
  leave(
    who: Signed,
    messages: 'keep' | 'delete',
  ): Promise<{ user: User; roomIds: string[]; changes: Changed[]; newHosts: NewHost[] }>
  block(who: Signed, userId: string, on: boolean): Promise<void>
  /** Of these people the ones who block the user. */
  blockersOf(userId: string, among: string[]): Promise<string[]>
  /** `conflict` for a guest, and for the last owner. Audited. */
  appoint(who: Signed, userId: string, role: 'owner' | 'moderator' | 'member'): Promise<void>

  // — Sessions and invitations —

  sessionsOf(who: Signed): Promise<SessionView[]>
  /** Ends a session of mine for good: this one, or another by id; `not_found` when there is no such one. */
  endSession(who: Signed, sessionId?: string): Promise<void>
  /** Answers with the sessions that it ended. */
  endSessions(who: Signed, others: boolean): Promise<string[]>
  addSignInCode(who: Signed, codeHash: Uint8Array, expiresAt: string): Promise<void>
  addInvite(
    who: Signed,
    invite: { codeHash: Uint8Array; roomId?: string; uses?: number | undefined; expiresAt?: string | undefined },
  ): Promise<Invite>
  /** The ones that still hold: the caller's own, or everybody's. */
  invites(who: Signed, whose: 'mine' | 'all'): Promise<Invite[]>
  /** `not_found` when there is none of that id, or it is somebody else's and only mine are asked for. */
  revokeInvite(who: Signed, inviteId: string, whose: 'mine' | 'all'): Promise<void>
  /** Whether an invitation holds at this moment: `forbidden`, as in `addUser`, when it does not. */
  checkInvite(inviteHash: Uint8Array): Promise<void>
  /** Takes the seat that an invitation to a room offers, or that of the lobby. `forbidden` as in `addUser`. */
  redeemInvite(who: Signed, inviteHash: Uint8Array): Promise<{ roomId: string }>

  // — Rooms —

  /** The rooms in which the user has a seat, as that user sees them, by name. */
  roomsOf(who: Signed): Promise<RoomView[]>
  /**
   * A room by id, slug or former slug as the user sees it; undefined when there is none, or none for this user to see.
   * Both take the same time. An open room is seen without a seat (`role: 'visitor'`), but not by a guest who sees one room only.
   */
  findRoom(idOrSlug: string, who: Signed): Promise<Seat | undefined>
  /** Of the same room, when `findRoom` finds it, what decides about a command in it. */
  footingIn(idOrSlug: string, who: Signed): Promise<Footing | undefined>
  /** A room by id, slug or former slug as somebody without a seat would see it. */
  peekRoom(slug: string): Promise<RoomView | undefined>
  /** A room as each of these users sees it, for those of them who have a seat. */
  viewsOf(roomId: string, userIds: string[]): Promise<{ userId: string; room: RoomView }[]>
  /** The rooms in which somebody has a seat, by id. */
  roomIdsOf(userId: string): Promise<string[]>
  /** How far each room has come. */
  revs(): Promise<{ roomId: string; rev: number; lastSeq: number }[]>
  /** Open rooms by name. */
  browse(who: Signed, page: NamePage & { isArchived: boolean }): Promise<RoomsPage>
  /**
   * `isNew` is false for a direct room that there was already. `conflict` when an open room looks like it by name;
   * `not_found` for a member who is not there.
   */
  createRoom(who: Signed, room: NewRoom): Promise<{ roomId: string; isNew: boolean; memberIds: string[] }>
  /** Audited, unless only the topic is new. Former slugs lead to the room for ever, until another room takes them. `conflict` as above. */
  updateRoom(who: Signed, roomId: string, patch: RoomPatch): Promise<void>
  /** From the answer on it is gone for everybody; what it holds is cleared away by and by (`purge`). Audited. */
  deleteRoom(who: Signed, roomId: string): Promise<void>
  /** Seats the caller. `forbidden`, with until when, for who was removed a short while ago. */
  join(who: Signed, roomId: string): Promise<void>
  /**
   * A room whose last host leaves is looked after by who has been in it longest. `conflict` for the last one in a closed
   * room, which nobody could ever see again.
   */
  leaveRoom(who: Signed, roomId: string): Promise<{ newHostId?: string }>
  /**
   * Seats somebody else. `not_found` for nobody, `conflict` for a guest who sees another room only; `forbidden` for who was
   * removed a short while ago, unless the caller may forgive that.
   */
  seat(who: Signed, roomId: string, userId: string, mayForgive: boolean): Promise<void>
  /** Takes a seat away and keeps its holder out until then. `not_found` for who has none. Audited. */
  unseat(who: Signed, roomId: string, userId: string, until: string): Promise<{ newHostId?: string }>
  /** `not_found` for who has no seat, `conflict` where no host would be left. Audited. */
  appointHost(who: Signed, roomId: string, userId: string, role: 'host' | 'member'): Promise<void>
  /** Who has a seat: owners, moderators and hosts first, then by name. */
  members(roomId: string, page: NamePage): Promise<{ members: SeatRow[]; next?: string }>
  /** One seat; undefined for who has none. */
  findMember(roomId: string, userId: string): Promise<SeatRow | undefined>
  /** Moves the mark forward, never back and never beyond the room. `isNew` is false when it stood there already. */
  markRead(who: Signed, roomId: string, seq: number): Promise<{ mark: ReadMark; isNew: boolean }>
  /** Puts the mark before this message. */
  markUnread(who: Signed, roomId: string, seq: number): Promise<ReadMark>
  setLevel(who: Signed, roomId: string, level: RoomView['level']): Promise<void>

  // — Messages —

  /**
   * Gives the draft its seq and its rev. The same clientId of the same author again answers with the first message and
   * `isNew: false`; with another body or room it is a `conflict`.
   */
  append(who: Signed, draft: Draft): Promise<{ message: Message; isNew: boolean }>
  /** Whether somebody's draft with this clientId was ever accepted. */
  hasSaid(authorId: string, clientId: string): Promise<boolean>
  /** Changes the caller's own words. `not_found` when there is no such message or it is deleted, `forbidden` when it is another's. The same body again changes nothing. */
  edit(who: Signed, edit: Edit): Promise<{ message: Message; isNew: boolean; recounted: Recounted }>
  /** Deletes a message for good; deleting it again changes nothing. With `asModerator` it may be another's, and is audited. */
  deleteMessage(
    who: Signed,
    roomId: string,
    seq: number,
    asModerator: boolean,
  ): Promise<{ message: Message; isNew: boolean; recounted: Recounted }>
  /** `isNew` is false when the reaction is as it should be already. `conflict` beyond 20 kinds on one message. */
  react(
    who: Signed,
    roomId: string,
    seq: number,
    emoji: string,
    on: boolean,
  ): Promise<{ message: Message; isNew: boolean }>
  /** `isNew` is false when it is as it should be already. `conflict` beyond 100 pins in a room. */
  pin(who: Signed, roomId: string, seq: number, on: boolean): Promise<{ message: Message; isNew: boolean }>
  /** What is pinned in a room, the newest pin first. */
  pinned(roomId: string): Promise<Message[]>
  /** Answers with whether it was otherwise before. `conflict` beyond 10,000 saved messages. */
  save(who: Signed, roomId: string, seq: number, on: boolean): Promise<boolean>
  /** What somebody saved, the latest first, of the rooms that they see. */
  saved(who: Signed, page: FoundPage): Promise<SavedPage>
  /** What a message said before each edit, oldest first. `forbidden` for another’s message unless `asModerator`, `not_found` for a deleted one. */
  versions(who: Signed, roomId: string, seq: number, asModerator: boolean): Promise<Versions>
  /** Mentions of somebody and replies to them, newest first, in the rooms in which they have a seat; not by people they block. */
  inbox(who: Signed, page: FoundPage): Promise<InboxPage>
  /**
   * Messages of the rooms in which somebody has a seat, newest first, as they are now: what was written, edited or deleted
   * before the question is in the answer. A page looks through so many messages at most; `next` leads on.
   */
  search(who: Signed, search: Search): Promise<SearchPage>
  /** A page of messages ascending by seq, and how far the room had come at the same instant. */
  history(roomId: string, place: Place): Promise<{ messages: Message[]; rev: number; lastSeq: number }>
  /** Every message changed after `since`, each in its latest state, or a reset when `since` lies ahead of the room. */
  changesSince(roomId: string, since: number, limit: number): Promise<ChangesPage>

  // — Moderation: all of it audited in the same transaction —

  /** Ends all of somebody's sessions, and lets none of theirs begin until then. `conflict` for the last owner. */
  ban(
    who: Signed,
    ban: { userId: string; until?: string | undefined; reason: string; address: boolean },
  ): Promise<{ endedSessionIds: string[]; newHosts: NewHost[] }>
  unban(who: Signed, userId: string): Promise<void>
  bans(): Promise<Ban[]>
  /** In one room, or everywhere without a roomId; a second time replaces the first. */
  mute(who: Signed, mute: { userId: string; roomId?: string | undefined; until: string; reason: string }): Promise<void>
  unmute(who: Signed, userId: string, roomId?: string): Promise<void>
  /** Deletes what somebody said since then, in all rooms, and keeps it aside until it can no longer be undone. */
  removeMessages(who: Signed, userId: string, since: string): Promise<{ removal: Removal; changes: Changed[] }>
  /** `not_found` for a removal that is unknown, undone or too long ago. Each message is as it was, at a new rev. */
  undoRemoval(who: Signed, removalId: string): Promise<Changed[]>
  /** Whose messages a removal took away; undefined when there is no such one. */
  removalOf(removalId: string): Promise<string | undefined>
  /** The same person's second report of a message replaces the first. Not audited. */
  report(who: Signed, roomId: string, seq: number, reason: string): Promise<void>
  reports(): Promise<Report[]>
  /** `not_found` when it is closed already. */
  resolveReport(who: Signed, reportId: string): Promise<void>
  /** The ids of owners and moderators. */
  moderatorIds(): Promise<string[]>
  /** Newest first; of closed and direct rooms only those in which the reader has a seat. */
  audit(
    page: { before?: number | undefined; roomId?: string | undefined; limit: number },
    reader: Signed,
  ): Promise<AuditPage>
  settings(): Promise<Settings>
  updateSettings(who: Signed, patch: { [Key in keyof Settings]?: Settings[Key] | undefined }): Promise<Settings>

  // — Upkeep —

  /** Clears away some of what is no longer wanted: deleted rooms, removals past undoing, codes and bans past their time. Answers with whether there is more. */
  purge(): Promise<boolean>
  /** Whether a write would be taken now. */
  isWritable(): Promise<boolean>
  /** Waits for what was asked before, then closes. */
  close(): Promise<void>
}
