/** Drafts not yet accepted: what their author and the other tabs want of them, and what becomes of them. */
import { type ReadonlySignal, batch, computed, effect, untracked } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import type { Clock, Random } from './clock.ts'
import { type DraftStatus, Drafts, type Kept, isWaiting, toStored } from './outbox-drafts.ts'
import type { OutboxNews, OutboxPeers } from './outbox-peers.ts'
import { Sender } from './outbox-sender.ts'
import type { Draft, OutboxStorage } from './outbox-storage.ts'
import { Turn } from './outbox-turn.ts'
import type { Run } from './run.ts'

export type { DraftStatus } from './outbox-drafts.ts'
export type { OutboxPeers } from './outbox-peers.ts'
export type { Draft, OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** Drafts kept for one user, at most; refused ones that wait for a decision count too. */
export const MAX_DRAFTS = 500

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

export class Outbox {
  /** The drafts of the present user, in the order in which they were written. */
  readonly entries: ReadonlySignal<OutboxEntry[]>
  /** How many drafts are still to be sent; refused ones are not among them. */
  readonly waiting: ReadonlySignal<number>

  readonly #needs: OutboxNeeds
  readonly #drafts: Drafts
  readonly #turn: Turn
  readonly #sender: Sender
  readonly #isMyTurn = () => this.#turn.isMine

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
    this.#drafts = new Drafts(needs.storage, needs.clock)
    this.#turn = new Turn({
      peers: needs.peers,
      clock: needs.clock,
      online: needs.online,
      hears: {
        news: (news, userId) => this.#hear(news, userId),
        missed: (userId) => void this.#drafts.read(userId, this.#isMyTurn),
        beforeTurn: async (userId) => this.#lookUp(userId),
        begin: () => this.#sender.flush(),
        rest: () => this.#sender.rest(),
      },
    })
    this.#sender = new Sender({
      drafts: this.#drafts,
      turn: this.#turn,
      run: needs.run,
      online: needs.online,
      clock: needs.clock,
      random: needs.random,
      accepted: (message) => this.#accept(message),
      refused: (kept) => this.#tell(kept),
    })
    this.entries = computed(() =>
      this.#drafts.mine().map(({ draft, status, saved }): OutboxEntry => ({ ...draft, status, saved })),
    )
    this.waiting = computed(() => this.entries.value.filter(({ status }) => status.state !== 'failed').length)
    effect(() => {
      void needs.online.value
      // Later, because an effect that writes what others read would run in the middle of their batch.
      queueMicrotask(() => this.#turnWithTheLine())
    })
    effect(() => {
      const isLeftToPeers = needs.peers && needs.online.value && this.#drafts.mine().some(isWaiting)
      queueMicrotask(() => (isLeftToPeers ? this.#turn.watch() : this.#turn.endWatch()))
    })
  }

  /** Says whose outbox it is, and fetches what that user left behind. Drafts of others stay where they are. */
  async open(userId: string): Promise<void> {
    const isAnother = this.#drafts.userId.peek() !== userId
    this.#drafts.userId.value = userId
    // First to hear, then to read: what happens between would be missed.
    if (isAnother) this.close()
    this.#turn.meet(userId)
    const loading = this.#drafts.load(userId, this.#isMyTurn)
    this.#turnWithTheLine()
    await loading
    this.#sender.pumpAll()
  }

  /** Parts from the peers, until it is opened again. */
  close(): void {
    this.#turn.leave()
  }

  /**
   * Takes a draft in. Resolves when the storage has answered; `saved` in its entry says what.
   * @throws Error when nobody is signed in, or when the outbox is full.
   */
  async add(draft: Draft): Promise<void> {
    const userId = this.#drafts.userId.peek()
    if (userId === undefined) throw new Error('Join before you write.')
    if (untracked(() => this.#drafts.mine()).length >= MAX_DRAFTS) {
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
    const userId = this.#drafts.userId.peek()
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
    const kept = this.#drafts.find(clientId)
    const wasFailed = kept?.status.state === 'failed'
    if (!kept || !this.#sender.tryAgain(kept)) return
    if (wasFailed) void this.#drafts.store(kept)
    this.#turn.tell({ kind: 'retry', clientId })
  }

  /** Forgets a refused draft. One that may still be accepted stays: it could come out after all. */
  async discard(clientId: string): Promise<void> {
    const kept = this.#drafts.find(clientId)
    if (kept?.status.state !== 'failed') return
    this.#turn.tell({ kind: 'discarded', clientId })
    await this.#drafts.drop(kept)
  }

  /** Forgets every draft of the present user, for whom nothing can be sent any more. */
  async abandon(): Promise<void> {
    this.#turn.tell({ kind: 'abandoned' })
    await this.#drafts.dropMine()
  }

  /**
   * Lets go of every draft that turns out to be one of these messages, however we came to hear of them. Answers
   * whether there was one.
   */
  settle(messages: readonly Message[]): boolean {
    if (this.#drafts.all.length === 0) return false
    let isOne = false
    for (const { clientId, author } of messages) {
      const kept = this.#drafts.find(clientId)
      if (kept?.userId !== author.id) continue
      isOne = true
      void this.#drafts.drop(kept)
      // Committed, so the next may go although the answer to this one may still be under way, or lost.
      queueMicrotask(() => this.#sender.pump(kept.draft.roomId))
    }
    return isOne
  }

  async #take(draft: Draft, userId: string, status: DraftStatus): Promise<void> {
    await this.#drafts.take(draft, userId, status)
    this.#tellNew()
    this.#sender.pump(draft.roomId)
  }

  /** What the one who had the turn before us did. Answers with what is to be done about it once the turn is ours. */
  async #lookUp(userId: string): Promise<() => void> {
    await this.#drafts.loaded(userId)
    const lost = await this.#drafts.read(userId, this.#isMyTurn)
    return () => {
      // Accepted, or thrown out with the storage: sent once more they do no harm, and forgotten they would.
      for (const kept of lost) void this.#drafts.store(kept)
    }
  }

  #hear(news: OutboxNews, userId: string): void {
    const drafts = this.#drafts
    const { isMine } = this.#turn
    const kept = 'clientId' in news ? drafts.find(news.clientId) : undefined
    switch (news.kind) {
      case 'draft':
        drafts.learn(news.draft, news.saved, this.#isMyTurn)
        this.#sender.pump(news.draft.roomId)
        break
      case 'delayed': {
        const retryAt = this.#needs.clock.now() + news.forMs
        if (kept?.status.state === 'waiting' && !isMine) {
          drafts.become(kept, { state: 'delayed', retryAt, failure: news.failure })
        }
        break
      }
      case 'retry':
        if (kept) this.#sender.tryAgain(kept)
        break
      case 'discarded':
        if (kept?.status.state === 'failed') void drafts.drop(kept)
        // Somebody had it sent again at the same moment, and it may come out: until then it stays kept.
        else if (kept && isMine) void drafts.store(kept)
        else drafts.noteGone(news.clientId)
        break
      case 'abandoned':
        void drafts.dropMine()
        break
      case 'accepted':
        drafts.noteGone(news.message.clientId)
        this.#accept(news.message)
        break
      case 'turn':
        if (!isMine) this.#sender.rest()
        for (const mine of drafts.all) if (mine.userId === userId && mine.stored && !mine.saved) this.#tell(mine)
        break
    }
    if (this.#needs.online.peek() && untracked(() => drafts.mine()).some(isWaiting)) this.#turn.watch()
  }

  #tell(kept: Kept): void {
    kept.told = true
    this.#turn.tell({ kind: 'draft', draft: toStored(kept), saved: kept.saved })
  }

  /** Tells of the drafts just written, and of none before those that were written earlier. */
  #tellNew(): void {
    const held = new Set<string>()
    for (const kept of this.#drafts.all) {
      if (!kept.stored) held.add(kept.draft.roomId)
      else if (!kept.told && kept.userId === this.#drafts.userId.peek() && !held.has(kept.draft.roomId)) {
        this.#tell(kept)
      }
    }
  }

  #turnWithTheLine(): void {
    const online = this.#needs.online.peek()
    this.#turn.standInLine(online)
    if (online) this.#sender.flush()
    else this.#sender.rest()
  }

  #accept(message: Message): void {
    batch(() => {
      this.#needs.accepted(message)
      this.settle([message])
    })
  }
}
