/** How often somebody may do something. Refused before any work is done for it, and always with how long to wait. */
import type { CommandName } from '../../protocol/commands.ts'
import { Refusal } from '../../protocol/errors.ts'

/** So many at once, then one more for each `everyMs`. */
type Rate = { burst: number; everyMs: number; says: string }

const RATES: Partial<Record<CommandName | 'session:start', Rate>> = {
  'message:send': { burst: 20, everyMs: 1_000, says: 'You are writing faster than anybody can read.' },
}

/** Holders remembered before the idle ones are looked for. */
const SWEEP_AT = 10_000

export class Limits {
  readonly #isOn: boolean
  readonly #now: () => number
  // The generic cell rate algorithm (ITU-T I.371): one number for each holder, the time at which it is idle again.
  readonly #idleAt = new Map<string, number>()
  #sweepAt = SWEEP_AT

  /** `now` counts ms and never goes back, so that a clock set to another hour changes nothing. */
  constructor({ isOn, now = () => performance.now() }: { isOn: boolean; now?: () => number }) {
    this.#isOn = isOn
    this.#now = now
  }

  /** Takes one from what the holder has left. Throws `rate_limited` when there is none. */
  take(what: CommandName | 'session:start', holder: string): void {
    const rate = RATES[what]
    if (!rate || !this.#isOn) return
    const now = this.#now()
    const key = `${what} ${holder}`
    const idleAt = Math.max(this.#idleAt.get(key) ?? 0, now)
    const tooEarlyMs = idleAt - (now + (rate.burst - 1) * rate.everyMs)
    if (tooEarlyMs > 0) throw new Refusal('rate_limited', rate.says, Math.ceil(tooEarlyMs))
    this.#idleAt.set(key, idleAt + rate.everyMs)
    if (this.#idleAt.size > this.#sweepAt) this.#forgetIdle(now)
  }

  #forgetIdle(now: number): void {
    for (const [key, idleAt] of this.#idleAt) if (idleAt <= now) this.#idleAt.delete(key)
    // Twice as many as are busy: however many there are, a sweep costs each of them little.
    this.#sweepAt = Math.max(SWEEP_AT, this.#idleAt.size * 2)
  }
}
