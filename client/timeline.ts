/** The present state of a room: a window of its messages, kept up to date by changes, and my drafts below them. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import { MAX_PAGE } from '../protocol/limits.ts'
import type { Change, HistoryPage, Message, RoomView, User } from '../protocol/models.ts'
import { Pauses } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import { type Entry, entriesOf } from './entries.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Run } from './run.ts'
import { Gap } from './timeline-gap.ts'
import { Opening } from './timeline-opening.ts'
import { ChangeOrder } from './timeline-order.ts'
import { Pages } from './timeline-pages.ts'
import { TimelineWindow, type WindowSizes } from './timeline-window.ts'

export type { Entry } from './entries.ts'

type TimelineStatus =
  | { state: 'loading' }
  | { state: 'ready' }
  | { state: 'catching-up' }
  /** A retryable failure is tried again by itself; `open` tries at once. */
  | { state: 'failed'; failure: Failure }

/** Counted in messages: besides those of the window, of one page and of one catch-up page. */
export type TimelineSizes = WindowSizes & { page: number; changes: number }

const SIZES: TimelineSizes = { page: 50, keep: 300, most: 400, changes: MAX_PAGE }

type TimelineNeeds = {
  roomId: string
  run: Run
  /** This room's drafts. */
  drafts: ReadonlySignal<OutboxEntry[]>
  you: ReadonlySignal<User | undefined>
  /** Gets every message that arrives, in the batch in which it is applied. */
  accepted: (messages: readonly Message[]) => void
  /** Gets every page that answers a command of mine: it tells which reactions to its messages are mine. */
  paged: (page: Pick<HistoryPage, 'messages' | 'own'>) => void
  /** Called when the server's history is not the one of the last welcome: only a new welcome helps. */
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
  /** Whether the window reaches the newest message, and grows with the room. */
  readonly atHead: ReadonlySignal<boolean>
  /** The number of messages newer than the window's end; 0 at the head. */
  readonly behind: ReadonlySignal<number>
  /** How often the server's history differed from the shown one, as after a restored backup. */
  readonly rewinds: ReadonlySignal<number>
  /** The failure of the last `loadOlder` or `loadNewer`; gone with the next success. */
  readonly pageFailure: ReadonlySignal<Failure | undefined>

  readonly #needs: TimelineNeeds
  readonly #status = signal<TimelineStatus>({ state: 'loading' })
  readonly #rewinds = signal(0)
  readonly #window: TimelineWindow
  readonly #order = new ChangeOrder()
  readonly #opening: Opening
  readonly #pages: Pages
  readonly #gap: Gap
  readonly #pauses: Pauses
  /** The name of the server's history. Before the first welcome it is unknown, and nothing can be asked for. */
  #epoch: string | undefined

  constructor(needs: TimelineNeeds) {
    const { roomId, run } = needs
    const sizes = { ...SIZES, ...needs.sizes }
    const failed = (failure: Failure) => (this.#status.value = { state: 'failed', failure })
    this.#needs = needs
    const pauses = new Pauses(needs.clock, needs.random)
    const window = new TimelineWindow(sizes)
    this.#pauses = pauses
    this.#window = window
    this.#opening = new Opening({
      roomId,
      run,
      pauses,
      limit: sizes.page,
      isReady: () => this.#epoch !== undefined,
      loading: () => (this.#status.value = { state: 'loading' }),
      failed,
      opened: (page) =>
        batch(() => {
          this.#begin(page)
          this.receive(page)
        }),
    })
    this.#pages = new Pages({ roomId, run, window, limit: sizes.page, receive: (page) => this.receive(page) })
    this.#gap = new Gap({
      roomId,
      run,
      pauses,
      order: this.#order,
      limit: sizes.changes,
      epoch: () => this.#epoch,
      receive: (page) => {
        this.#order.expect(page.head)
        needs.paged(page)
        this.receive({ roomId, from: page.from, to: page.to, messages: page.messages })
      },
      reset: (reason) => this.#startAgain(reason),
      failed,
      changed: () => this.#settled(),
    })
    this.status = this.#status
    this.rewinds = this.#rewinds
    this.pageFailure = this.#pages.failure
    this.atStart = window.atStart
    this.atHead = window.atHead
    this.behind = window.behind
    this.entries = computed(() => entriesOf(window.value.value, needs.drafts.value, needs.you.value))
  }

  /** The view says whether the bottom of the window is on the screen. Messages under a reader are not trimmed. */
  follow(on: boolean): void {
    this.#window.follow(on)
  }

  /** Every change of the room up to this one is in the window. */
  get rev(): number {
    return this.#order.rev
  }

  /** A message of the window, as it is now. */
  find(seq: number): Message | undefined {
    return this.#window.find(seq)
  }

  /** A person has another name now, and so do all of their messages. */
  rename(user: User): void {
    this.#window.rename(user)
  }

  /**
   * Shows the newest page, or the page around a seq. A page that is in the window already is not fetched again.
   * Resolves when it is shown, finally refused, or overtaken by another `open`.
   */
  async open(seq?: number): Promise<void> {
    if (!this.#window.shows(seq)) return this.#opening.open(seq)
    this.#opening.end()
    this.#settled()
  }

  /** Puts the page before the window in front of it. Harmless at the start. */
  async loadOlder(): Promise<void> {
    await this.#pages.older()
  }

  /** Puts the page after the window behind it. Harmless at the head. */
  async loadNewer(): Promise<void> {
    await this.#pages.newer()
  }

  /**
   * The one entry point. An answer, a live change, a page of history, the page's own first data: all end here, and each
   * may come twice, late, or before the other.
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
      const isWanted = this.#opening.isUnderWay || this.#window.now !== undefined
      this.#epoch = epoch
      if (isAnother) {
        this.#noteRewind()
        this.#drop(room.lastSeq)
        if (isWanted) this.#opening.startOver()
        return
      }
      this.#window.hearOfSeq(room.lastSeq)
      if (this.#opening.isUnderWay) {
        this.#opening.again()
      } else if (this.#window.now && room.rev !== this.#order.rev) {
        // A smaller rev than ours is no gap but an inconsistency. The server is asked, and answers `reset`.
        this.#order.expect(room.rev)
        void this.#gap.fill()
      }
      this.#pauses.end()
    })
  }

  /** Stops asking for anything. */
  close(): void {
    this.#endRequests()
    this.#pauses.end()
  }

  #receiveMessage(message: Message): void {
    this.#layOver([message])
    // A single message tells nothing of the changes before it. It counts only when there are none between.
    if (this.#window.now && message.rev === this.#order.rev + 1) this.#reach(message.rev)
  }

  #receivePage(page: HistoryPage): void {
    this.#window.hearOfSeq(page.room.lastSeq)
    this.#needs.paged(page)
    if (!this.#window.now) this.#begin(page)
    this.#accept(page.messages)
    this.#window.layPageOver(page.messages)
    if (page.room.rev < this.#order.rev) this.#order.restartAt(page.room.rev)
    this.#reach(this.#order.rev)
  }

  #receiveChange(change: Change): void {
    if (this.#window.now && this.#order.fits(change)) {
      this.#layOver(change.messages)
      this.#reach(change.to)
      return
    }
    this.#accept(change.messages)
    if (!this.#window.now && !this.#opening.isUnderWay) return
    this.#order.keep(change)
    if (this.#window.now) void this.#gap.fill()
  }

  /** The window begins with this page. The messages before are gone. */
  #begin(page: HistoryPage): void {
    this.#endRequests()
    this.#order.restartAt(page.room.rev)
    this.#window.begin(page)
    this.#settled()
  }

  /** Every change up to `rev` is applied. Kept changes may fit now, and missing ones are asked for. */
  #reach(rev: number): void {
    for (const change of this.#order.reach(rev)) this.#layOver(change.messages)
    if (this.#order.isBehind) void this.#gap.fill()
  }

  #layOver(messages: readonly Message[]): void {
    this.#accept(messages)
    this.#window.layOver(messages)
  }

  #accept(messages: readonly Message[]): void {
    this.#needs.accepted(messages)
    for (const { seq } of messages) this.#window.hearOfSeq(seq)
  }

  #startAgain(reason: 'epoch_changed' | 'ahead'): void {
    this.#noteRewind()
    this.#drop()
    if (reason === 'epoch_changed') {
      this.#epoch = undefined
      this.#needs.rewound()
    }
    this.#opening.startOver()
  }

  #noteRewind(): void {
    if (this.#window.now) this.#rewinds.value++
  }

  /** Forgets the window. The drafts are the outbox's, and stay. */
  #drop(lastSeq?: number): void {
    this.#endRequests()
    this.#order.forget()
    this.#window.forget(lastSeq)
    this.#pauses.end()
  }

  #endRequests(): void {
    this.#opening.end()
    this.#pages.end()
    this.#gap.end()
  }

  #settled(): void {
    const state = this.#gap.isFilling ? 'catching-up' : 'ready'
    if (!this.#opening.isUnderWay && this.#status.peek().state !== state) this.#status.value = { state }
  }
}
