/** How often somebody may do something. Refused before any work is done for it, and always with how long to wait. */
import type { ArrivalName, CommandName } from '../../protocol/commands.ts'
import { Refusal } from '../../protocol/errors.ts'

/** So many in a burst, then one more for each `everyMs`; and `atOnce` is how many may be unanswered. */
type Rate = { burst: number; everyMs: number; says: string; atOnce?: number }

/** What is counted for a user, and what for a network. */
type Counted = CommandName | ArrivalName | 'handshake' | 'sign-in' | 'account' | 'named room' | 'direct room'

const READING = 'You are asking faster than you can read.'
const HURRYING = 'You are doing this faster than anybody needs to.'
const GUESSING = 'Too many passwords were tried.'

const reading: Rate = { burst: 600, everyMs: 20, atOnce: 16, says: READING }
const looking: Rate = { burst: 100, everyMs: 100, atOnce: 16, says: READING }
const marking: Rate = { burst: 100, everyMs: 200, says: HURRYING }
const acting: Rate = { burst: 60, everyMs: 1_000, says: HURRYING }
const deciding: Rate = { burst: 10, everyMs: 6_000, says: HURRYING }

/** What stands here has a rate of its own; everything else is `acting`. */
const RATES: Partial<Record<Counted, Rate>> = {
  'typing:start': { burst: 1_200, everyMs: 50, says: HURRYING },
  'sessions:list': looking,
  'invites:list': looking,
  'bans:list': looking,
  'reports:list': looking,
  'message:send': { burst: 20, everyMs: 1_000, says: 'You are writing faster than anybody can read.' },
  'message:edit': { burst: 20, everyMs: 1_000, says: HURRYING },
  'message:react': { burst: 40, everyMs: 500, says: HURRYING },
  'message:save': { burst: 100, everyMs: 500, says: HURRYING },
  'message:versions': looking,
  'messages:pinned': looking,
  'messages:saved': looking,
  'inbox:list': looking,
  // A page of it may look through ten thousand messages.
  search: { burst: 60, everyMs: 200, atOnce: 4, says: READING },
  'message:report': deciding,
  // Counted below, by what kind of room it is.
  'room:create': marking,
  'named room': { burst: 10, everyMs: 360_000, says: 'You have made ten rooms within the hour.' },
  'direct room': { burst: 60, everyMs: 30_000, says: HURRYING },
  'room:read': marking,
  'room:unread': marking,
  'room:members': looking,
  'rooms:browse': looking,
  'people:find': looking,
  'presence:watch': looking,
  'audit:list': looking,
  'user:rename': deciding,
  'user:claim': deciding,
  'user:password': deciding,
  'user:leave': deciding,
  'session:link': deciding,
  'invite:create': { burst: 30, everyMs: 10_000, says: HURRYING },
  'invite:redeem': deciding,
  'sign-in': { burst: 10, everyMs: 18_000, says: GUESSING },
  account: { burst: 6, everyMs: 30_000, says: GUESSING },
  'owner:start': { burst: 10, everyMs: 18_000, says: GUESSING },
  'room:history': reading,
  'room:changes': reading,
  'session:start': { burst: 100, everyMs: 1_000, says: 'Too many guests come from your network.' },
  handshake: { burst: 200, everyMs: 50, says: 'Too many connections are opened from your network.' },
}

/** Connections at once: of all guests of one network, and of one person. */
const MOST_OF_A_NETWORK = 20
const MOST_OF_A_PERSON = 100
const CROWDED_RETRY_MS = 10_000
const BUSY_RETRY_MS = 250

/** Holders remembered before the idle ones are looked for. */
const SWEEP_AT = 10_000

export class Limits {
  readonly #isOn: boolean
  readonly #now: () => number
  // The generic cell rate algorithm (ITU-T I.371): one number for each holder, the time at which it is idle again.
  readonly #idleAt = new Map<string, number>()
  readonly #connected = new Map<string, number>()
  readonly #unanswered = new Map<string, number>()
  #sweepAt = SWEEP_AT

