/** Clears away what is no longer wanted, a slice at a time, so that nobody's message waits for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../../protocol/errors.ts'
import type { Store } from '../store/store.ts'

/** Removals that can no longer be undone and bans that are over: nothing that anybody sees waits for them to be gone. */
const LOOK_EVERY_MS = 10 * 60 * 1_000
/** Between two slices others have their turn, in ms. */
const BREATH_MS = 20

export type Cleaning = { soon: () => void; stop: () => void }

export function keepClean(store: Pick<Store, 'purge'>, onBug: (error: unknown, during: string) => void): Cleaning {
  let isStopped = false
  let isRunning = false

  async function clean(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      while (!isStopped && (await store.purge())) await sleep(BREATH_MS)
    } catch (error) {
      // A store that is full or away is tried again at the next look.
      if (!(error instanceof Refusal)) onBug(error, 'clean-up')
    } finally {
      isRunning = false
    }
  }
  const timer = setInterval(() => void clean(), LOOK_EVERY_MS).unref()
  void clean()
  return {
    soon: () => void clean(),
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}
