/** My read mark in a room. It moves here at once, and is sent to the server now and then. */
import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals-core'
import { isRetryable } from '../protocol/error-codes.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { Run } from './run.ts'

/** Milliseconds between two commands, at least: a reader moves the mark with every message. */
const PACE = 1_000

type ReadMarkNeeds = { roomId: string; run: Run; clock: Clock; random: Random }

type Wish = { order: 'room:read' | 'room:unread'; seq: number }
type ReadState = { readSeq: number; mentions: number }

export class ReadMark {
  /** The last seq that I have read. */
  readonly seq: ReadonlySignal<number>
  /** The number of messages after it that mention me or reply to me. */
  readonly mentions: ReadonlySignal<number>

  readonly #needs: ReadMarkNeeds
  readonly #seq: Signal<number>
  readonly #mentions: Signal<number>
  /** The mark in the server's last word. */
  #told: ReadState
  /** The mark that the server does not know yet. */
  #wish: Wish | undefined
  #isAsking = false
  #askedAt = -Infinity
  #attempt = 0
  #cancel: (() => void) | undefined

  constructor(mark: ReadState, needs: ReadMarkNeeds) {
    this.#needs = needs
    this.#told = mark
    this.#seq = signal(mark.readSeq)
    this.#mentions = signal(mark.mentions)
    this.seq = this.#seq
    this.mentions = this.#mentions
  }

  /** I have read up to here; `lastSeq` is the newest message there is. The mark never moves back. */
  to(seq: number, lastSeq: number): void {
    if (seq <= this.#seq.peek()) return
    batch(() => {
      this.#seq.value = seq
      if (seq >= lastSeq) this.#mentions.value = 0
    })
    this.#wish = { order: 'room:read', seq }
    this.#plan()
  }

  /** This message and all after it are unread again. */
  before(seq: number): void {
    this.#seq.value = Math.min(this.#seq.peek(), seq - 1)
    this.#wish = { order: 'room:unread', seq }
    this.tell()
  }

  /** A new message mentions me or replies to me. */
  mentioned(seq: number): void {
    if (seq > this.#seq.peek()) this.#mentions.value++
  }

  /** A message arrived that never counts as unread. If I had read all before it, the server has moved my mark too. */
  passed(seq: number): void {
    if (seq !== this.#seq.peek() + 1) return
    if (this.#told.readSeq !== seq - 1) {
      this.to(seq, seq)
      return
    }
    this.#told = { ...this.#told, readSeq: seq }
    this.#seq.value = seq
  }

  /** The mark of the server: with a new connection, after a change, or from another device of mine. */
  hear(mark: ReadState): void {
    this.#told = mark
    const { order, seq } = this.#wish ?? {}
    // The server did not know mine yet. My mark stays, and the command is still on its way.
    if (order === 'room:unread' || (order === 'room:read' && (seq ?? 0) > mark.readSeq)) return
    this.#wish = undefined
    this.#take(mark)
  }

  /** Tells the server at once: the reader leaves the room, or the connection is back. */
  tell(): void {
    this.#cancel?.()
    void this.#ask()
  }

  close(): void {
    this.#cancel?.()
  }

  #plan(): void {
    if (this.#isAsking || this.#cancel) return
    const { clock } = this.#needs
    this.#wait(this.#askedAt + PACE - clock.now())
  }

  #wait(ms: number): void {
    if (ms <= 0) {
      void this.#ask()
      return
    }
    const cancel = this.#needs.clock.after(ms, () => {
      this.#cancel = undefined
      void this.#ask()
    })
    this.#cancel = () => {
      this.#cancel = undefined
      cancel()
    }
  }

  async #ask(): Promise<void> {
    const wish = this.#wish
    if (!wish || this.#isAsking) return
    const { roomId, run, clock, random } = this.#needs
    this.#isAsking = true
    this.#askedAt = clock.now()
    const result = await run(wish.order, { roomId, seq: wish.seq })
    this.#isAsking = false
    const isLatest = this.#wish === wish
    if (result.ok) {
      this.#attempt = 0
      this.#told = result.value
      if (isLatest) {
        this.#wish = undefined
        this.#take(result.value)
      } else this.#plan()
    } else if (isRetryable(result.error.code)) {
      const ms = Math.max(backoff(this.#attempt++, COMMAND_PATIENCE, random), result.error.retryAfterMs ?? 0)
      this.#cancel?.()
      this.#wait(ms)
    } else if (isLatest) {
      this.#wish = undefined
      this.#take(this.#told)
    } else this.#plan()
  }

  #take({ readSeq, mentions }: ReadState): void {
    batch(() => {
      this.#seq.value = readSeq
      this.#mentions.value = mentions
    })
  }
}
