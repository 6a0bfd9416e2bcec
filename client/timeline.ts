/** What a room looks like now: a window of its messages, kept true by changes, and my drafts below them. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core'
import { type Failure, isRetryable } from '../protocol/errors.ts'
import { MAX_PAGE } from '../protocol/limits.ts'
import type { Change, HistoryPage, Message, RoomView, User } from '../protocol/models.ts'
import { Pauses } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import { type Entry, entriesOf } from './entries.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Run } from './run.ts'
import {
  type Window,
  boundsOf,
  endedHere,
  layOver,
  messageAt,
  renamed,
  withoutNewest,
  withoutOldest,
} from './window.ts'

export type { Entry } from './entries.ts'

export type TimelineStatus =
  | { state: 'loading' }
  | { state: 'ready' }
  | { state: 'catching-up' }
  /** A retryable failure is tried again by itself; `open` tries at once. */
  | { state: 'failed'; failure: Failure }

/** Counted in messages: of one page, to keep after trimming, to hold under a reader at most, and of one catch-up page. */
export type TimelineSizes = { page: number; keep: number; most: number; changes: number }

const SIZES: TimelineSizes = { page: 50, keep: 300, most: 400, changes: MAX_PAGE }

/** Changes kept aside while a gap is being filled. Of what is more, only the number is remembered and asked for. */
const KEPT_CHANGES = 200

export type TimelineNeeds = {
  roomId: string
  run: Run
  /** This room's drafts. */
  drafts: ReadonlySignal<OutboxEntry[]>
  you: ReadonlySignal<User | undefined>
  /** Hears of every message that arrives, in the batch in which it is laid over. */
  accepted: (messages: readonly Message[]) => void
  /** Called when the server has another history than the last welcome said: only a new welcome helps. */
  rewound: () => void
  clock: Clock
  random: Random
  sizes?: Partial<TimelineSizes>
}

export class Timeline {
  /** Messages ascending by seq; then, while the window reaches the head, my drafts in the order they were written. */
  readonly entries: ReadonlySignal<Entry[]>
  readonly status: ReadonlySignal<TimelineStatus>
  /** Whether the room's first message is in the window. */
  readonly atStart: ReadonlySignal<boolean>
  /** Whether the window reaches the newest message, and goes on with the room. */
  readonly atHead: ReadonlySignal<boolean>
  /** How many messages are newer than the window's end; 0 at the head. */
  readonly behind: ReadonlySignal<number>
  /** How often the server turned out to have another history than the one that was shown, as after a restored backup. */
  readonly rewinds: ReadonlySignal<number>
  /** Why the last `loadOlder` or `loadNewer` brought nothing; gone with the next success. */
  readonly pageFailure: ReadonlySignal<Failure | undefined>

  readonly #needs: TimelineNeeds
  readonly #sizes: TimelineSizes
  readonly #window = signal<Window | undefined>(undefined)
  readonly #lastSeq = signal(0)
  readonly #status = signal<TimelineStatus>({ state: 'loading' })
  readonly #rewinds = signal(0)
  readonly #pageFailure = signal<Failure | undefined>(undefined)
  readonly #pauses: Pauses

  #epoch: string | undefined
  /** Every change up to this one is laid over the window; some later ones may be too. */
  #rev = 0
  /** The furthest change heard of. */
  #target = 0
  #kept: Change[] = []
  #following = true
  #filling = false
  /** What `open` is after, until it has it, and who waits for it. */
  #opening: { seq: number | undefined; shown?: Promise<void>; done?: () => void } | undefined
  /** Grows with every `open`, so that an answer to an earlier one is known for what it is. */
  #turn = 0
  /** Grows whenever the window is dropped or replaced: an answer from before is about something else. */
  #generation = 0
  #pages: { older?: Promise<void>; newer?: Promise<void> } = {}

