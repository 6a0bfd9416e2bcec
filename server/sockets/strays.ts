/**
 * Notices a proxy that spreads the requests of one connection over several nodes. Such a connection cannot poll, and its
 * client learns only that its session is unknown.
 */
import { randomBytes } from 'node:crypto'

const MARK_LENGTH = 8
const TIME_LENGTH = 8
/** A request this soon after its connection began, in ms, is for a node that is most likely still there. */
const YOUNG_MS = 3_000
/** Strays that go on for this long, in ms, are no restart of a node: its clients come only once. */
const LASTING_MS = 5_000
const QUIET_MS = 10_000

export class Strays {
  /** The ids of our own connections begin with it. */
  readonly #mark = randomBytes(MARK_LENGTH / 2).toString('hex')
  readonly #tell: () => void
  #first = 0
  #last = -Infinity

  /** `tell` is called at each stray request, once they have come for a while. */
  constructor(tell: () => void) {
    this.#tell = tell
  }

  /** A connection's id: the mark of this process, the time, and then what nobody can guess. */
  nameFor(secret: string): string {
    return this.#mark + Date.now().toString(36).padStart(TIME_LENGTH, '0') + secret
  }

  /** Looks at a request that is for a connection. */
  look(url: string): void {
    const id = /[?&]sid=([^&]*)/.exec(url)?.[1]
    if (id === undefined || id.startsWith(this.#mark)) return
    const age = Date.now() - Number.parseInt(id.slice(MARK_LENGTH, MARK_LENGTH + TIME_LENGTH), 36)
    if (!(Math.abs(age) < YOUNG_MS)) return
    const now = performance.now()
    if (now - this.#last > QUIET_MS) this.#first = now
    this.#last = now
    if (now - this.#first >= LASTING_MS) this.#tell()
  }
}
