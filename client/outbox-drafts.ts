/** The drafts of an outbox and their status, in memory and in the storage. `outbox-sender.ts` sends them. */
import { batch, signal, untracked } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import type { Clock } from './clock.ts'
import { type SafeStorage, safeStorage } from './outbox-safe-storage.ts'
import type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'

export type DraftStatus =
  | { state: 'waiting' }
  /** Its files are on their way: so many of their bytes are at the server. */
  | { state: 'uploading'; sent: number }
  | { state: 'sending' }
  /** `retryAt` is a moment of the monotonic clock (`performance.now()`), in milliseconds. */
  | { state: 'delayed'; retryAt: number; failure: Failure }
  | { state: 'failed'; failure: Failure }

export type QueuedDraft = {
  draft: Draft
  userId: string
  /** 0 until the position in the queue is known. */
  position: number
  status: DraftStatus
  saved: boolean
  /** Whether the storage has answered once, yes or no. No draft is sent before that. */
  stored: boolean
  /** Whether the other tabs know of it. */
  told: boolean
  attempt: number
  cancelRetry?: (() => void) | undefined
  /** The ids of its files, from when all of them are uploaded. */
  fileIds?: readonly string[] | undefined
  /** Present while this tab uploads its files. */
  stopUpload?: (() => void) | undefined
}

export class Drafts {
  /** The present user of the outbox. */
  readonly userId = signal<string | undefined>(undefined)

  readonly #storage: SafeStorage
  readonly #queued = signal<readonly QueuedDraft[]>([])
  readonly #loads = new Map<string, Promise<void>>()
  /** For each read of the storage under way: the drafts that were removed meanwhile. */
  readonly #goneMeanwhile = new Set<Set<string>>()

  constructor(storage: OutboxStorage, clock: Clock) {
    this.#storage = safeStorage(storage, clock)
  }

  /** The drafts of all users, in order. Reading them subscribes to nothing. */
  get all(): readonly QueuedDraft[] {
    return this.#queued.peek()
  }

  /** The present user's drafts. Reading them subscribes to changes. */
  mine(): QueuedDraft[] {
    return this.#queued.value.filter(({ userId }) => userId === this.userId.value)
  }

  find(clientId: string): QueuedDraft | undefined {
    return this.all.find(({ draft }) => draft.clientId === clientId)
  }

  has(queued: QueuedDraft): boolean {
    return this.all.includes(queued)
  }

  /**
   * Loads a user's stored drafts, once. In the leader tab, memory is newer than the storage about drafts being sent.
   */
  async load(userId: string, isMyTurn: IsMyTurn): Promise<void> {
    let load = this.#loads.get(userId)
    if (!load) {
      load = this.read(userId, isMyTurn).then(() => undefined)
      this.#loads.set(userId, load)
    }
    await load
  }

  /** Resolves when this user's stored drafts are loaded; at once, if no one asked for them. */
  async loaded(userId: string): Promise<void> {
    await this.#loads.get(userId)
  }

  /** Adds a draft. Resolves when the storage has answered; its `files` are stored before it. */
  async take(draft: Draft, userId: string, status: DraftStatus, files?: Promise<boolean | undefined>): Promise<void> {
    const queued: QueuedDraft = {
      draft,
      userId,
      position: 0,
      status,
      saved: false,
      stored: false,
      told: false,
      attempt: 0,
    }
    this.#queued.value = [...this.all, queued]
    // Stored drafts come first, so the position is known only after they are loaded.
    await this.loaded(userId)
    queued.position = 1 + Math.max(0, ...this.all.map(({ position }) => position))
    const areFilesSaved = files ? (await files) === true : true
    if (this.has(queued)) await this.store(queued, areFilesSaved)
  }

