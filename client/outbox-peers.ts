import type { Failure } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import type { StoredDraft } from './outbox-storage.ts'

/** What those who share an outbox tell each other. News only: the storage is the truth, read again at every turn. */
export type OutboxNews =
  /** A draft as it stands: just written, or finally refused. */
  | { kind: 'draft'; draft: StoredDraft; saved: boolean }
  /** Sent again in so many milliseconds. */
  | { kind: 'delayed'; clientId: string; forMs: number; failure: Failure }
  /** Its author wants it sent now. */
  | { kind: 'retry'; clientId: string }
  | { kind: 'discarded'; clientId: string }
  /** This user is not coming back: nothing of it is to be sent. */
  | { kind: 'abandoned' }
  | { kind: 'accepted'; message: Message }
  /** It is my turn: tell me what the storage does not have. */
  | { kind: 'turn' }

export type Seat = {
  tell(news: OutboxNews): void
  /** Stands in line for the turn to send, or leaves the line and gives the turn back. */
  queue(isWilling: boolean): void
  /** Takes the turn, whoever has it: that one does nothing with it. */
  insist(): void
  /** Nothing is heard after this. */
  leave(): void
}

export type SeatHears = {
  news(news: OutboxNews): void
  /** Whether it is our turn from now on; lost it is also told when we gave it back. */
  turn(isMine: boolean): void
  /** For a while nothing was heard, and something may have been said. */
  missed(): void
}

/** The others who share this user's outbox: the tabs of one browser. One at a time has the turn to send. */
export interface OutboxPeers {
  meet(userId: string, hears: SeatHears): Seat
}
