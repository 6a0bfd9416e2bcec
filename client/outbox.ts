/** Drafts not yet accepted: kept, sent in order, sent again until somebody says yes or a final no. */
import { type ReadonlySignal, batch, computed, effect, signal, untracked } from '@preact/signals-core'
import { type Failure, isRetryable } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'
import { type Shelf, shelf } from './outbox-shelf.ts'
import type { Run } from './run.ts'

export type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** Drafts kept for one user, at most; refused ones that wait for a decision count too. */
export const MAX_DRAFTS = 500

export type DraftStatus =
  | { state: 'waiting' }
  | { state: 'sending' }
  /** `retryAt` is a moment of the monotonic clock (`performance.now()`), in milliseconds. */
  | { state: 'delayed'; retryAt: number; failure: Failure }
  | { state: 'failed'; failure: Failure }

/** `saved` says whether the draft would survive a reload. */
export type OutboxEntry = Draft & { status: DraftStatus; saved: boolean }

export type OutboxNeeds = {
  storage: OutboxStorage
  run: Run
  online: ReadonlySignal<boolean>
  /** Hears of every accepted message, before its draft goes and in the same batch. */
  accepted: (message: Message) => void
  clock: Clock
  random: Random
}

type Kept = {
  draft: Draft
  userId: string
  position: number
  status: DraftStatus
  saved: boolean
  /** Unset until the storage has answered for the first time, yes or no. Nothing is sent before. */
  stored: boolean
  attempt: number
  cancelRetry?: (() => void) | undefined
}

export class Outbox {
  /** The drafts of the present user, in the order in which they were written. */
  readonly entries: ReadonlySignal<OutboxEntry[]>
  /** How many drafts are still to be sent; refused ones are not among them. */
  readonly waiting: ReadonlySignal<number>

  readonly #needs: OutboxNeeds
  readonly #shelf: Shelf
  readonly #kept = signal<readonly Kept[]>([])
  readonly #userId = signal<string | undefined>(undefined)
  readonly #loads = new Map<string, Promise<void>>()

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
    this.#shelf = shelf(needs.storage, needs.clock)
    this.entries = computed(() =>
      this.#mine().map(({ draft, status, saved }): OutboxEntry => ({ ...draft, status, saved })),
    )
    this.waiting = computed(() => this.entries.value.filter(({ status }) => status.state !== 'failed').length)
    effect(() => {
      const online = needs.online.value
      // Later, because an effect that writes what others read would run in the middle of their batch.
      queueMicrotask(() => (online ? this.#flush() : this.#rest()))
    })
  }

  /** Says whose outbox it is, and fetches what that user left behind. Drafts of others stay where they are. */
  async open(userId: string): Promise<void> {
    this.#userId.value = userId
    let load = this.#loads.get(userId)
    if (!load) {
      load = this.#load(userId)
      this.#loads.set(userId, load)
    }
    await load
    this.#pumpAll()
  }

  /**
   * Takes a draft in. Resolves when the storage has answered; `saved` in its entry says what.
   * @throws Error when nobody is signed in, or when the outbox is full.
   */
  async add(draft: Draft): Promise<void> {
    const userId = this.#userId.peek()
    if (userId === undefined) throw new Error('Join before you write.')
    if (untracked(() => this.#mine()).length >= MAX_DRAFTS) {
      throw new Error(
        `${MAX_DRAFTS} messages are waiting already. Wait until they are sent, or delete the failed ones.`,
      )
    }
    const kept: Kept = {
      draft,
      userId,
      position: 0,
      status: { state: 'waiting' },
      saved: false,
      stored: false,
      attempt: 0,
    }
    this.#kept.value = [...this.#kept.peek(), kept]
    // What was left behind comes first, so the place in the queue is known only when that is known.
    await this.#loads.get(userId)
    kept.position = 1 + Math.max(0, ...this.#kept.peek().map(({ position }) => position))
    await this.#store(kept)
    kept.stored = true
    this.#pump(draft.roomId)
  }

  /** Sends a refused draft once more, or a delayed one now. */
  retry(clientId: string): void {
    const kept = this.#find(clientId)
    if (!kept || (kept.status.state !== 'failed' && kept.status.state !== 'delayed')) return
    const wasFailed = kept.status.state === 'failed'
    kept.attempt = 0
    this.#become(kept, { state: 'waiting' })
    if (wasFailed) void this.#store(kept)
    this.#pump(kept.draft.roomId)
  }

  /** Forgets a refused draft. One that may still be accepted stays: it could come out after all. */
  async discard(clientId: string): Promise<void> {
    const kept = this.#find(clientId)
    if (kept?.status.state === 'failed') await this.#drop(kept)
  }

  /** Lets go of every draft that turns out to be one of these messages, however we came to hear of them. */
  settle(messages: readonly Message[]): void {
    if (this.#kept.peek().length === 0) return
    for (const { clientId, author } of messages) {
      const kept = this.#find(clientId)
      if (kept?.userId !== author.id) continue
      void this.#drop(kept)
      // Committed, so the next may go although the answer to this one may still be under way, or lost.
      queueMicrotask(() => this.#pump(kept.draft.roomId))
    }
  }

  #mine(): Kept[] {
    return this.#kept.value.filter(({ userId }) => userId === this.#userId.value)
  }

  #find(clientId: string): Kept | undefined {
    return this.#kept.peek().find(({ draft }) => draft.clientId === clientId)
  }

  async #load(userId: string): Promise<void> {
    const left = await this.#shelf.leftBy(userId)
    const fetched = left.map(({ userId, position, failure, ...draft }): Kept => ({
      draft,
      userId,
      position,
      status: failure ? { state: 'failed', failure } : { state: 'waiting' },
      saved: true,
      stored: true,
      attempt: 0,
    }))
    this.#kept.value = [...fetched, ...this.#kept.peek()]
  }

  async #store(kept: Kept): Promise<void> {
    const { draft, userId, position, status } = kept
    const stored: StoredDraft = { ...draft, userId, position }
    if (status.state === 'failed') stored.failure = status.failure
    kept.saved = await this.#shelf.put(stored)
    this.#changed()
  }

  async #drop(kept: Kept): Promise<void> {
    kept.cancelRetry?.()
    this.#kept.value = this.#kept.peek().filter((other) => other !== kept)
    // If this fails, the draft is sent again after a reload and answered with the same message: harmless.
    await this.#shelf.remove(kept.draft.clientId)
  }

