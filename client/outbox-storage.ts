import type { Failure } from '../protocol/errors.ts'

/** A chosen file. Its bytes are in the storage of uploads, under its key. */
export type DraftFile = {
  key: string
  name: string
  type: string
  size: number
  alt?: string
  /** Of a picture or a video, in pixels. Its place is reserved by them. */
  width?: number
  height?: number
  /** Of a recording that was made here, in seconds: its bytes may not say it. */
  duration?: number
}

/** A message that its author wants to send. It has no seq yet. */
export type Draft = { roomId: string; clientId: string; body: string; replyTo?: number; files?: readonly DraftFile[] }

/** The outbox's addition to a draft: the ids of its files, from when all were uploaded. The server may have it then. */
export type StoredDraft = Draft & {
  userId: string
  position: number
  /** The final refusal, if any. */
  failure?: Failure
  fileIds?: readonly string[]
}

/** The storage of drafts beyond the page. `put` resolves when the draft would survive a crash. Each call may reject. */
export interface OutboxStorage {
  all(): Promise<StoredDraft[]>
  /** Adds the draft or replaces the one with the same clientId. */
  put(draft: StoredDraft): Promise<void>
  /** Removing a missing draft is no error. */
  remove(clientId: string): Promise<void>
}
