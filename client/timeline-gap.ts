/** Asks the server for the changes that a timeline misses. A lost packet and a lost day are the same case. */
import type { Failure } from '../protocol/errors.ts'
import { isRetryable } from '../protocol/error-codes.ts'
import type { ChangesPage } from '../protocol/models.ts'
import type { Pauses } from './backoff.ts'
import type { Run } from './run.ts'
import type { ChangeOrder } from './timeline-order.ts'

type Reset = Extract<ChangesPage, { reset: string }>

type GapNeeds = {
  roomId: string
  run: Run
  pauses: Pauses
  order: ChangeOrder
  /** Changes of one page. */
  limit: number
  /** The name of the history, once it is known. */
  epoch: () => string | undefined
  receive: (page: Exclude<ChangesPage, Reset>) => void
  /** Called when the server has another history: the window must begin anew. */
  reset: (reason: Reset['reset']) => void
  failed: (failure: Failure) => void
  /** Called when filling begins or ends. */
  changed: () => void
}

export class Gap {
  readonly #needs: GapNeeds
  #isFilling = false
  /** Grows with every new window: an answer from before belongs to another one. */
  #generation = 0

  constructor(needs: GapNeeds) {
    this.#needs = needs
  }

  get isFilling(): boolean {
    return this.#isFilling
  }

  /** Drops the answer that is on its way. */
  end(): void {
    this.#generation++
    this.#isFilling = false
  }

  async fill(): Promise<void> {
    const { roomId, run, pauses, order, limit, changed } = this.#needs
    const epoch = this.#needs.epoch()
    if (this.#isFilling || epoch === undefined) return
    const generation = this.#generation
    this.#isFilling = true
    changed()
    let attempt = 0
    do {
      const since = order.rev
      const result = await run('room:changes', { roomId, epoch, since, limit })
      if (generation !== this.#generation) return
      if (!result.ok && !isRetryable(result.error.code)) {
        this.#isFilling = false
        this.#needs.failed(result.error)
        return
      }
      if (result.ok) {
        const page = result.value
        if ('reset' in page) {
          this.#needs.reset(page.reset)
          return
        }
        this.#needs.receive(page)
      }
      if (order.rev > since) attempt = 0
      else if (order.isBehind) await pauses.before(attempt++, result.ok ? 0 : result.error.retryAfterMs)
      if (generation !== this.#generation) return
    } while (order.isBehind)
    this.#isFilling = false
    changed()
  }
}