  #changed(): void {
    this.#kept.value = [...this.#kept.peek()]
  }

  #become(kept: Kept, status: DraftStatus): void {
    kept.cancelRetry?.()
    kept.cancelRetry = undefined
    kept.status = status
    this.#changed()
  }

  /** A new connection: what waits because of the old one goes at once; who was told when to come back waits till then. */
  #flush(): void {
    if (!this.#needs.online.peek()) return
    batch(() => {
      for (const kept of this.#kept.peek()) {
        kept.attempt = 0
        if (kept.status.state !== 'delayed') continue
        if (kept.status.failure.retryAfterMs === undefined) this.#become(kept, { state: 'waiting' })
        else this.#sendAt(kept, kept.status.retryAt)
      }
    })
    this.#pumpAll()
  }

  /** No connection: no clock needs to run. */
  #rest(): void {
    if (this.#needs.online.peek()) return
    for (const kept of this.#kept.peek()) {
      kept.cancelRetry?.()
      const { status } = kept
      if (status.state === 'delayed' && status.failure.retryAfterMs === undefined) {
        this.#become(kept, { state: 'waiting' })
      }
    }
  }

  #sendAt(kept: Kept, moment: number): void {
    const { clock } = this.#needs
    kept.cancelRetry?.()
    kept.cancelRetry = clock.after(Math.max(0, moment - clock.now()), () => {
      this.#become(kept, { state: 'waiting' })
      this.#pump(kept.draft.roomId)
    })
  }

  #pumpAll(): void {
    for (const roomId of new Set(this.#kept.peek().map(({ draft }) => draft.roomId))) this.#pump(roomId)
  }

  /** Sends the room's first open draft, if nothing of that room is under way or waiting for its time. */
  #pump(roomId: string): void {
    const userId = this.#userId.peek()
    if (userId === undefined || !this.#needs.online.peek()) return
    const next = this.#kept
      .peek()
      .find((kept) => kept.userId === userId && kept.draft.roomId === roomId && kept.status.state !== 'failed')
    if (next?.stored && next.status.state === 'waiting' && !this.#isSending(roomId, userId)) void this.#send(next)
  }

  /** A retried draft may stand before one that is under way. */
  #isSending(roomId: string, userId: string): boolean {
    return this.#kept
      .peek()
      .some((kept) => kept.userId === userId && kept.draft.roomId === roomId && kept.status.state === 'sending')
  }

  async #send(kept: Kept): Promise<void> {
    this.#become(kept, { state: 'sending' })
    const result = await this.#needs.run('message:send', kept.draft)
    if (result.ok) {
      batch(() => {
        this.#needs.accepted(result.value)
        this.settle([result.value])
      })
    } else if (this.#kept.peek().includes(kept)) {
      this.#refuse(kept, result.error)
    }
    // Neither: a change told us already that it was accepted, and only the answer went missing.
    this.#pump(kept.draft.roomId)
  }

  #refuse(kept: Kept, failure: Failure): void {
    const { clock, random, online } = this.#needs
    if (!isRetryable(failure.code)) {
      this.#become(kept, { state: 'failed', failure })
      void this.#store(kept)
    } else if (!online.peek() && failure.retryAfterMs === undefined) {
      this.#become(kept, { state: 'waiting' })
    } else {
      const wait = Math.max(backoff(kept.attempt++, COMMAND_PATIENCE, random), failure.retryAfterMs ?? 0)
      const retryAt = clock.now() + wait
      this.#become(kept, { state: 'delayed', retryAt, failure })
      if (online.peek()) this.#sendAt(kept, retryAt)
    }
  }
}
