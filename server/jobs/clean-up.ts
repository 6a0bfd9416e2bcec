/**
 * Deletes data that is no longer needed, in small parts, so that messages do not wait. One of several nodes does it; what
 * a command leaves to be deleted is deleted by its own node.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../../protocol/errors.ts'
import type { Store } from '../store/store.ts'
import type { Changed } from '../store/terms.ts'

/** How often to look for expired removals and bans. Nothing that users see depends on it. */
const LOOK_EVERY_MS = 10 * 60 * 1_000
/** How often a node asks whether the upkeep is its own now: another one that did it may have ended. */
const ASK_EVERY_MS = 5_000
/** The pause between two parts, in ms: other calls go first. */
const PAUSE_MS = 20

type Cleaning = { soon: () => void; stop: () => void }

type CleaningNeeds = {
  store: Pick<Store, 'eraseNext' | 'goOnWithFiles' | 'purge' | 'doesUpkeep'>
  /** Whether other nodes may do it. */
  isShared: boolean
  /** Called with messages that were erased, or whose files were deleted or restored. */
  onErased: (changes: Changed[]) => void
  onBug: (error: unknown, during: string) => void
}

export function keepClean({ store, isShared, onErased, onBug }: CleaningNeeds): Cleaning {
  let isStopped = false
  let isRunning = false
  let lookedAt = Number.NEGATIVE_INFINITY

  /** Looks for what has expired, if that is this node's part and it is time again. */
  async function look(): Promise<void> {
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return
    try {
      if (isShared && !(await store.doesUpkeep())) return
    } catch (error) {
      if (!(error instanceof Refusal)) onBug(error, 'upkeep')
      return
    }
    lookedAt = performance.now()
    await clean()
  }

  /** Deletes one part. Answers whether there may be more. Messages of people who left come first, and then files of older messages. */
  async function cleanSome(): Promise<boolean> {
    const erased = (await store.eraseNext()) ?? (await store.goOnWithFiles())
    if (erased === undefined) return store.purge()
    onErased(erased)
    return true
  }

  async function clean(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      while (!isStopped && (await cleanSome())) await sleep(PAUSE_MS)
    } catch (error) {
      // If the store is full or away, the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'clean-up')
    } finally {
      isRunning = false
    }
  }
  const timer = setInterval(() => void look(), ASK_EVERY_MS).unref()
  void look()
  return {
    soon: () => void clean(),
    stop: () => {
      isStopped = true
      clearInterval(timer)
    },
  }
}
