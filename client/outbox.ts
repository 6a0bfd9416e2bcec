/** The outbox: drafts that the server has not accepted yet. Its author and the browser's other tabs may act on them. */
import { type ReadonlySignal, batch, computed, effect, untracked } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import type { Reason } from '../protocol/refusals.ts'
import type { Message } from '../protocol/models.ts'
import type { Clock, Random } from './clock.ts'
import { type DraftStatus, Drafts, type QueuedDraft, canBeDiscarded, isWaiting, toStored } from './outbox-drafts.ts'
import type { OutboxNews, OutboxPeers } from './outbox-peers.ts'
import { Sender } from './outbox-sender.ts'
import type { Draft, DraftFile, OutboxStorage } from './outbox-storage.ts'
import { Turn } from './outbox-turn.ts'
import type { Run } from './run.ts'
import type { Uploads } from './uploads.ts'

export type { DraftStatus } from './outbox-drafts.ts'
export type { OutboxPeers } from './outbox-peers.ts'
export type { Draft, DraftFile, OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** Drafts of one user, at most. Refused drafts that wait for a decision count too. */
export const MAX_DRAFTS = 500

/** `saved` says whether the draft would survive a reload. */
export type OutboxEntry = Draft & {
  status: DraftStatus
  saved: boolean
  /** Known from when all of its files are uploaded. Until then its author may take it back. */
  fileIds?: readonly string[] | undefined
}

type OutboxNeeds = {
  storage: OutboxStorage
  /** The other tabs that share this storage. Without it there are none. */
  peers?: OutboxPeers | undefined
  run: Run
  /** Loaded with the first file. Without it drafts carry none. */
  uploads?: (() => Promise<Uploads>) | undefined
  online: ReadonlySignal<boolean>
  /** Gets every accepted message before its draft disappears, in the same batch. */
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
      uploads: needs.uploads,
      online: needs.online,
      clock: needs.clock,
      random: needs.random,
      accepted: (message) => this.#accept(message),
      refused: (queued) => this.#tell(queued),
    })
    this.entries = computed(() =>
      this.#drafts
        .mine()
        .map(({ draft, status, saved, fileIds }): OutboxEntry => ({ ...draft, status, saved, fileIds })),
    )
    this.waiting = computed(() => this.entries.value.filter(({ status }) => status.state !== 'failed').length)
    effect(() => {
      void needs.online.value
      // Later, because an effect must not write in the middle of another signal's batch.
      queueMicrotask(() => this.#turnWithTheLine())
    })
    effect(() => {
      const isLeftToPeers = needs.peers && needs.online.value && this.#drafts.mine().some(isWaiting)
      queueMicrotask(() => (isLeftToPeers ? this.#turn.watch() : this.#turn.endWatch()))
    })
  }

  /** Sets the outbox's user, and loads the drafts that this user left behind. Drafts of other users stay stored. */
  async open(userId: string): Promise<void> {
    const isAnother = this.#drafts.userId.peek() !== userId
    this.#drafts.userId.value = userId
    // Listen first, then read: otherwise a change in between would be missed.
    if (isAnother) this.close()
    this.#turn.meet(userId)
    const loading = this.#drafts.load(userId, this.#isMyTurn)
    this.#turnWithTheLine()
    await loading
    this.#sender.pumpAll()
  }

  /** Leaves the other tabs, until the outbox is opened again. */
  close(): void {
    this.#turn.leave()
  }

  /**
   * Adds a draft; with a failure, one that was refused already. Resolves when the storage has answered; `saved` in its entry tells the result.
   * @throws Error when no user is signed in, or when the outbox is full.
   */
  async add(draft: Draft, failure?: Failure): Promise<void> {
    const userId = this.#drafts.userId.peek()
    if (userId === undefined) throw new Error('Join the chat before you write.')
    if (!failure && untracked(() => this.#drafts.mine()).length >= MAX_DRAFTS) {
      const message = `You have ${MAX_DRAFTS} unsent messages. Wait until they are sent, or delete the failed ones.`
      throw Object.assign(new Error(message), { reason: 'outbox_full' satisfies Reason })
    }
    const { files } = draft
    const kept = files && this.#withUploads((uploads) => uploads.handOver(keysOf(files)))
    await this.#drafts.take(draft, userId, failure ? { state: 'failed', failure } : { state: 'waiting' }, kept)
    this.#tellNew()
    this.#sender.pump(draft.roomId)
  }

  /** Sends a refused draft once more, or a delayed one now. */
  retry(clientId: string): void {
    const queued = this.#drafts.find(clientId)
    const wasFailed = queued?.status.state === 'failed'
    if (!queued || !this.#sender.tryAgain(queued)) return
    if (wasFailed) void this.#drafts.store(queued)
    this.#turn.tell({ kind: 'retry', clientId })
  }

  /** Discards a refused draft, or one whose files are on their way. A draft that the server may still accept stays. */
  async discard(clientId: string): Promise<void> {
    const queued = this.#drafts.find(clientId)
    if (!queued || !canBeDiscarded(queued)) return
    this.#turn.tell({ kind: 'discarded', clientId })
    await this.#discard(queued)
  }

  /** Discards every draft of the present user, because none of them can be sent any more. Chosen files go as well. */
  async abandon(): Promise<void> {
    const userId = this.#drafts.userId.peek() ?? ''
    void this.#withUploads((uploads) => uploads.forgetUser(userId))
    this.#turn.tell({ kind: 'abandoned' })
    await this.#drafts.dropMine()
  }

  /**
   * Drops every draft that became one of these messages. Answers whether there was one.
   */
  settle(messages: readonly Message[]): boolean {
    if (this.#drafts.all.length === 0) return false
    let isOne = false
    for (const { clientId, author } of messages) {
      const queued = this.#drafts.find(clientId)
      if (queued?.userId !== author.id) continue
      isOne = true
      void this.#drafts.drop(queued)
      void this.#forget(queued.draft.files, true)
      // The message is committed, so the next draft may go, even if the answer is still on its way or lost.
      queueMicrotask(() => this.#sender.pump(queued.draft.roomId))
    }
    return isOne
  }

  /** Reads the work of the leader before us. Answers with a function that repairs it once this tab is the leader. */
  async #lookUp(userId: string): Promise<() => void> {
    await this.#drafts.loaded(userId)
    const lost = await this.#drafts.read(userId, this.#isMyTurn)
    return () => {
      // They were accepted, or the storage lost them. Sending them again is harmless; forgetting them is not.
      for (const queued of lost) void this.#drafts.store(queued)
    }
  }

  #hear(news: OutboxNews, userId: string): void {
    const drafts = this.#drafts
    const { isMine } = this.#turn
    const queued = 'clientId' in news ? drafts.find(news.clientId) : undefined
    switch (news.kind) {
      case 'draft':
        drafts.learn(news.draft, news.saved, this.#isMyTurn)
        this.#sender.pump(news.draft.roomId)
        break
      case 'delayed': {
        const retryAt = this.#needs.clock.now() + news.forMs
        if (queued?.status.state === 'waiting' && !isMine) {
          drafts.become(queued, { state: 'delayed', retryAt, failure: news.failure })
        }
        break
      }
      case 'retry':
        if (queued) this.#sender.tryAgain(queued)
        break
      case 'discarded':
        if (queued && canBeDiscarded(queued)) void this.#discard(queued)
        // Another tab retried it at the same moment, so it may still be accepted. Until then it stays.
        else if (queued && isMine) void drafts.store(queued)
        else drafts.noteGone(news.clientId)
        break
      case 'abandoned':
        void drafts.dropMine()
        break
      case 'working':
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

  async #discard(queued: QueuedDraft): Promise<void> {
    await this.#drafts.drop(queued)
    await this.#forget(queued.draft.files, false)
    this.#sender.pump(queued.draft.roomId)
  }

  async #forget(files: readonly DraftFile[] | undefined, isSent: boolean): Promise<void> {
    if (files) await this.#withUploads((uploads) => uploads.forget(keysOf(files), { isSent }))
  }

  async #withUploads<T>(use: (uploads: Uploads) => Promise<T>): Promise<T | undefined> {
    return this.#needs.uploads?.().then(use, () => undefined)
  }

  #tell(queued: QueuedDraft): void {
    queued.told = true
    this.#turn.tell({ kind: 'draft', draft: toStored(queued), saved: queued.saved })
  }

  /** Tells the other tabs about new drafts, in the order in which they were written. */
  #tellNew(): void {
    const held = new Set<string>()
    for (const queued of this.#drafts.all) {
      if (!queued.stored) held.add(queued.draft.roomId)
      else if (!queued.told && queued.userId === this.#drafts.userId.peek() && !held.has(queued.draft.roomId)) {
        this.#tell(queued)
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

const keysOf = (files: readonly DraftFile[]): string[] => files.map(({ key }) => key)
