/** The sessions with an open connection or event stream on this node. */
import type { Signed } from '../../store/terms.ts'
import { type Caller, signed } from '../caller.ts'
import type { Lifetime } from '../lifetime.ts'

export class OpenSessions {
  readonly #open = new Map<string, { who: Signed; count: number }>()

  /** Counts one connection of a session while it lasts. */
  enter(caller: Caller, connection: Lifetime): void {
    const who = signed(caller)
    const open = this.#open.get(who.sessionId) ?? { who, count: 0 }
    this.#open.set(who.sessionId, open)
    open.count++
    connection.hold(() => {
      if (--open.count === 0) this.#open.delete(who.sessionId)
    })
  }

  all(): Signed[] {
    return Array.from(this.#open.values(), ({ who }) => who)
  }
}
