import type { Clock, Random } from './clock.ts'

/** From the first wait to the longest, in milliseconds. */
export type Patience = { first: number; longest: number }

export const COMMAND_PATIENCE: Patience = { first: 500, longest: 30_000 }

/**
 * Milliseconds before the next try. They double from `first` to `longest`, and vary by up to a half. Without that,
 * clients that lost their connection together would all come back together.
 */
export function backoff(attempt: number, { first, longest }: Patience, random: Random): number {
  return Math.min(longest, first * 2 ** Math.min(attempt, 30)) * (0.5 + random())
}

/** Waits between tries that can be ended early, all at once: when something has changed, it is worth trying now. */
export class Pauses {
  readonly #clock: Clock
  readonly #random: Random
  readonly #ends = new Set<() => void>()

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** Resolves when the next try is due, after so many failed ones. `atLeast` is the server's wish, in ms. */
  async before(attempt: number, atLeast = 0): Promise<void> {
    const ms = Math.max(backoff(attempt, COMMAND_PATIENCE, this.#random), atLeast)
    await new Promise<void>((go) => {
      const end = () => {
        cancel()
        this.#ends.delete(end)
        go()
      }
      const cancel = this.#clock.after(ms, end)
      this.#ends.add(end)
    })
  }

  end(): void {
    for (const end of this.#ends) end()
  }
}
