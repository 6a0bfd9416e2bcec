/** When which draft is sent: of each room one at a time, in order, and again until somebody says yes or a final no. */
import { type ReadonlySignal, batch } from '@preact/signals-core'
import { type Failure, isRetryable } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { Drafts, Kept } from './outbox-drafts.ts'
import type { Turn } from './outbox-turn.ts'
import type { Run } from './run.ts'

export type SenderNeeds = {
  drafts: Drafts
  turn: Turn
  run: Run
  online: ReadonlySignal<boolean>
  accepted: (message: Message) => void
  /** Hears of every final refusal, once it is stored. */
  refused: (kept: Kept) => void
  clock: Clock
  random: Random
}

export class Sender {
  readonly #needs: SenderNeeds
  readonly #drafts: Drafts
  readonly #turn: Turn

  constructor(needs: SenderNeeds) {
    this.#needs = needs
    this.#drafts = needs.drafts
    this.#turn = needs.turn
  }

  /** Whether there was something to try. */
  tryAgain(kept: Kept): boolean {
    if (kept.status.state !== 'failed' && kept.status.state !== 'delayed') return false
    kept.attempt = 0
    this.#drafts.become(kept, { state: 'waiting' })
    this.pump(kept.draft.roomId)
    return true
  }

  /** A new connection or turn: what waits because of the old one goes at once; who was told when to come back waits till then. */
  flush(): void {
    if (!this.#needs.online.peek() || !this.#turn.isMine) return
    batch(() => {
      for (const kept of this.#drafts.all) {
        kept.attempt = 0
        if (kept.status.state !== 'delayed') continue
        if (kept.status.failure.retryAfterMs === undefined) this.#drafts.become(kept, { state: 'waiting' })
        else this.#sendAt(kept, kept.status.retryAt)
      }
    })
    this.pumpAll()
  }

  /** No connection, or not our turn: no clock needs to run. */
  rest(): void {
    for (const kept of this.#drafts.all) {
      kept.cancelRetry?.()
      const { status } = kept
      if (status.state === 'delayed' && status.failure.retryAfterMs === undefined) {
        this.#drafts.become(kept, { state: 'waiting' })
      }
    }
  }

  pumpAll(): void {
    for (const roomId of new Set(this.#drafts.all.map(({ draft }) => draft.roomId))) this.pump(roomId)
  }

  /** Sends the room's first open draft, if nothing of that room is under way or waiting for its time. */
  pump(roomId: string): void {
    const userId = this.#drafts.userId.peek()
    if (userId === undefined || !this.#turn.isMine || !this.#needs.online.peek()) return
    const queue = this.#drafts.all.filter((kept) => kept.userId === userId && kept.draft.roomId === roomId)
    // A retried draft may stand before one that is under way.
    if (queue.some(({ status }) => status.state === 'sending')) return
    const next = queue.find(({ status }) => status.state !== 'failed')
    if (next?.stored && next.status.state === 'waiting') void this.#send(next)
  }

  async #send(kept: Kept): Promise<void> {
    this.#drafts.become(kept, { state: 'sending' })
    const result = await this.#needs.run('message:send', kept.draft)
    if (result.ok) {
      this.#turn.tell({ kind: 'accepted', message: result.value })
      this.#needs.accepted(result.value)
    } else if (this.#drafts.has(kept) && kept.status.state === 'sending') {
      this.#refuse(kept, result.error)
    }
    // Neither: we were told already what became of it, and only the answer went missing.
    this.pump(kept.draft.roomId)
  }

  #sendAt(kept: Kept, moment: number): void {
    const { clock } = this.#needs
    kept.cancelRetry?.()
    kept.cancelRetry = clock.after(Math.max(0, moment - clock.now()), () => {
      this.#drafts.become(kept, { state: 'waiting' })
      this.pump(kept.draft.roomId)
    })
  }

  #refuse(kept: Kept, failure: Failure): void {
    const drafts = this.#drafts
    const { clock, random, online, refused } = this.#needs
    if (!this.#turn.isMine) {
      // Whoever has the turn now sends it too, and hears the same.
      drafts.become(kept, { state: 'waiting' })
    } else if (!isRetryable(failure.code)) {
      drafts.become(kept, { state: 'failed', failure })
      void drafts.store(kept).then(() => drafts.has(kept) && refused(kept))
    } else if (!online.peek() && failure.retryAfterMs === undefined) {
      drafts.become(kept, { state: 'waiting' })
    } else {
      const forMs = Math.max(backoff(kept.attempt++, COMMAND_PATIENCE, random), failure.retryAfterMs ?? 0)
      const retryAt = clock.now() + forMs
      drafts.become(kept, { state: 'delayed', retryAt, failure })
      this.#turn.tell({ kind: 'delayed', clientId: kept.draft.clientId, forMs, failure })
      if (online.peek()) this.#sendAt(kept, retryAt)
    }
  }
}
