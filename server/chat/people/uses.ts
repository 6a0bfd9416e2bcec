/** Notes when sessions are used: once an hour for each, however many requests or connections come. */
import { Refusal } from '../../../protocol/errors.ts'
import type { Store } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { OnceIn } from './once-in.ts'

const AGAIN_AFTER_MS = 60 * 60 * 1_000

export class Uses {
  readonly #store: Pick<Store, 'noteUse'>
  readonly #onBug: (error: unknown, during: string) => void
  readonly #noting = new OnceIn(AGAIN_AFTER_MS)

  constructor(store: Pick<Store, 'noteUse'>, onBug: (error: unknown, during: string) => void) {
    this.#store = store
    this.#onBug = onBug
  }

  note({ sessionId }: Caller, network: string): void {
    if (!this.#noting.isDue(sessionId)) return
    this.#store.noteUse(sessionId, network).catch((error: unknown) => {
      // A failure to note the last use must not fail a request.
      if (!(error instanceof Refusal)) this.#onBug(error, 'noting a use')
    })
  }
}
