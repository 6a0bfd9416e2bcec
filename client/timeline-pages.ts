/** Loads the pages before and after a timeline's window. */
import { type ReadonlySignal, batch, signal } from '@preact/signals-core'
import type { Failure } from '../protocol/errors.ts'
import type { HistoryPage } from '../protocol/models.ts'
import type { Run } from './run.ts'
import type { TimelineWindow } from './timeline-window.ts'

type PagesNeeds = {
  roomId: string
  run: Run
  window: TimelineWindow
  /** Messages of one page. */
  limit: number
  receive: (page: HistoryPage) => void
}

export class Pages {
  /** The failure of the last load; gone with the next success. */
  readonly failure: ReadonlySignal<Failure | undefined>

  readonly #needs: PagesNeeds
  readonly #failure = signal<Failure | undefined>(undefined)
  /** Grows with every new window: an answer from before belongs to another one. */
  #generation = 0
  #loads: { older?: Promise<void>; newer?: Promise<void> } = {}

  constructor(needs: PagesNeeds) {
    this.#needs = needs
    this.failure = this.#failure
  }

  async older(): Promise<void> {
    this.#loads.older ??= this.#loadOlder().finally(() => delete this.#loads.older)
    await this.#loads.older
  }

  async newer(): Promise<void> {
    this.#loads.newer ??= this.#loadNewer().finally(() => delete this.#loads.newer)
    await this.#loads.newer
  }

  /** Drops the answers that are on their way. */
  end(): void {
    this.#generation++
  }

  async #loadOlder(): Promise<void> {
    const { window, receive } = this.#needs
    const before = window.now?.first
    if (before === undefined || before === 1) return
    const page = await this.#fetch({ before })
    // Meanwhile the window may have lost its oldest messages: then this page no longer joins on.
    if (!page || window.now?.first !== before) return
    batch(() => window.reachBack(page, () => receive(page)))
  }

  async #loadNewer(): Promise<void> {
    const { window, receive } = this.#needs
    const after = window.now?.last
    if (after === undefined) return
    const page = await this.#fetch({ after })
    if (!page || window.now?.last !== after) return
    batch(() => window.reachOn(page, () => receive(page)))
  }

  async #fetch(where: { before: number } | { after: number }): Promise<HistoryPage | undefined> {
    const { roomId, run, limit } = this.#needs
    const generation = this.#generation
    const result = await run('room:history', { roomId, ...where, limit })
    if (generation !== this.#generation) return undefined
    this.#failure.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }
}
