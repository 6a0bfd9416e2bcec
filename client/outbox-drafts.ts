/** What an outbox holds: the drafts as they stand, in memory and in the storage. Sending them is not its affair. */
import { batch, signal, untracked } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import type { Clock } from './clock.ts'
import { type Shelf, shelf } from './outbox-shelf.ts'
import type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'

export type DraftStatus =
  | { state: 'waiting' }
  | { state: 'sending' }
  /** `retryAt` is a moment of the monotonic clock (`performance.now()`), in milliseconds. */
  | { state: 'delayed'; retryAt: number; failure: Failure }
  | { state: 'failed'; failure: Failure }

export type Kept = {
  draft: Draft
  userId: string
  /** 0 until the place in the queue is known. */
  position: number
  status: DraftStatus
  saved: boolean
  /** Unset until the storage has answered for the first time, yes or no. Nothing is sent before. */
  stored: boolean
  /** Whether the peers have heard of it. */
  told: boolean
  attempt: number
  cancelRetry?: (() => void) | undefined
}

export class Drafts {
  /** Whose outbox it is at present. */
  readonly userId = signal<string | undefined>(undefined)

  readonly #shelf: Shelf
  readonly #kept = signal<readonly Kept[]>([])
  readonly #loads = new Map<string, Promise<void>>()
  /** For each reading of the storage that is under way: the drafts that went meanwhile. */
  readonly #goneMeanwhile = new Set<Set<string>>()

  constructor(storage: OutboxStorage, clock: Clock) {
    this.#shelf = shelf(storage, clock)
  }

  /** Of everybody who was here, in order. Who reads it does not watch it. */
  get all(): readonly Kept[] {
    return this.#kept.peek()
  }

  /** The present user's; who reads it watches it. */
  mine(): Kept[] {
    return this.#kept.value.filter(({ userId }) => userId === this.userId.value)
  }

  find(clientId: string): Kept | undefined {
    return this.all.find(({ draft }) => draft.clientId === clientId)
  }

  has(kept: Kept): boolean {
    return this.all.includes(kept)
  }

  /** Fetches what a user left behind, once. `isMyTurn`: what is under way then is known better here than in the storage. */
  async load(userId: string, isMyTurn: IsMyTurn): Promise<void> {
    let load = this.#loads.get(userId)
    if (!load) {
      load = this.read(userId, isMyTurn).then(() => undefined)
      this.#loads.set(userId, load)
    }
    await load
  }

  /** Resolves when what this user left behind is known; at once, if nobody asked for it. */
  async loaded(userId: string): Promise<void> {
    await this.#loads.get(userId)
  }

  /** Takes a draft in. Resolves when the storage has answered. */
  async take(draft: Draft, userId: string, status: DraftStatus): Promise<void> {
    const kept: Kept = { draft, userId, position: 0, status, saved: false, stored: false, told: false, attempt: 0 }
    this.#kept.value = [...this.all, kept]
    // What was left behind comes first, so the place in the queue is known only when that is known.
    await this.loaded(userId)
    kept.position = 1 + Math.max(0, ...this.all.map(({ position }) => position))
    await this.store(kept)
  }

  /** Lays what the storage holds over what is known. Answers with the drafts that are gone from there, nobody knows why. */
  async read(userId: string, isMyTurn: IsMyTurn): Promise<Kept[]> {
    const wasSaved = this.all.filter((kept) => kept.userId === userId && kept.saved)
    const gone = new Set<string>()
    this.#goneMeanwhile.add(gone)
    const left = await this.#shelf.leftBy(userId)
    this.#goneMeanwhile.delete(gone)
    if (!left) return []
    const there = new Set(left.map(({ clientId }) => clientId))
    const lost = wasSaved.filter((kept) => !there.has(kept.draft.clientId) && this.has(kept))
    const forgotten = lost.filter(({ status }) => status.state === 'failed')
    batch(() => {
      for (const stored of left) if (!gone.has(stored.clientId)) this.learn(stored, true, isMyTurn)
      for (const kept of forgotten) void this.drop(kept)
    })
    return lost.filter((kept) => !forgotten.includes(kept))
  }

  /** A draft out of the storage or from a peer. */
  learn({ userId, position, failure, ...draft }: StoredDraft, saved: boolean, isMyTurn: IsMyTurn): void {
    const known = this.find(draft.clientId)
    if (!known) {
      const status: DraftStatus = failure ? { state: 'failed', failure } : { state: 'waiting' }
      const kept: Kept = { draft, userId, position, status, saved, stored: true, told: true, attempt: 0 }
      this.#kept.value = inOrder([...this.all, kept])
    } else if (known.status.state !== 'sending' || !isMyTurn()) {
      if (failure) this.become(known, { state: 'failed', failure })
      else if (known.status.state === 'failed') this.become(known, { state: 'waiting' })
    }
  }

  become(kept: Kept, status: DraftStatus): void {
    kept.cancelRetry?.()
    kept.cancelRetry = undefined
    kept.status = status
    this.#changed()
  }

  async store(kept: Kept): Promise<void> {
    kept.saved = await this.#shelf.put(toStored(kept))
    kept.stored = true
    this.#changed()
  }

  async drop(kept: Kept): Promise<void> {
    kept.cancelRetry?.()
    this.noteGone(kept.draft.clientId)
    this.#kept.value = this.all.filter((other) => other !== kept)
    // If this fails, the draft is sent again after a reload and answered with the same message: harmless.
    await this.#shelf.remove(kept.draft.clientId)
  }

  async dropMine(): Promise<void> {
    await Promise.all(untracked(() => this.mine()).map(async (kept) => this.drop(kept)))
  }

  /** It went while the storage may be under reading, and must not come back from there. */
  noteGone(clientId: string): void {
    for (const gone of this.#goneMeanwhile) gone.add(clientId)
  }

  #changed(): void {
    this.#kept.value = [...this.all]
  }
}

type IsMyTurn = () => boolean

export const isWaiting = ({ stored, status }: Kept): boolean => stored && status.state === 'waiting'

/** By place in the queue; those whose place is not known yet are the newest. */
const inOrder = (drafts: readonly Kept[]): Kept[] =>
  drafts.toSorted((a, b) => (a.position || Infinity) - (b.position || Infinity) || 0)

export function toStored({ draft, userId, position, status }: Kept): StoredDraft {
  const stored: StoredDraft = { ...draft, userId, position }
  if (status.state === 'failed') stored.failure = status.failure
  return stored
}
