import type { Failure } from '../protocol/errors.ts'

/** What somebody wants to say. It has no seq yet. */
export type Draft = { roomId: string; clientId: string; body: string; replyTo?: number }

/** A draft at rest: whose it is, its place in the outbox, and the final refusal if it met one. */
export type StoredDraft = Draft & { userId: string; position: number; failure?: Failure }

/** Where drafts outlive the page. `put` resolves only when the draft would survive a crash; each may reject. */
export interface OutboxStorage {
  all(): Promise<StoredDraft[]>
  /** Adds the draft or replaces the one with the same clientId. */
  put(draft: StoredDraft): Promise<void>
  /** Removing what is not there is fine. */
  remove(clientId: string): Promise<void>
}