  constructor(needs: TimelineNeeds) {
    this.#needs = needs
    this.#pauses = new Pauses(needs.clock, needs.random)
    this.#sizes = { ...SIZES, ...needs.sizes }
    this.status = this.#status
    this.pageFailure = this.#pageFailure
    this.rewinds = this.#rewinds
    this.atStart = computed(() => this.#window.value?.first === 1)
    this.atHead = computed(() => this.#window.value !== undefined && this.#window.value.last === undefined)
    this.behind = computed(() => Math.max(0, this.#lastSeq.value - (this.#window.value?.last ?? Infinity)))
    this.entries = computed(() => entriesOf(this.#window.value, needs.drafts.value, needs.you.value))
  }

  /** The view says whether the bottom of the window is on the screen. Nothing is trimmed under a reader. */
  follow(on: boolean): void {
    this.#following = on
    const window = this.#window.peek()
    if (window) this.#show(window)
  }

  /** A message of the window, as it is now. */
  find(seq: number): Message | undefined {
    return this.#window.value && messageAt(this.#window.value, seq)
  }

  /** Somebody is called otherwise now: so are all of their messages. */
  rename(user: User): void {
    const window = this.#window.peek()
    if (window) this.#window.value = renamed(window, user)
  }

  /**
   * Shows the newest page, or the page around a seq; what is in the window already is not fetched again. Resolves
   * when it is shown, finally refused, or overtaken by another `open`.
   */
  async open(seq?: number): Promise<void> {
    const window = this.#window.peek()
    if (window && this.#shows(window, seq)) {
      this.#turn++
      this.#opened()
      this.#settled()
    } else {
      // Asked for twice it is fetched once.
      if (!this.#opening?.shown || this.#opening.seq !== seq) {
        this.#opened()
        const { promise: shown, resolve: done } = Promise.withResolvers<void>()
        this.#opening = { seq, shown, done }
        void this.#load(seq)
      } else if (this.#status.peek().state === 'failed') {
        // Whoever asks again does not wait for the pause to end.
        void this.#load(seq)
      }
      await this.#opening.shown
    }
  }

  /** Puts the page before the window in front of it. Harmless at the start. */
  async loadOlder(): Promise<void> {
    this.#pages.older ??= this.#loadOlder().finally(() => delete this.#pages.older)
    await this.#pages.older
  }

  /** Puts the page after the window behind it. Harmless at the head. */
  async loadNewer(): Promise<void> {
    this.#pages.newer ??= this.#loadNewer().finally(() => delete this.#pages.newer)
    await this.#pages.newer
  }

  /**
   * The one way in. An answer, a live change, a page of history, the page's own first data: all end here, and each may
   * come twice, late, or before the other.
   */
  receive(news: Message | Change | HistoryPage): void {
    batch(() => {
      if ('seq' in news) this.#receiveMessage(news)
      else if ('room' in news) this.#receivePage(news)
      else this.#receiveChange(news)
    })
  }

  /** A connection begins: here is the room as the server has it, and the name of its history. */
  welcome(epoch: string, room: RoomView): void {
    batch(() => {
      const isAnother = this.#epoch !== undefined && this.#epoch !== epoch
      const { seq } = this.#opening ?? {}
      const isWanted = this.#opening !== undefined || this.#window.peek() !== undefined
      this.#epoch = epoch
      if (isAnother) {
        this.#noteRewind()
        this.#drop()
        this.#lastSeq.value = room.lastSeq
        if (isWanted) void this.#load(undefined)
        return
      }
      this.#hearOfSeq(room.lastSeq)
      if (this.#opening) {
        void this.#load(seq)
      } else if (this.#window.peek() && room.rev !== this.#rev) {
        // Less than we have is no gap but a riddle: the server is asked all the same, and says `reset`.
        this.#target = Math.max(this.#target, room.rev)
        void this.#fillGap()
      }
      this.#pauses.end()
    })
  }

  /** Stops asking again. */
  close(): void {
    this.#turn++
    this.#generation++
    this.#filling = false
    this.#opened()
    this.#pauses.end()
  }

  #receiveMessage(message: Message): void {
    this.#layOver([message])
    // Alone it says nothing about the changes before it; only when there are none between.
    if (this.#window.peek() && message.rev === this.#rev + 1) this.#reach(message.rev)
  }

  #receivePage(page: HistoryPage): void {
    this.#hearOfSeq(page.room.lastSeq)
    if (!this.#window.peek()) this.#begin(page)
    this.#accept(page.messages)
    // Not trimmed here: which end is the far one, only who asked for the page knows.
    const window = this.#window.peek()
    if (window) this.#window.value = layOver(window, page.messages)
    if (page.room.rev < this.#rev) {
      // The page was read before changes that came past it while it was under way: they are laid over it once more.
      this.#target = Math.max(this.#target, this.#rev)
      this.#rev = page.room.rev
    }
    this.#reach(this.#rev)
  }

  #receiveChange(change: Change): void {
    if (this.#window.peek() && change.from <= this.#rev) {
      this.#layOver(change.messages)
      this.#reach(change.to)
      return
    }
    this.#accept(change.messages)
    if (!this.#window.peek() && !this.#opening) return
    this.#target = Math.max(this.#target, change.to)
    if (this.#kept.length < KEPT_CHANGES) this.#kept.push(change)
    if (this.#window.peek()) void this.#fillGap()
  }

  /** The window begins with this page; what was held before is gone. */
  #begin(page: HistoryPage): void {
    this.#generation++
    this.#filling = false
    this.#turn++
    this.#opened()
    this.#target = Math.max(this.#target, this.#rev)
    this.#rev = page.room.rev
    this.#window.value = boundsOf(page)
    this.#settled()
  }

  /** Every change up to `rev` is laid over. What was kept aside may fit now; what is still missing is asked for. */
  #reach(rev: number): void {
    this.#rev = Math.max(this.#rev, rev)
    while (true) {
      const next = this.#kept.findIndex(({ from }) => from <= this.#rev)
      const [change] = next < 0 ? [] : this.#kept.splice(next, 1)
      if (!change) break
      this.#layOver(change.messages)
      this.#rev = Math.max(this.#rev, change.to)
    }
    if (this.#rev < this.#target) void this.#fillGap()
  }

  #layOver(messages: readonly Message[]): void {
    this.#accept(messages)
    const window = this.#window.peek()
    if (window) this.#show(layOver(window, messages))
  }

  #accept(messages: readonly Message[]): void {
    this.#needs.accepted(messages)
    for (const { seq } of messages) this.#hearOfSeq(seq)
  }

  #shows({ first, last }: Window, seq: number | undefined): boolean {
    if (seq === undefined) return last === undefined
    return seq >= first && seq <= (last ?? this.#lastSeq.peek())
  }

  #hearOfSeq(seq: number): void {
    this.#lastSeq.value = Math.max(this.#lastSeq.peek(), seq)
  }

  #show(window: Window): void {
    const { keep, most } = this.#sizes
    if (window.last !== undefined) this.#window.value = window
    else if (this.#following) this.#window.value = withoutOldest(window, keep)
    else this.#window.value = window.messages.length <= most ? window : endedHere(withoutNewest(window, most))
  }

  async #load(seq: number | undefined): Promise<void> {
    const turn = ++this.#turn
    // Begun again, by a connection or because there is no such message, it is still what somebody waits for.
    this.#opening = { ...this.#opening, seq }
    this.#status.value = { state: 'loading' }
    // Before the first welcome nobody knows the epoch, and without it no gap could be filled: `welcome` comes back here.
    if (this.#epoch === undefined) return
    const where = seq === undefined ? {} : { around: seq }
    for (let attempt = 0; ; attempt++) {
      const result = await this.#needs.run('room:history', {
        roomId: this.#needs.roomId,
        ...where,
        limit: this.#sizes.page,
      })
      if (turn !== this.#turn) return
      if (result.ok) {
        const page = result.value
        // A link to a message that was never written leads to the newest ones.
        if (seq !== undefined && page.messages.length === 0) return this.#load(undefined)
        batch(() => {
          this.#begin(page)
          this.receive(page)
        })
        return
      }
      this.#status.value = { state: 'failed', failure: result.error }
      if (!isRetryable(result.error.code)) {
        this.#opening.done?.()
        this.#opening = { seq }
        return
      }
      await this.#pauses.before(attempt, result.error.retryAfterMs)
      if (turn !== this.#turn) return
    }
  }

  async #loadOlder(): Promise<void> {
    const before = this.#window.peek()?.first
    if (before === undefined || before === 1) return
    const page = await this.#fetchPage({ before })
    const window = this.#window.peek()
    // Meanwhile the window may have lost its oldest messages: then this page no longer joins on.
    if (!page || window?.first !== before) return
    batch(() => {
      this.#window.value = { ...window, first: page.messages[0]?.seq ?? 1 }
      this.receive(page)
      this.#window.value = withoutNewest(this.#window.peek() ?? window, this.#sizes.keep)
    })
  }

  async #loadNewer(): Promise<void> {
    const after = this.#window.peek()?.last
    if (after === undefined) return
    const page = await this.#fetchPage({ after })
    const window = this.#window.peek()
    if (!page || window?.last !== after) return
    batch(() => {
      const last = page.messages.length === 0 ? undefined : boundsOf(page).last
      this.#window.value = { ...window, last }
      this.receive(page)
      this.#window.value = withoutOldest(this.#window.peek() ?? window, this.#sizes.keep)
    })
  }

  async #fetchPage(where: { before: number } | { after: number }): Promise<HistoryPage | undefined> {
    const generation = this.#generation
    const result = await this.#needs.run('room:history', {
      roomId: this.#needs.roomId,
      ...where,
      limit: this.#sizes.page,
    })
    if (generation !== this.#generation) return undefined
    this.#pageFailure.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** Asks for what is missing between `rev` and the furthest change heard of. The same after a lost packet and a lost day. */
  async #fillGap(): Promise<void> {
    if (this.#filling || this.#epoch === undefined) return
    const generation = this.#generation
    const { roomId, run } = this.#needs
    this.#filling = true
    this.#settled()
    let attempt = 0
    do {
      const since = this.#rev
      const result = await run('room:changes', { roomId, epoch: this.#epoch, since, limit: this.#sizes.changes })
      if (generation !== this.#generation) return
      if (!result.ok && !isRetryable(result.error.code)) {
        this.#filling = false
        this.#status.value = { state: 'failed', failure: result.error }
        return
      }
      if (result.ok) {
        const page = result.value
        if ('reset' in page) {
          this.#startAgain(page.reset)
          return
        }
        this.#target = Math.max(this.#target, page.head)
        this.receive({ roomId, from: page.from, to: page.to, messages: page.messages })
      }
      if (this.#rev > since) attempt = 0
      else if (this.#rev < this.#target) await this.#pauses.before(attempt++, result.ok ? 0 : result.error.retryAfterMs)
      if (generation !== this.#generation) return
    } while (this.#rev < this.#target)
    this.#filling = false
    this.#settled()
  }

  #startAgain(reason: 'epoch_changed' | 'ahead' | 'trimmed'): void {
    if (reason !== 'trimmed') this.#noteRewind()
    this.#drop()
    if (reason === 'epoch_changed') {
      this.#epoch = undefined
      this.#needs.rewound()
    }
    void this.#load(undefined)
  }

  #noteRewind(): void {
    if (this.#window.peek()) this.#rewinds.value++
  }

  /** Forgets the window. The drafts are the outbox's, and stay. */
  #drop(): void {
    this.#generation++
    this.#turn++
    this.#filling = false
    this.#opened()
    this.#kept = []
    this.#rev = 0
    this.#target = 0
    this.#lastSeq.value = 0
    this.#window.value = undefined
    this.#pauses.end()
  }

  /** Whoever waits for `open` goes on. */
  #opened(): void {
    this.#opening?.done?.()
    this.#opening = undefined
  }

  #settled(): void {
    const state = this.#filling ? 'catching-up' : 'ready'
    if (this.#opening === undefined && this.#status.peek().state !== state) this.#status.value = { state }
  }
}
