/** A room that keeps every promise, without a server: the stage on which good histories are played. */
import type { Event, Fact, Seen } from '../history.ts'
import type { Random } from '../support/random.ts'
import type { Store, Stored } from '../store.ts'

export type Played = { events: Event[]; store: Store }

const EPOCH = 'e1'

/** The things that the members of a played room share: the clock, the messages, and the pen. */
export class PlayedRoom {
  readonly random: Random
  readonly events: Event[] = []
  readonly messages: Stored[] = []
  readonly epoch = EPOCH
  now = 1_000

  constructor(random: Random) {
    this.random = random
  }

  note(observer: string, fact: Fact): void {
    this.now += 1 + this.random() * 5
    this.events.push({ ...fact, observer, kind: 'raw', at: this.now })
  }

  /** As the server does: the same clientId again is the same message. */
  commit(authorId: string, clientId: string, body: string): Stored {
    const first = this.messages.find((message) => message.clientId === clientId)
    if (first) return first
    const seq = this.messages.length + 1
    const message = { seq, rev: seq, clientId, authorId, body, isTouched: false }
    this.messages.push(message)
    return message
  }

  /** The messages changed after this rev, up to the head or a little less. */
  since(rev: number, most = Number.MAX_SAFE_INTEGER): Seen[] {
    return this.messages.slice(rev, rev + most).map(seen)
  }

  get head(): number {
    return this.messages.length
  }
}

export const seen = ({ seq, rev, clientId, authorId, body }: Stored): Seen => ({ seq, rev, clientId, authorId, body })
