/** Drafts not yet accepted: kept, sent in order, sent again until somebody says yes or a final no. */
import { type ReadonlySignal, batch, computed, effect, signal, untracked } from '@preact/signals-core'
import { type Failure, isRetryable } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { OutboxNews, OutboxPeers, Seat } from './outbox-peers.ts'
import type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'
import { type Shelf, shelf } from './outbox-shelf.ts'
import type { Run } from './run.ts'

export type { OutboxPeers } from './outbox-peers.ts'
export type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** Drafts kept for one user, at most; refused ones that wait for a decision count too. */
export const MAX_DRAFTS = 500

/** A peer that has the turn is heard of sooner than this, in ms: an answer takes ten seconds at most. */
const PEER_PATIENCE = 12_000

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
  /** Who else sends what lies in this storage; nobody without it. */
  peers?: OutboxPeers | undefined
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
  /** For each reading of the storage that is under way: the drafts that went meanwhile. */
  readonly #goneMeanwhile = new Set<Set<string>>()
  #seat: Seat | undefined
  #isMyTurn: boolean
  /** Grows with every turn that is given or taken. */
  #turn = 0
  #cancelWatch: (() => void) | undefined

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
    this.#shelf = shelf(needs.storage, needs.clock)
    this.#isMyTurn = needs.peers === undefined
    this.entries = computed(() =>
      this.#mine().map(({ draft, status, saved }): OutboxEntry => ({ ...draft, status, saved })),
    )
    this.waiting = computed(() => this.entries.value.filter(({ status }) => status.state !== 'failed').length)
    effect(() => {
      void needs.online.value
      // Later, because an effect that writes what others read would run in the middle of their batch.
      queueMicrotask(() => this.#turnWithTheLine())
    })
    effect(() => {
      const isLeftToPeers = needs.peers && needs.online.value && this.#mine().some(isWaiting)
      queueMicrotask(() => (isLeftToPeers ? this.#watchPeers() : this.#cancelWatch?.()))
    })
  }

  /** Says whose outbox it is, and fetches what that user left behind. Drafts of others stay where they are. */
  async open(userId: string): Promise<void> {
    const isAnother = this.#userId.peek() !== userId
    this.#userId.value = userId
    // First to hear, then to read: what happens between would be missed.
    if (isAnother) this.close()
    this.#seat ??= this.#meet(userId)
    let load = this.#loads.get(userId)
    if (!load) {
      load = this.#read(userId).then(() => undefined)
      this.#loads.set(userId, load)
    }
    this.#turnWithTheLine()
    await load
    this.#pumpAll()
  }

  /** Parts from the peers, until it is opened again. */
  close(): void {
    this.#seat?.leave()
    this.#seat = undefined
    this.#cancelWatch?.()
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
    await this.#take(draft, userId, { state: 'waiting' })
  }

  /**
   * Takes over what another user of this page left unsent. It would be said in another name now, so it is kept as
   * refused, for this reason, until its author decides.
   */
  async inherit(entries: readonly OutboxEntry[], failure: Failure): Promise<void> {
    const userId = this.#userId.peek()
    if (userId === undefined) throw new Error('Join before you write.')
    await Promise.all(
      entries.map(async ({ roomId, clientId, body, replyTo }) => {
        const draft = { roomId, clientId, body }
        await this.#take(replyTo === undefined ? draft : { ...draft, replyTo }, userId, { state: 'failed', failure })
      }),
    )
  }

  /** Sends a refused draft once more, or a delayed one now. */
  retry(clientId: string): void {
    const kept = this.#find(clientId)
    const wasFailed = kept?.status.state === 'failed'
    if (!kept || !this.#tryAgain(kept)) return
    if (wasFailed) void this.#store(kept)
    this.#seat?.tell({ kind: 'retry', clientId })
  }

  /** Forgets a refused draft. One that may still be accepted stays: it could come out after all. */
  async discard(clientId: string): Promise<void> {
    const kept = this.#find(clientId)
    if (kept?.status.state !== 'failed') return
    this.#seat?.tell({ kind: 'discarded', clientId })
    await this.#drop(kept)
  }

  /** Forgets every draft of the present user, for whom nothing can be sent any more. */
  async abandon(): Promise<void> {
    this.#seat?.tell({ kind: 'abandoned' })
    await this.#dropAll()
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

  async #take(draft: Draft, userId: string, status: DraftStatus): Promise<void> {
    const kept: Kept = { draft, userId, position: 0, status, saved: false, stored: false, told: false, attempt: 0 }
    this.#kept.value = [...this.#kept.peek(), kept]
    // What was left behind comes first, so the place in the queue is known only when that is known.
    await this.#loads.get(userId)
    kept.position = 1 + Math.max(0, ...this.#kept.peek().map(({ position }) => position))
    await this.#store(kept)
    this.#tellNew()
    this.#pump(draft.roomId)
  }

  #mine(): Kept[] {
    return this.#kept.value.filter(({ userId }) => userId === this.#userId.value)
  }

  #find(clientId: string): Kept | undefined {
    return this.#kept.peek().find(({ draft }) => draft.clientId === clientId)
  }

  #meet(userId: string): Seat | undefined {
    return this.#needs.peers?.meet(userId, {
      news: (news) => this.#hear(news, userId),
      turn: (isMine) => void this.#takeTurn(isMine, userId),
      missed: () => void this.#read(userId),
    })
  }

  /** Lays what the storage holds over what is known. Answers with the drafts that are gone from there, nobody knows why. */
  async #read(userId: string): Promise<Kept[]> {
    const wasSaved = this.#kept.peek().filter((kept) => kept.userId === userId && kept.saved)
    const gone = new Set<string>()
    this.#goneMeanwhile.add(gone)
    const left = await this.#shelf.leftBy(userId)
    this.#goneMeanwhile.delete(gone)
    if (!left) return []
    const there = new Set(left.map(({ clientId }) => clientId))
    const lost = wasSaved.filter((kept) => !there.has(kept.draft.clientId) && this.#kept.peek().includes(kept))
    const forgotten = lost.filter(({ status }) => status.state === 'failed')
    batch(() => {
      for (const stored of left) if (!gone.has(stored.clientId)) this.#learn(stored, true)
      for (const kept of forgotten) void this.#drop(kept)
    })
    return lost.filter((kept) => !forgotten.includes(kept))
  }

  /** A draft out of the storage or from a peer. */
  #learn({ userId, position, failure, ...draft }: StoredDraft, saved: boolean): void {
    const known = this.#find(draft.clientId)
    if (!known) {
      const status: DraftStatus = failure ? { state: 'failed', failure } : { state: 'waiting' }
      const kept: Kept = { draft, userId, position, status, saved, stored: true, told: true, attempt: 0 }
      this.#kept.value = inOrder([...this.#kept.peek(), kept])
    } else if (known.status.state !== 'sending' || !this.#isMyTurn) {
      if (failure) this.#become(known, { state: 'failed', failure })
      else if (known.status.state === 'failed') this.#become(known, { state: 'waiting' })
    }
  }

  async #takeTurn(isMine: boolean, userId: string): Promise<void> {
    const turn = ++this.#turn
    this.#isMyTurn = false
    if (!isMine) {
      this.#rest()
      return
    }
    await this.#loads.get(userId)
    const lost = await this.#read(userId)
    if (turn !== this.#turn) return
    // Accepted, or thrown out with the storage: sent once more they do no harm, and forgotten they would.
    for (const kept of lost) void this.#store(kept)
    this.#isMyTurn = true
    this.#cancelWatch?.()
    this.#seat?.tell({ kind: 'turn' })
    this.#flush()
  }

  /** A tab may be held up without a word. After a while it is passed over, and what it still does is done twice in vain. */
  #watchPeers(): void {
    if (this.#isMyTurn || this.#cancelWatch) return
    const cancel = this.#needs.clock.after(PEER_PATIENCE, () => {
      this.#cancelWatch?.()
      if (!this.#isMyTurn && this.#needs.online.peek()) this.#seat?.insist()
    })
    this.#cancelWatch = () => {
      this.#cancelWatch = undefined
      cancel()
    }
  }

  #hear(news: OutboxNews, userId: string): void {
    this.#cancelWatch?.()
    const kept = 'clientId' in news ? this.#find(news.clientId) : undefined
    switch (news.kind) {
      case 'draft':
        this.#learn(news.draft, news.saved)
        this.#pump(news.draft.roomId)
        break
      case 'delayed': {
        const retryAt = this.#needs.clock.now() + news.forMs
        if (kept?.status.state === 'waiting' && !this.#isMyTurn) {
          this.#become(kept, { state: 'delayed', retryAt, failure: news.failure })
        }
        break
      }
      case 'retry':
        if (kept) this.#tryAgain(kept)
        break
      case 'discarded':
        if (kept?.status.state === 'failed') void this.#drop(kept)
        // Somebody had it sent again at the same moment, and it may come out: until then it stays kept.
        else if (kept && this.#isMyTurn) void this.#store(kept)
        else this.#noteGone(news.clientId)
        break
      case 'abandoned':
        void this.#dropAll()
        break
      case 'accepted':
        this.#noteGone(news.message.clientId)
        this.#accept(news.message)
        break
      case 'turn':
        if (!this.#isMyTurn) this.#rest()
        for (const mine of this.#kept.peek()) if (mine.userId === userId && mine.stored && !mine.saved) this.#tell(mine)
        break
    }
    if (this.#needs.online.peek() && untracked(() => this.#mine()).some(isWaiting)) this.#watchPeers()
  }

  #tell(kept: Kept): void {
    kept.told = true
    this.#seat?.tell({ kind: 'draft', draft: toStored(kept), saved: kept.saved })
  }

  /** Tells of the drafts just written, and of none before those that were written earlier. */
  #tellNew(): void {
    const held = new Set<string>()
    for (const kept of this.#kept.peek()) {
      if (!kept.stored) held.add(kept.draft.roomId)
      else if (!kept.told && kept.userId === this.#userId.peek() && !held.has(kept.draft.roomId)) this.#tell(kept)
    }
  }

  async #store(kept: Kept): Promise<void> {
    kept.saved = await this.#shelf.put(toStored(kept))
    kept.stored = true
    this.#changed()
  }

  async #drop(kept: Kept): Promise<void> {
    kept.cancelRetry?.()
    this.#noteGone(kept.draft.clientId)
    this.#kept.value = this.#kept.peek().filter((other) => other !== kept)
    // If this fails, the draft is sent again after a reload and answered with the same message: harmless.
    await this.#shelf.remove(kept.draft.clientId)
  }

  async #dropAll(): Promise<void> {
    await Promise.all(untracked(() => this.#mine()).map(async (kept) => this.#drop(kept)))
  }

  #noteGone(clientId: string): void {
    for (const gone of this.#goneMeanwhile) gone.add(clientId)
  }

  /** Whether there was something to try. */
  #tryAgain(kept: Kept): boolean {
    if (kept.status.state !== 'failed' && kept.status.state !== 'delayed') return false
    kept.attempt = 0
    this.#become(kept, { state: 'waiting' })
    this.#pump(kept.draft.roomId)
    return true
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

  /** Who has no connection stands in nobody's way. */
  #turnWithTheLine(): void {
    const online = this.#needs.online.peek()
    this.#seat?.queue(online)
    if (online) this.#flush()
    else this.#rest()
  }

  /** A new connection or turn: what waits because of the old one goes at once; who was told when to come back waits till then. */
  #flush(): void {
    if (!this.#needs.online.peek() || !this.#isMyTurn) return
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

  /** No connection, or not our turn: no clock needs to run. */
  #rest(): void {
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
    if (userId === undefined || !this.#isMyTurn || !this.#needs.online.peek()) return
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
      this.#seat?.tell({ kind: 'accepted', message: result.value })
      this.#accept(result.value)
    } else if (this.#kept.peek().includes(kept) && kept.status.state === 'sending') {
      this.#refuse(kept, result.error)
    }
    // Neither: we were told already what became of it, and only the answer went missing.
    this.#pump(kept.draft.roomId)
  }

  #accept(message: Message): void {
    batch(() => {
      this.#needs.accepted(message)
      this.settle([message])
    })
  }

  #refuse(kept: Kept, failure: Failure): void {
    const { clock, random, online } = this.#needs
    if (!this.#isMyTurn) {
      // Whoever has the turn now sends it too, and hears the same.
      this.#become(kept, { state: 'waiting' })
    } else if (!isRetryable(failure.code)) {
      this.#become(kept, { state: 'failed', failure })
      void this.#store(kept).then(() => this.#kept.peek().includes(kept) && this.#tell(kept))
    } else if (!online.peek() && failure.retryAfterMs === undefined) {
      this.#become(kept, { state: 'waiting' })
    } else {
      const forMs = Math.max(backoff(kept.attempt++, COMMAND_PATIENCE, random), failure.retryAfterMs ?? 0)
      const retryAt = clock.now() + forMs
      this.#become(kept, { state: 'delayed', retryAt, failure })
      this.#seat?.tell({ kind: 'delayed', clientId: kept.draft.clientId, forMs, failure })
      if (online.peek()) this.#sendAt(kept, retryAt)
    }
  }
}

const isWaiting = ({ stored, status }: Kept): boolean => stored && status.state === 'waiting'

/** By place in the queue; those whose place is not known yet are the newest. */
const inOrder = (drafts: readonly Kept[]): Kept[] =>
  drafts.toSorted((a, b) => (a.position || Infinity) - (b.position || Infinity) || 0)

function toStored({ draft, userId, position, status }: Kept): StoredDraft {
  const stored: StoredDraft = { ...draft, userId, position }
  if (status.state === 'failed') stored.failure = status.failure
  return stored
}
