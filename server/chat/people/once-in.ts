/** Whether something is due again for a session. Old entries are forgotten. */

/** Entries kept, at most. Beyond that, something may be done once more than needed. */
const MOST_REMEMBERED = 50_000

export class OnceIn {
  readonly #everyMs: number
  readonly #doneAt = new Map<string, number>()

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  /** The answer yes counts as done. */
  isDue(who: string): boolean {
    const now = performance.now()
    if (now - (this.#doneAt.get(who) ?? -Infinity) < this.#everyMs) return false
    if (this.#doneAt.size >= MOST_REMEMBERED) this.#doneAt.clear()
    this.#doneAt.set(who, now)
    return true
  }
}
