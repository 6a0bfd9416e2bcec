/** Opens a timeline at its newest page or around a message, and tries again until that worked. */
import type { Failure } from '../protocol/errors.ts'
import { isRetryable } from '../protocol/error-codes.ts'
import type { HistoryPage } from '../protocol/models.ts'
import type { Pauses } from './backoff.ts'
import type { Run } from './run.ts'

type OpeningNeeds = {
  roomId: string
  run: Run
  pauses: Pauses
  /** Messages of one page. */
  limit: number
  /** Whether a page can be asked for yet. */
  isReady: () => boolean
  /** Called when a try begins. */
  loading: () => void
  /** Called when a try failed. A retryable failure is tried again. */
  failed: (failure: Failure) => void
  /** Called with the requested page. */
  opened: (page: HistoryPage) => void
}

export class Opening {
  readonly #needs: OpeningNeeds
  /** The requested message, or the newest ones, and how to end the wait for them. */
  #wanted: { seq: number | undefined; shown?: Promise<void>; done?: () => void } | undefined
  /** Grows with every try and end, so that a late answer to an earlier try is dropped. */
  #turn = 0
  #hasFailed = false

  constructor(needs: OpeningNeeds) {
    this.#needs = needs
  }

  get isUnderWay(): boolean {
    return this.#wanted !== undefined
  }

  /** Resolves when the page is shown, finally refused, or no longer wanted. */
  async open(seq: number | undefined): Promise<void> {
    if (!this.#wanted?.shown || this.#wanted.seq !== seq) {
      this.end()
      const { promise: shown, resolve: done } = Promise.withResolvers<void>()
      this.#wanted = { seq, shown, done }
      void this.#load(seq)
    } else if (this.#hasFailed) {
      // A new call does not wait for the pause to end.
      void this.#load(seq)
    }
    await this.#wanted.shown
  }

  /** Tries once more, after a new connection. */
  again(): void {
    void this.#load(this.#wanted?.seq)
  }

  /** The newest page is requested now, also for callers that wait for another one. */
  startOver(): void {
    void this.#load(undefined)
  }

  /** The page is shown, or no longer wanted. */
  end(): void {
    this.#turn++
    this.#wanted?.done?.()
    this.#wanted = undefined
  }

  async #load(seq: number | undefined): Promise<void> {
    const { roomId, run, pauses, limit, isReady, loading, failed, opened } = this.#needs
    const turn = ++this.#turn
    // A second try after a new connection, or for another page, ends the same wait.
    this.#wanted = { ...this.#wanted, seq }
    this.#hasFailed = false
    loading()
    if (!isReady()) return
    const where = seq === undefined ? {} : { around: seq }
    for (let attempt = 0; ; attempt++) {
      const result = await run('room:history', { roomId, ...where, limit })
      if (turn !== this.#turn) return
      if (result.ok) {
        // A link to a message that was never written leads to the newest ones.
        if (seq !== undefined && result.value.messages.length === 0) return this.#load(undefined)
        opened(result.value)
        return
      }
      this.#hasFailed = true
      failed(result.error)
      if (!isRetryable(result.error.code)) {
        this.#wanted.done?.()
        this.#wanted = { seq }
        return
      }
      await pauses.before(attempt, result.error.retryAfterMs)
      if (turn !== this.#turn) return
    }
  }
}