  /** Merges the storage into memory. Answers with the drafts missing from the storage for an unknown reason. */
  async read(userId: string, isMyTurn: IsMyTurn): Promise<QueuedDraft[]> {
    const wasSaved = this.all.filter((queued) => queued.userId === userId && queued.saved)
    const gone = new Set<string>()
    this.#goneMeanwhile.add(gone)
    const left = await this.#storage.leftBy(userId)
    this.#goneMeanwhile.delete(gone)
    if (!left) return []
    const there = new Set(left.map(({ clientId }) => clientId))
    const lost = wasSaved.filter((queued) => !there.has(queued.draft.clientId) && this.has(queued))
    const forgotten = lost.filter(({ status }) => status.state === 'failed')
    batch(() => {
      for (const stored of left) if (!gone.has(stored.clientId)) this.learn(stored, true, isMyTurn)
      for (const queued of forgotten) void this.drop(queued)
    })
    return lost.filter((queued) => !forgotten.includes(queued))
  }

  /** Takes a draft from the storage or from another tab. */
  learn({ userId, position, failure, fileIds, ...draft }: StoredDraft, saved: boolean, isMyTurn: IsMyTurn): void {
    const known = this.find(draft.clientId)
    if (known && fileIds) known.fileIds ??= fileIds
    if (!known) {
      const status: DraftStatus = failure ? { state: 'failed', failure } : { state: 'waiting' }
      const queued: QueuedDraft = {
        draft,
        userId,
        position,
        status,
        saved,
        stored: true,
        told: true,
        attempt: 0,
        fileIds,
      }
      this.#queued.value = inOrder([...this.all, queued])
    } else if (!isUnderWay(known) || !isMyTurn()) {
      if (failure) this.become(known, { state: 'failed', failure })
      else if (known.status.state === 'failed') this.become(known, { state: 'waiting' })
    }
  }

  become(queued: QueuedDraft, status: DraftStatus): void {
    queued.cancelRetry?.()
    queued.cancelRetry = undefined
    queued.status = status
    this.#changed()
  }

  async store(queued: QueuedDraft, areFilesSaved = true): Promise<void> {
    queued.saved = (await this.#storage.put(toStored(queued))) && areFilesSaved
    queued.stored = true
    this.#changed()
  }

  async drop(queued: QueuedDraft): Promise<void> {
    queued.cancelRetry?.()
    queued.stopUpload?.()
    this.noteGone(queued.draft.clientId)
    this.#queued.value = this.all.filter((other) => other !== queued)
    // If this fails, the draft is sent again after a reload and answered with the same message: harmless.
    await this.#storage.remove(queued.draft.clientId)
  }

  async dropMine(): Promise<void> {
    await Promise.all(untracked(() => this.mine()).map(async (queued) => this.drop(queued)))
  }

  /** The draft was removed. A read of the storage under way must not bring it back. */
  noteGone(clientId: string): void {
    for (const gone of this.#goneMeanwhile) gone.add(clientId)
  }

  #changed(): void {
    this.#queued.value = [...this.all]
  }
}

type IsMyTurn = () => boolean

export const isWaiting = ({ stored, status }: QueuedDraft): boolean => stored && status.state === 'waiting'

export const isUnderWay = ({ status: { state } }: QueuedDraft): boolean => state === 'sending' || state === 'uploading'

/**
 * Whether its author may still take it back: it was refused, or the server cannot have it, because a file of it was
 * missing until now.
 */
export const canBeDiscarded = ({ draft, fileIds, status }: QueuedDraft): boolean =>
  status.state === 'failed' || (draft.files !== undefined && fileIds === undefined)

/** By position in the queue. Drafts without a position are the newest. */
const inOrder = (drafts: readonly QueuedDraft[]): QueuedDraft[] =>
  drafts.toSorted((a, b) => (a.position || Infinity) - (b.position || Infinity) || 0)

export function toStored({ draft, userId, position, status, fileIds }: QueuedDraft): StoredDraft {
  const stored: StoredDraft = { ...draft, userId, position, ...(fileIds && { fileIds }) }
  if (status.state === 'failed') stored.failure = status.failure
  return stored
}
