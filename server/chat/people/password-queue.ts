/**
 * Puts password hashes in a queue, fairly between networks. Each network has a limited number of places and of waiting
 * requests, and takes turns with the others.
 */
import { refusal } from '../../../protocol/errors.ts'

/** Each hash takes 19 MiB and a core for some 30 ms: more at once would only be slower, and a way to exhaust us. */
const MOST_AT_ONCE = 4
/** The other places are for other networks, which then need not wait. */
const MOST_AT_ONCE_OF_A_NETWORK = 2
const MOST_WAITING = 200
/** As many again may wait from devices that are known. A class that joins at once is about as large. */
const MOST_WAITING_OF_A_NETWORK = 40

/** The assumed time of a hash before one was measured, in ms. */
const FIRST_GUESS_MS = 50
const SOONEST_RETRY_MS = 1_000

/** The origin of a password. A device is known when a person is signed in on it, or was before. */
export type From = { network: string; isKnown: boolean }

type Waiter = { begin: () => void; refuse: () => void }
type Line = { running: number; known: Waiter[]; others: Waiter[] }

const waitingIn = ({ known, others }: Line): number => known.length + others.length

export class PasswordQueue {
  /** In the order of turns: the next network is first. */
  readonly #lines = new Map<string, Line>()
  #running = 0
  #waiting = 0
  #usualMs = FIRST_GUESS_MS

  /** Throws `overloaded`, with how long to wait, when too many of the network wait already. */
  async inTurn<T>(from: From, work: () => Promise<T>): Promise<T> {
    await this.#turn(from)
    const began = performance.now()
    try {
      return await work()
    } finally {
      this.#usualMs += (performance.now() - began - this.#usualMs) / 8
      this.#end(from.network)
    }
  }

  async #turn({ network, isKnown }: From): Promise<void> {
    const line = this.#lines.get(network) ?? { running: 0, known: [], others: [] }
    this.#lines.set(network, line)
    if (this.#mayRun(line)) return this.#begin(line)
    const mine = isKnown ? line.known : line.others
    if (mine.length >= MOST_WAITING_OF_A_NETWORK || !this.#makeRoom(line)) throw this.#tooMany(line)
    this.#waiting++
    await new Promise<void>((begin, reject) => {
      mine.push({ begin, refuse: () => reject(this.#tooMany(line)) })
    })
  }

  #mayRun({ running }: Line): boolean {
    return this.#running < MOST_AT_ONCE && running < MOST_AT_ONCE_OF_A_NETWORK
  }

  #begin(line: Line): void {
    this.#running++
    line.running++
  }

  #end(network: string): void {
    const ended = this.#lines.get(network)!
    this.#running--
    ended.running--
    if (ended.running === 0 && waitingIn(ended) === 0) this.#lines.delete(network)
    for (const [waiting, line] of this.#lines) {
      const next = this.#mayRun(line) ? (line.known.shift() ?? line.others.shift()) : undefined
      if (!next) continue
      // After its turn a network is behind all others.
      this.#lines.delete(waiting)
      this.#lines.set(waiting, line)
      this.#waiting--
      this.#begin(line)
      next.begin()
      return
    }
  }

  /** When the queue is full, the network with the most waiting requests gives one place to a network with fewer. */
  #makeRoom(line: Line): boolean {
    if (this.#waiting < MOST_WAITING) return true
    const longest = [...this.#lines.values()].reduce((most, other) =>
      waitingIn(other) > waitingIn(most) ? other : most,
    )
    if (waitingIn(longest) <= waitingIn(line) + 1) return false
    const last = longest.others.pop() ?? longest.known.pop()
    this.#waiting--
    last!.refuse()
    return true
  }

  /** About when the waiting requests of this network will be done. */
  #tooMany(line: Line) {
    const turns = waitingIn(line) * Math.min(this.#lines.size, MOST_AT_ONCE)
    const retryAfterMs = Math.ceil(Math.max(SOONEST_RETRY_MS, (turns * this.#usualMs) / MOST_AT_ONCE_OF_A_NETWORK))
    return refusal('sign_ins_waiting', undefined, { retryAfterMs })
  }
}
