/** Messages that others reply to. One outside of the window is fetched once, and then kept true. */
import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals-core'
import { isRetryable } from '../protocol/error-codes.ts'
import type { Message, User } from '../protocol/models.ts'
import type { Run } from './run.ts'
import type { Timeline } from './timeline.ts'

export type Quote = Message | 'loading' | 'missing'

export class Quotes {
  readonly #roomId: string
  readonly #run: Run
  readonly #timeline: Timeline
  readonly #fetched = new Map<number, Signal<Quote>>()
  readonly #quotes = new Map<number, ReadonlySignal<Quote>>()
  /** Requests without an answer yet. */
  readonly #unanswered = new Set<number>()

  constructor(roomId: string, run: Run, timeline: Timeline) {
    this.#roomId = roomId
    this.#run = run
    this.#timeline = timeline
  }

  of(seq: number): ReadonlySignal<Quote> {
    let quote = this.#quotes.get(seq)
    if (!quote) {
      quote = computed(() => this.#timeline.find(seq) ?? this.#fetch(seq).value)
      this.#quotes.set(seq, quote)
    }
    return quote
  }

  /** The connection is back: lost requests are sent once more. */
  askAgain(): void {
    const seqs = [...this.#unanswered]
    this.#unanswered.clear()
    for (const seq of seqs) void this.#ask(seq)
  }

  hear(messages: readonly Message[]): void {
    if (this.#fetched.size === 0) return
    for (const message of messages) {
      const known = this.#fetched.get(message.seq)
      const before = known?.peek()
      if (known && (typeof before !== 'object' || before.rev < message.rev)) known.value = message
    }
  }

  rename(user: User): void {
    for (const fetched of this.#fetched.values()) {
      const quote = fetched.peek()
      if (typeof quote === 'object' && quote.author.id === user.id) fetched.value = { ...quote, author: user }
    }
  }

  #fetch(seq: number): Signal<Quote> {
    let fetched = this.#fetched.get(seq)
    if (!fetched) {
      fetched = signal<Quote>('loading')
      this.#fetched.set(seq, fetched)
      // Later, because the data of a render must not change during it.
      queueMicrotask(() => void this.#ask(seq))
    }
    return fetched
  }

  async #ask(seq: number): Promise<void> {
    const result = await this.#run('room:history', { roomId: this.#roomId, around: seq, limit: 1 })
    const fetched = this.#fetched.get(seq)
    if (fetched?.peek() !== 'loading') return
    if (!result.ok && isRetryable(result.error.code)) {
      this.#unanswered.add(seq)
      return
    }
    const message = result.ok ? result.value.messages.find((found) => found.seq === seq) : undefined
    fetched.value = message ?? 'missing'
  }
}
