/**
 * Everything that must survive a restart, in the words of the chat. Each method is one transaction, and no handle of
 * one crosses this contract, so an embedded file and a pool of connections look alike from outside.
 *
 * A method answers after its commit is on the disk. It throws a `Refusal` where the chat expects a "no"
 * (`conflict`, `not_found`), `storage_unavailable` when nothing could be written, and `overloaded` when too much waits.
 */
import type { ChangesPage, Message, RoomView, User } from '../../protocol/models.ts'

/** Raised when a store cannot be opened; the message is one line for the operator that says what to do. */
export class UnusableStore extends Error {}

export type Draft = {
  roomId: string
  clientId: string
  body: string
  replyTo?: number | undefined
  author: User
  /** The author's session; it must still go on when the message is written. */
  sessionId: string
}

/** Where a page of history lies: beside a seq, around it, or at the newest end. `limit` counts messages. */
export type Place = {
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  limit: number
}

/** A name prepared for comparing. `name` is what people see, `key` folds case, `look` folds what the eye cannot tell apart. */
export type PreparedName = { name: string; key: string; look: string }

/** Somebody, on one signed-in device. */
export type Signed = { userId: string; sessionId: string }

export type NewGuest = {
  name: PreparedName
  /** SHA-256 of the session's token; the token itself is never kept. */
  tokenHash: Uint8Array
}

export interface Store {
  /** The random name of this history. It changes when history may have been rewound. */
  readonly epoch: string

  /** Makes a guest, signs it in and seats it in the lobby. */
  addGuest(guest: NewGuest): Promise<{ user: User; sessionId: string }>
  /** Who holds the session with this token, or undefined. */
  findSession(tokenHash: Uint8Array): Promise<{ user: User; sessionId: string } | undefined>
  /** Who stands in the way of a name: somebody whose other name looks the same, or a person who has claimed this one. */
  findNameHolder(name: PreparedName): Promise<User | undefined>
  /** Counts the guests who gave no name: 1, 2, 3… */
  nextGuestNumber(): Promise<number>

  /** Ends a session for good; ending it again does no harm. */
  endSession(sessionId: string): Promise<void>

  /** The rooms in which the session's user has a seat, as that user sees them. `unauthorized` when the session is over. */
  roomsOf(who: Signed): Promise<RoomView[]>
  /**
   * A room by id or slug as the session's user sees it; undefined without a seat in it or when there is no such room.
   * `unauthorized` when the session is over.
   */
  findRoom(idOrSlug: string, who: Signed): Promise<RoomView | undefined>
  /** A room by slug as somebody without a seat would see it. */
  peekRoom(slug: string): Promise<RoomView | undefined>
  /** How far each room has come. */
  revs(): Promise<{ roomId: string; rev: number; lastSeq: number }[]>

  /**
   * Gives the draft its seq and its rev. The same clientId of the same author again answers with the first message and
   * `isNew: false`; with another body or room it is a `conflict`. `unauthorized` when the session is over.
   */
  append(draft: Draft): Promise<{ message: Message; isNew: boolean }>
  /** A page of messages ascending by seq, and how far the room had come at the same instant. */
  history(roomId: string, place: Place): Promise<{ messages: Message[]; rev: number; lastSeq: number }>
  /** Every message changed after `since`, each in its latest state, or a reset when `since` lies ahead of the room. */
  changesSince(roomId: string, since: number, limit: number): Promise<ChangesPage>

  /** Whether a write would be taken now. */
  isWritable(): Promise<boolean>
  /** Waits for what was asked before, then closes. */
  close(): Promise<void>
}
