/** When sessions were used: noted once an hour for each, however many requests or connections come. */
import { Refusal } from '../../../protocol/errors.ts'
import type { Store } from '../../store/store.ts'
import type { Caller } from '../caller.ts'

const AGAIN_AFTER_MS = 60 * 60 * 1_000
/** Sessions remembered; with more, the store is asked once more than needed. */
const MAX_REMEMBERED = 50_000

export class Uses {
  readonly #store: Pick<Store, 'noteUse'>
  readonly #onBug: (error: unknown, during: string) => void
  readonly #notedAt = new Map<string, number>()

  constructor(store: Pick<Store, 'noteUse'>, onBug: (error: unknown, during: string) => void) {
    this.#store = store
    this.#onBug = onBug
  }

  note({ sessionId }: Caller, network: string): void {
    const now = performance.now()
    if (now - (this.#notedAt.get(sessionId) ?? -Infinity) < AGAIN_AFTER_MS) return
    if (this.#notedAt.size >= MAX_REMEMBERED) this.#notedAt.clear()
    this.#notedAt.set(sessionId, now)
    this.#store.noteUse(sessionId, network).catch((error: unknown) => {
      // When it was last used is worth no request.
      if (!(error instanceof Refusal)) this.#onBug(error, 'noting a use')
    })
  }
}
