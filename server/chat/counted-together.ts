/**
 * Counts uses of limits in the store, for all nodes together. A refusal is remembered for a while: what is tried again
 * meanwhile costs the database nothing.
 */
import { createHash } from 'node:crypto'
import type { Store, Use } from '../store/store.ts'

/** A refusal is remembered for so long at most. Another node may have given a use back. */
const ASK_AGAIN_MS = 10_000
const MOST_REMEMBERED = 10_000
/** For uses beyond those that could be counted, while the store still counts those. */
const BUSY_RETRY_MS = 250

/** A use of a limit. `holder` tells whose. */
export type NamedUse = { holder: string; burst: number; everyMs: number }
/** The use that was refused, and how long to wait. */
type Refused<Named extends NamedUse> = { use: Named; waitMs: number }

export class CountedTogether {
  readonly #store: Pick<Store, 'takeUses' | 'giveBackUses'>
  readonly #now: () => number
  /** The refused keys, in the order in which they were refused. */
  readonly #refused = new Map<string, { askAgainAt: number; freeAt: number }>()
  /** How many uses of a key the store is asked for. */
  readonly #asked = new Map<string, number>()

  /** `now` counts ms and never goes back. */
  constructor(store: Pick<Store, 'takeUses' | 'giveBackUses'>, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** Counts all of these uses, or none and answers with the one that is refused. Throws when the store is away. */
  async take<Named extends NamedUse>(uses: Named[]): Promise<Refused<Named> | undefined> {
    const keyed = uses.map((use) => ({ use, key: keyOf(use.holder) }))
    for (const { use, key } of keyed) {
      const waitMs = this.#mustWait(key, use.burst)
      if (waitMs > 0) return { use, waitMs }
    }
    for (const { key } of keyed) this.#asked.set(key, (this.#asked.get(key) ?? 0) + 1)
    const usedUp = await this.#store.takeUses(keyed.map(toUse)).finally(() => {
      for (const { key } of keyed) this.#answered(key)
    })
    if (!usedUp) return undefined
    this.#remember(usedUp.key, usedUp.waitMs)
    return { use: keyed.find(({ key }) => key === usedUp.key)!.use, waitMs: usedUp.waitMs }
  }

  async giveBack(uses: NamedUse[]): Promise<void> {
    const keyed = uses.map((use) => ({ use, key: keyOf(use.holder) }))
    for (const { key } of keyed) this.#refused.delete(key)
    await this.#store.giveBackUses(keyed.map(toUse))
  }

  #mustWait(key: string, burst: number): number {
    const now = this.#now()
    const refused = this.#refused.get(key)
    if (refused && refused.askAgainAt > now) return Math.ceil(refused.freeAt - now)
    return (this.#asked.get(key) ?? 0) >= burst ? BUSY_RETRY_MS : 0
  }

  #answered(key: string): void {
    const left = this.#asked.get(key)! - 1
    if (left > 0) this.#asked.set(key, left)
    else this.#asked.delete(key)
  }

  #remember(key: string, waitMs: number): void {
    const now = this.#now()
    this.#refused.delete(key)
    this.#refused.set(key, { askAgainAt: now + Math.min(waitMs, ASK_AGAIN_MS), freeAt: now + waitMs })
    for (const [oldest, { askAgainAt }] of this.#refused) {
      if (askAgainAt > now && this.#refused.size <= MOST_REMEMBERED) break
      this.#refused.delete(oldest)
    }
  }
}

const toUse = ({ use, key }: { use: NamedUse; key: string }): Use => ({ key, burst: use.burst, everyMs: use.everyMs })

/** A holder may be a network, or a name that somebody tried. The database gets neither, and no long texts. */
const keyOf = (holder: string): string => createHash('sha256').update(holder).digest('base64url')
