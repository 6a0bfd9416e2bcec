/** The notes of observers while a fault runs: what they did and what they saw, on one clock. */
import type { ErrorCode } from '../../protocol/error-codes.ts'
import type { Message } from '../../protocol/models.ts'

export type ObserverKind = 'headless' | 'raw' | 'sse' | 'curl' | 'page' | 'scenario'

/** A message as an observer saw it. A page shows no rev and no clientId, so it cannot tell them. */
export type Seen = { seq: number; body: string; rev?: number; clientId?: string; authorId?: string }

/** A message to be sent. Bodies are unique within a run, so that a draft whose clientId stays hidden is known too. */
export type Draft = { clientId?: string; body: string }

/** A run of rows without a hole on a screen or in a timeline, both ends included. */
type Run = readonly [first: number, last: number]

export type Fact =
  /** Written, or sent by an observer that has no outbox; again for each retry that the observer makes itself. */
  | { what: 'invoke'; draft: Draft }
  | { what: 'ack'; draft: Draft; message: Seen }
  | { what: 'nack'; draft: Draft; code: ErrorCode; isFinal: boolean }
  /** No answer in time, or the line was lost before one came. */
  | { what: 'timeout'; draft: Draft }
  /** `rev` is where the live changes of this connection begin, at the latest. */
  | { what: 'connect'; connection: number; epoch: string; rev: number }
  | { what: 'disconnect'; connection: number; reason: string }
  | {
      what: 'change'
      connection: number
      /** Live changes follow each other without a hole; those that were asked for may be anywhere. */
      by: 'live' | 'asked'
      epoch: string
      from: number
      to: number
      messages: readonly Seen[]
    }
  /** A page of history without a hole from its first message to the head, asked for at `beganAt`. */
  | { what: 'read'; beganAt: number; lastSeq: number; messages: readonly Seen[] }
  /** Shown from now on: the messages as runs, and the drafts below them. */
  | { what: 'apply'; runs: readonly Run[]; drafts: readonly Draft[] }
  /** It was acked to a moderator that this observer is out: banned, signed out, its token revoked. */
  | { what: 'revoked' }
  /** How it stands in the end: everything it knows from `fromSeq` on, and how many drafts are still waiting. */
  | { what: 'final'; fromSeq: number; outbox: number; shown: readonly Seen[] }
  /** Something is broken by the scenario, and mended. */
  | { what: 'fault'; name: string }
  | { what: 'heal'; name: string }

/** `at` is in milliseconds of `performance.now()` in the process of the test, for every kind of observer. */
export type Event = Fact & { observer: string; kind: ObserverKind; at: number }

/** Each rule walks it once; each walk gives the same events. Those of one observer are in order. */
export type History = Iterable<Event>

export type Note = (fact: Fact, at?: number) => void

export class Notebook implements Iterable<Event> {
  readonly #events: Event[] = []
  readonly #others: History[] = []

  /** The pen of one observer. */
  of(observer: string, kind: ObserverKind): Note {
    return (fact, at = performance.now()) => {
      this.#events.push({ ...fact, observer, kind, at })
    }
  }

  /** Takes in the notes that a crowd keeps in a smaller form. */
  include(events: History): void {
    this.#others.push(events)
  }

  *[Symbol.iterator](): Iterator<Event> {
    yield* this.#events
    for (const other of this.#others) yield* other
  }
}

export const seenOf = ({ seq, rev, clientId, author, body }: Message): Seen => ({
  seq,
  rev,
  clientId,
  authorId: author.id,
  body,
})

/** Ascending or not, with twins or without: a list of seqs as its runs. */
export function runsOf(seqs: Iterable<number>): Run[] {
  const runs: [number, number][] = []
  for (const seq of seqs) {
    const last = runs.at(-1)
    if (last && seq === last[1] + 1) last[1] = seq
    else runs.push([seq, seq])
  }
  return runs
}
