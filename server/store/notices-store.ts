/** The part of the store's contract that is about notices: what people want to hear of, where their browsers are, and what waits. */
import type { Message, RoomView } from '../../protocol/models.ts'
import type { NotifySettings } from '../../protocol/notices.ts'
import type { Signed } from './terms.ts'

/** Null ends the snooze, and an empty zone means that of the profile. */
export type NotifyPatch = {
  [Name in keyof Omit<NotifySettings, 'snoozedUntil'>]?: NotifySettings[Name] | undefined
} & { snoozedUntil?: string | null }

/** Raw, in base64url: a point on P-256, and its private number. */
export type VapidKeys = { publicKey: string; privateKey: string }

/** Where a browser is told, and the keys for that, in base64url. */
export type NewSubscription = { endpoint: string; publicKey: string; secret: string; language?: string | undefined }
export type PushSubscription = NewSubscription & { sessionId: string; userId: string; madeAt: string }

/** Why somebody is told. `room` is @room, and `everything` the level of the room. */
export type NoticeReason = 'direct' | 'mention' | 'room' | 'reply' | 'keyword' | 'everything' | 'reaction' | 'reminder'

/** Messages of a room that were not looked through for notices yet, in (from, to], and what decides about them. */
export type RoomToNote = ToNote & { roomId: string; kind: RoomView['kind']; from: number; to: number }
export type ToNote = {
  /** `answers` is the author of the message that it replies to. */
  messages: (Message & { answers: string | undefined })[]
  /** The members who can be told, since when they can, and their settings as they are kept. */
  listeners: {
    userId: string
    level: RoomView['level']
    readSeq: number
    requestedBy: string | null
    settings: string | null
    since: string
  }[]
  blocks: { userId: string; blockedId: string }[]
}
/** The room was looked through, and these people are to be told of these messages. */
export type Noted = {
  roomId: string
  from: number
  to: number
  notices: { userIds: string[]; seqs: number[]; reason: NoticeReason; about?: string }[]
}
/** A notice that a node sends now. `last` is the newest of the messages that still count, if any does. */
export type HeldNotice = {
  userId: string
  lastSeq: number
  reason: NoticeReason
  /** For a reaction: its emoji, a space, and the name of who reacted. */
  about: string
  hasWaited: boolean
  tries: number
  /** The sessions that were told, and of which last message. */
  told: Record<string, number>
  room: { id: string; slug: string; name: string; kind: RoomView['kind'] }
  isMuted: boolean
  count: number
  last:
    | { seq: number; authorId: string; authorName: string; body: string; files: { name: string; alt?: string }[] }
    | undefined
  settings: NotifySettings
  timeZone: string
  /** The messages of all rooms that the user was told of or is to be, and has not read. */
  badge: number
  subscriptions: PushSubscription[]
}
/** What came of a notice: it is kept until it is read, due again, or over. */
export type Settled = {
  userId: string
  roomId: string
  lastSeq: number
  /** The message whose words are shown: before `lastSeq`, if later ones are deleted. */
  shownSeq: number
  told: Record<string, number>
  next: 'read' | 'over' | { forMs: number; isQuiet: boolean }
}

export interface NoticesStore {
  notifySettings(who: Signed): Promise<NotifySettings>
  /** The given settings replace the stored ones, and undefined ones stay. Answers with all of them. */
  updateNotifySettings(who: Signed, patch: NotifyPatch): Promise<NotifySettings>
  /** The keys by which push services know this chat. Made when they are first asked for. */
  vapidKeys(): Promise<VapidKeys>
  /**
   * Keeps where the browser of the caller’s session is told. It replaces the one that the session had, and one of another
   * session of that browser. Of too many of one user the oldest goes.
   */
  subscribe(who: Signed, subscription: NewSubscription): Promise<void>
  /** The subscriptions of these users, the oldest first. */
  pushSubscriptionsOf(userIds: string[]): Promise<PushSubscription[]>
  /** Ends a subscription of the caller, if there is one. */
  removeSubscription(who: Signed, endpoint: string): Promise<void>

  // — Telling —

  /** Rooms with messages that were not looked through for notices. None while nobody could be told. */
  roomsToNote(): Promise<RoomToNote[]>
  /**
   * Notes that rooms were looked through, with the notices that came of it, in one transaction. A room that another node
   * has looked through meanwhile is left out. Answers whether there are new notices.
   */
  note(rooms: Noted[]): Promise<boolean>
  areNoticesDue(): Promise<boolean>
  /** Holds so many notices that are due, for a few seconds, for nobody else. Answers how many there were. */
  takeNotices(holder: string, limit: number): Promise<number>
  /** Holds them some seconds longer. */
  holdNotices(holder: string): Promise<void>
  /** What this holder holds, as it stands now. */
  heldNotices(holder: string): Promise<HeldNotice[]>
  /** Says what came of notices that the holder still holds. The subscriptions at the `gone` endpoints are removed. */
  settleNotices(holder: string, settled: Settled[], gone: string[]): Promise<void>
  /** Whether some of these users, or of all, were told of messages that they have read since. */
  areNoticesOver(userIds?: string[]): Promise<boolean>
  /** Makes those notices due once more, to be taken back. */
  recallNotices(userIds?: string[]): Promise<void>
}
