/** The window that a timeline shows: which messages it holds, and where it is cut when it grows too long. */
import { type ReadonlySignal, computed, signal } from '@preact/signals-core'
import type { HistoryPage, Message, User } from '../protocol/models.ts'
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

/** Numbers of messages: kept after trimming, and held at most while a reader looks at them. */
export type WindowSizes = { keep: number; most: number }

export class TimelineWindow {
  readonly value: ReadonlySignal<Window | undefined>
  /** Whether the room's first message is in the window. */
  readonly atStart: ReadonlySignal<boolean>
  /** Whether the window reaches the newest message, and grows with the room. */
  readonly atHead: ReadonlySignal<boolean>
  /** The number of messages newer than the window's end; 0 at the head. */
  readonly behind: ReadonlySignal<number>

  readonly #sizes: WindowSizes
  readonly #window = signal<Window | undefined>(undefined)
  readonly #lastSeq = signal(0)
  #isFollowing = true

  constructor(sizes: WindowSizes) {
    this.#sizes = sizes
    this.value = this.#window
    this.atStart = computed(() => this.#window.value?.first === 1)
    this.atHead = computed(() => this.#window.value !== undefined && this.#window.value.last === undefined)
    this.behind = computed(() => Math.max(0, this.#lastSeq.value - (this.#window.value?.last ?? Infinity)))
  }

  /** The window as it is now. Reading it subscribes to nothing. */
  get now(): Window | undefined {
    return this.#window.peek()
  }

  /** Whether the newest page is in the window, or the message with this seq. */
  shows(seq: number | undefined): boolean {
    const window = this.now
    if (!window) return false
    if (seq === undefined) return window.last === undefined
    return seq >= window.first && seq <= (window.last ?? this.#lastSeq.peek())
  }

  find(seq: number): Message | undefined {
    return this.#window.value && messageAt(this.#window.value, seq)
  }

  /** The view says whether the bottom of the window is on the screen. Messages under a reader are not trimmed. */
  follow(on: boolean): void {
    this.#isFollowing = on
    if (this.now) this.#show(this.now)
  }

  rename(user: User): void {
    if (this.now) this.#window.value = renamed(this.now, user)
  }

  /** The room has a message with this seq. */
  hearOfSeq(seq: number): void {
    this.#lastSeq.value = Math.max(this.#lastSeq.peek(), seq)
  }

  /** Begins anew with the bounds of this page, and without a message yet. */
  begin(page: HistoryPage): void {
    this.#window.value = boundsOf(page)
  }

  layOver(messages: readonly Message[]): void {
    if (this.now) this.#show(layOver(this.now, messages))
  }

  /** The same for a page, which is not trimmed here: only `reachBack` and `reachOn` know which end is the far one. */
  layPageOver(messages: readonly Message[]): void {
    if (this.now) this.#window.value = layOver(this.now, messages)
  }

  /** Opens the beginning for a page before it, takes the page in, and cuts the far end. */
  reachBack(page: HistoryPage, takeIn: () => void): void {
    if (!this.now) return
    this.#window.value = { ...this.now, first: page.messages[0]?.seq ?? 1 }
    takeIn()
    if (this.now) this.#window.value = withoutNewest(this.now, this.#sizes.keep)
  }

  /** Opens the end for a page after it, takes the page in, and cuts the far end. */
  reachOn(page: HistoryPage, takeIn: () => void): void {
    if (!this.now) return
    const last = page.messages.length === 0 ? undefined : boundsOf(page).last
    this.#window.value = { ...this.now, last }
    takeIn()
    if (this.now) this.#window.value = withoutOldest(this.now, this.#sizes.keep)
  }

  forget(lastSeq = 0): void {
    this.#lastSeq.value = lastSeq
    this.#window.value = undefined
  }

  #show(window: Window): void {
    const { keep, most } = this.#sizes
    if (window.last !== undefined) this.#window.value = window
    else if (this.#isFollowing) this.#window.value = withoutOldest(window, keep)
    else this.#window.value = window.messages.length <= most ? window : endedHere(withoutNewest(window, most))
  }
}