  /** `now` counts ms and never goes back, so that a clock set to another hour changes nothing. */
  constructor({ isOn, now = () => performance.now() }: { isOn: boolean; now?: () => number }) {
    this.#isOn = isOn
    this.#now = now
  }

  /**
   * Takes one from what the holder has left. Throws `rate_limited` when there is none. The answer is to be called when
   * what was begun is answered.
   */
  take(what: Counted, holder: string): () => void {
    if (!this.#isOn) return nothing
    const rate = RATES[what] ?? acting
    this.#takeFromBurst(rate, `${what} ${holder}`)
    return rate.atOnce === undefined ? nothing : this.#takeFromUnanswered(rate.atOnce, rate.says, `${what} ${holder}`)
  }

  /** Gives back what was taken for something that came to nothing. */
  giveBack(what: Counted, holder: string): void {
    this.#giveBack(RATES[what] ?? acting, `${what} ${holder}`)
  }

  /** Takes one where there is one in so many ms, for rooms that are slow; or answers why there is none. */
  takeOneIn(everyMs: number, holder: string, says: string): Refusal | undefined {
    return this.#takeOrRefuse({ burst: 1, everyMs, says }, `slow ${holder}`)
  }

  /** Gives that one back. */
  giveBackOneIn(everyMs: number, holder: string): void {
    this.#giveBack({ everyMs }, `slow ${holder}`)
  }

  #giveBack({ everyMs }: Pick<Rate, 'everyMs'>, key: string): void {
    const idleAt = this.#idleAt.get(key)
    if (idleAt !== undefined) this.#idleAt.set(key, idleAt - everyMs)
  }

  #takeFromUnanswered(atOnce: number, says: string, key: string): () => void {
    if ((this.#unanswered.get(key) ?? 0) >= atOnce) throw new Refusal('rate_limited', says, BUSY_RETRY_MS)
    count(this.#unanswered, key, 1)
    return () => count(this.#unanswered, key, -1)
  }

  #takeFromBurst(rate: Rate, key: string): void {
    const refusal = this.#takeOrRefuse(rate, key)
    if (refusal) throw refusal
  }

  #takeOrRefuse(rate: Rate, key: string): Refusal | undefined {
    const now = this.#now()
    const idleAt = Math.max(this.#idleAt.get(key) ?? 0, now)
    const tooEarlyMs = idleAt - (now + (rate.burst - 1) * rate.everyMs)
    if (tooEarlyMs > 0) return new Refusal('rate_limited', rate.says, Math.ceil(tooEarlyMs))
    this.#idleAt.set(key, idleAt + rate.everyMs)
    if (this.#idleAt.size > this.#sweepAt) this.#forgetIdle(now)
    return undefined
  }

  /** Counts a guest's connection from a network. The answer takes it back. Throws `rate_limited` when there are too many. */
  enterAsGuest(network: string): () => void {
    const says = `${MOST_OF_A_NETWORK} guests are connected from your network already.`
    return this.#enter(network, MOST_OF_A_NETWORK, says)
  }

  /** The same for a person, wherever they come from. */
  enterAsPerson(userId: string): () => void {
    return this.#enter(userId, MOST_OF_A_PERSON, `You have ${MOST_OF_A_PERSON} connections already.`)
  }

  #enter(holder: string, most: number, says: string): () => void {
    if (this.#isOn && (this.#connected.get(holder) ?? 0) >= most)
      throw new Refusal('rate_limited', says, CROWDED_RETRY_MS)
    count(this.#connected, holder, 1)
    return () => count(this.#connected, holder, -1)
  }

  #forgetIdle(now: number): void {
    for (const [key, idleAt] of this.#idleAt) if (idleAt <= now) this.#idleAt.delete(key)
    // Twice as many as are busy: however many there are, a sweep costs each of them little.
    this.#sweepAt = Math.max(SWEEP_AT, this.#idleAt.size * 2)
  }
}

function count(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + change
  if (now > 0) counts.set(key, now)
  else counts.delete(key)
}

function nothing(): void {
  // There is nothing to give back.
}
