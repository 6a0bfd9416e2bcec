/** The contract between an outbox and the other tabs that share it. */
import type { Failure } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import type { StoredDraft } from './outbox-storage.ts'

/** Messages between tabs that share an outbox. They are only hints: a new leader reads the storage again. */
export type OutboxNews =
  /** A draft that was just written, or finally refused. */
  | { kind: 'draft'; draft: StoredDraft; saved: boolean }
  /** The leader uploads files, and has not ended. */
  | { kind: 'working' }
  /** It is sent again in so many milliseconds. */
  | { kind: 'delayed'; clientId: string; forMs: number; failure: Failure }
  /** Its author wants it sent now. */
  | { kind: 'retry'; clientId: string }
  | { kind: 'discarded'; clientId: string }
  /** The user has left for good: no draft is sent any more. */
  | { kind: 'abandoned' }
  | { kind: 'accepted'; message: Message }
  /** I am the leader now: tell me the drafts that are not in the storage. */
  | { kind: 'turn' }

/** One tab among those that share an outbox. */
export type OutboxPeer = {
  tell(news: OutboxNews): void
  /** Waits to become the leader, or stops waiting and stops leading. */
  queue(isWilling: boolean): void
  /** Becomes the leader at once, in place of one that does nothing. */
  takeOver(): void
  /** No message arrives after this. */
  leave(): void
}

export type PeerListener = {
  news(news: OutboxNews): void
  /** Whether this tab is the leader from now on. It is also called when the tab stopped leading by itself. */
  turn(isMine: boolean): void
  /** Messages of other tabs may have been missed. */
  missed(): void
}

/** The tabs of one browser that share this user's outbox. One at a time is the leader, and sends. */
export interface OutboxPeers {
  meet(userId: string, hears: PeerListener): OutboxPeer
}
