import { runsOf, type Seen } from '../history.ts'
import { between } from '../support/random.ts'
import { type PlayedRoom, seen } from './room.ts'

type Waiting = { clientId: string; body: string }

/** A member of a played room, with an outbox and a timeline of the simplest kind. */
export class Member {
  readonly #room: PlayedRoom
  readonly #name: string
  readonly #outbox: Waiting[] = []
  readonly #known = new Map<number, Seen>()
  #written = 0
  #connection = 0
  #isHere = false
  #told = 0

  constructor(room: PlayedRoom, name: string) {
    this.#room = room
    this.#name = name
  }

  connect(): void {
    if (this.#isHere) return
    this.#isHere = true
    this.#connection++
    this.#told = this.#room.head
    const { epoch } = this.#room
    this.#room.note(this.#name, { what: 'connect', connection: this.#connection, epoch, rev: this.#told })
    const known = this.#known.size
    if (known < this.#told) this.#take('asked', known, this.#told)
  }

  lose(reason: string): void {
    if (!this.#isHere) return
    this.#isHere = false
    this.#room.note(this.#name, { what: 'disconnect', connection: this.#connection, reason })
  }

  write(): void {
    const body = `${this.#name} says ${++this.#written}`
    const draft = { clientId: `c-${this.#name}-${this.#written}`, body }
    this.#outbox.push(draft)
    this.#room.note(this.#name, { what: 'invoke', draft })
  }

  /** It is accepted, refused, lost on its way there, or its answer is lost on the way back. */
  trySending(isSure = false): void {
    const [draft] = this.#outbox
    if (!draft || !this.#isHere) return
    const chance = isSure ? 1 : this.#room.random()
    if (chance < 0.15) this.#room.note(this.#name, { what: 'timeout', draft })
    else if (chance < 0.3) {
      this.#room.commit(this.#name, draft.clientId, draft.body)
      this.#room.note(this.#name, { what: 'timeout', draft })
    } else if (chance < 0.35 && !this.#room.messages.some(({ clientId }) => clientId === draft.clientId)) {
      this.#outbox.shift()
      this.#room.note(this.#name, { what: 'nack', draft, code: 'too_long', isFinal: true })
    } else {
      const message = seen(this.#room.commit(this.#name, draft.clientId, draft.body))
      this.#outbox.shift()
      this.#room.note(this.#name, { what: 'ack', draft, message })
      // A retry that was under way is answered too, with the same message.
      if (this.#room.random() < 0.2) this.#room.note(this.#name, { what: 'ack', draft, message })
    }
  }

  /** A live change: a few messages in one packet. */
  hear(): void {
    if (!this.#isHere || this.#told >= this.#room.head) return
    const to = Math.min(this.#room.head, this.#told + between(this.#room.random, 1, 4))
    this.#take('live', this.#told, to)
    this.#told = to
  }

  read(): void {
    const { now, head } = this.#room
    const messages = this.#room.messages.slice(-20).map(seen)
    this.#room.note(this.#name, { what: 'read', beganAt: now, lastSeq: head, messages })
  }

  drain(): void {
    while (this.#outbox.length > 0) this.trySending(true)
  }

  finish(): void {
    while (this.#told < this.#room.head) this.hear()
    const shown = [...this.#known.values()].sort((a, b) => a.seq - b.seq)
    this.#room.note(this.#name, { what: 'final', fromSeq: 1, outbox: this.#outbox.length, shown })
  }

  #take(by: 'live' | 'asked', from: number, to: number): void {
    const messages = this.#room.since(from, to - from)
    const { epoch } = this.#room
    this.#room.note(this.#name, { what: 'change', connection: this.#connection, by, epoch, from, to, messages })
    for (const message of messages) this.#known.set(message.seq, message)
    const runs = runsOf([...this.#known.keys()].sort((a, b) => a - b))
    this.#room.note(this.#name, { what: 'apply', runs, drafts: this.#draftsShown() })
  }

  #draftsShown(): Waiting[] {
    const shown = new Set([...this.#known.values()].map(({ clientId }) => clientId))
    return this.#outbox.filter(({ clientId }) => !shown.has(clientId))
  }
}
