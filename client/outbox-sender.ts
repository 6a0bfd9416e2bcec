/** Sends drafts: one at a time for each room, in order, and again until the server accepts or finally refuses. */
import { type ReadonlySignal, batch } from '@preact/signals-core'
import type { Failure, Result } from '../protocol/errors.ts'
import { isRetryable } from '../protocol/error-codes.ts'
import type { Message } from '../protocol/models.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import { type Drafts, type QueuedDraft, isUnderWay } from './outbox-drafts.ts'
import type { Turn } from './outbox-turn.ts'
import type { Run } from './run.ts'
import type { Uploads } from './uploads.ts'

type SenderNeeds = {
  drafts: Drafts
  turn: Turn
  run: Run
  /** Loaded with the first file. */
  uploads: (() => Promise<Uploads>) | undefined
  online: ReadonlySignal<boolean>
  accepted: (message: Message) => void
  /** Called after every final refusal, once it is stored. */
  refused: (queued: QueuedDraft) => void
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
  tryAgain(queued: QueuedDraft): boolean {
    if (queued.status.state !== 'failed' && queued.status.state !== 'delayed') return false
    queued.attempt = 0
    this.#drafts.become(queued, { state: 'waiting' })
    this.pump(queued.draft.roomId)
    return true
  }

  /** For a new connection or a new leader: waiting drafts go at once. A draft with a given time still waits for it. */
  flush(): void {
    if (!this.#needs.online.peek() || !this.#turn.isMine) return
    batch(() => {
      for (const queued of this.#drafts.all) {
        queued.attempt = 0
        if (queued.status.state !== 'delayed') continue
        if (queued.status.failure.retryAfterMs === undefined) this.#drafts.become(queued, { state: 'waiting' })
        else this.#sendAt(queued, queued.status.retryAt)
      }
    })
    this.pumpAll()
  }

  /** There is no connection, or this tab is not the leader: timers stop. */
  rest(): void {
    for (const queued of this.#drafts.all) {
      queued.cancelRetry?.()
      queued.stopUpload?.()
      const { status } = queued
      if (status.state === 'uploading') this.#drafts.become(queued, { state: 'waiting' })
      if (status.state === 'delayed' && status.failure.retryAfterMs === undefined) {
        this.#drafts.become(queued, { state: 'waiting' })
      }
    }
  }

  pumpAll(): void {
    for (const roomId of new Set(this.#drafts.all.map(({ draft }) => draft.roomId))) this.pump(roomId)
  }

  /** Sends the room's first unsent draft, unless one of that room is under way or waits for its time. */
  pump(roomId: string): void {
    const userId = this.#drafts.userId.peek()
    if (userId === undefined || !this.#turn.isMine || !this.#needs.online.peek()) return
    const queue = this.#drafts.all.filter((queued) => queued.userId === userId && queued.draft.roomId === roomId)
    // A retried draft may stand before the draft that is under way.
    if (queue.some((queued) => isUnderWay(queued) || queued.stopUpload !== undefined)) return
    const next = queue.find(({ status }) => status.state !== 'failed')
    if (next?.stored && next.status.state === 'waiting') void this.#send(next)
  }

  async #send(queued: QueuedDraft): Promise<void> {
    const { files, ...words } = queued.draft
    this.#drafts.become(queued, files ? { state: 'uploading', sent: 0 } : { state: 'sending' })
    const result = await (files ? this.#sendWithFiles(queued) : this.#needs.run('message:send', words))
    if (result.ok) {
      this.#turn.tell({ kind: 'accepted', message: result.value })
      this.#needs.accepted(result.value)
    } else if (this.#drafts.has(queued) && isUnderWay(queued)) {
      this.#refuse(queued, result.error)
    }
    // In all other cases another tab told us the result already, and only the answer was lost.
    this.pump(queued.draft.roomId)
  }

  async #sendWithFiles(queued: QueuedDraft): Promise<Result<Message>> {
    try {
      return await (await import('./outbox-files.ts')).sendWithFiles(queued, this.#needs)
    } catch (error) {
      // The network is away, or the server has another page by now.
      return { ok: false, error: { code: 'overloaded', message: String(error) } }
    }
  }

  #sendAt(queued: QueuedDraft, moment: number): void {
    const { clock } = this.#needs
    queued.cancelRetry?.()
    queued.cancelRetry = clock.after(Math.max(0, moment - clock.now()), () => {
      this.#drafts.become(queued, { state: 'waiting' })
      this.pump(queued.draft.roomId)
    })
  }

  #refuse(queued: QueuedDraft, failure: Failure): void {
    const drafts = this.#drafts
    const { clock, random, online, refused } = this.#needs
    if (!this.#turn.isMine) {
      // The present leader sends it too, and gets the same answer.
      drafts.become(queued, { state: 'waiting' })
    } else if (!isRetryable(failure.code)) {
      drafts.become(queued, { state: 'failed', failure })
      void drafts.store(queued).then(() => drafts.has(queued) && refused(queued))
    } else if (!online.peek() && failure.retryAfterMs === undefined) {
      drafts.become(queued, { state: 'waiting' })
    } else {
      const forMs = Math.max(backoff(queued.attempt++, COMMAND_PATIENCE, random), failure.retryAfterMs ?? 0)
      const retryAt = clock.now() + forMs
      drafts.become(queued, { state: 'delayed', retryAt, failure })
      this.#turn.tell({ kind: 'delayed', clientId: queued.draft.clientId, forMs, failure })
      if (online.peek()) this.#sendAt(queued, retryAt)
    }
  }
}
