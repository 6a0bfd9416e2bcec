/**
 * Counts of the server's own work: numbers that only grow. A count costs an addition or two, because some of them
 * are made for each message and each listener. `server/metrics/` reads them when somebody asks. No count knows a name, a
 * room or an id.
 */
import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes.ts'
import type { Written } from '../store/store.ts'

/** Where clients hear changes: the two doors of Socket.IO, and streams of events over HTTP. */
export type HearingDoor = 'typed' | 'plain' | 'events'
export type Transport = 'websocket' | 'polling' | 'http'
/** Open connections of one kind. */
export type Connected = { door: HearingDoor; transport: Transport; count: number }

/** Where a "no" is told. The front door refuses a request before it has reached one of the others. */
export const REFUSING_DOORS = ['typed', 'plain', 'http', 'front'] as const
export type RefusingDoor = (typeof REFUSING_DOORS)[number]

/** Bounds in seconds. */
const COMMIT = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const WAIT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const CALLS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

/** How many values lay below each of some bounds. The last of `counts` is of those above all bounds. */
export class Spread {
  readonly bounds: readonly number[]
  readonly counts: number[]
  sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  note(value: number): void {
    let place = 0
    while (place < this.bounds.length && value > this.bounds[place]!) place++
    this.counts[place]!++
    this.sum += value
  }
}

export class Counts {
  /** Messages that were accepted here. A retry is none. */
  posts = 0
  /** Changes of rooms that were told here, each once, however many listened. */
  changes = 0
  /** Packets with changes, one for each connection that got it. */
  readonly deliveries = { typed: 0, plain: 0, events: 0 }
  /** All packets of Socket.IO that were sent, answers too. */
  readonly packets = { websocket: 0, polling: 0 }
  /** Connections that were cut off because they did not read. */
  cutOff = 0
  readonly refusals: Record<RefusingDoor, Record<ErrorCode, number>>
  /** How long changes were known here before they were told to listeners, in seconds: of each packet the oldest. */
  readonly lag = new Spread(WAIT)
  /** Groups of writes: the whole transaction and the commit alone, in seconds, and how many calls shared it. */
  readonly transactions = new Spread(COMMIT)
  readonly commits = new Spread(COMMIT)
  readonly groupSizes = new Spread(CALLS)
  /** How often a group was tried again, because another writer was in its way. */
  retries = 0

  constructor() {
    const none = () => Object.fromEntries(ERROR_CODES.map((code) => [code, 0])) as Record<ErrorCode, number>
    this.refusals = { typed: none(), plain: none(), http: none(), front: none() }
  }

  refuse(door: RefusingDoor, code: ErrorCode): void {
    this.refusals[door][code]++
  }

  /** A packet with this many changes left for so many connections of a door. `knownAt` is in monotonic ms. */
  tell(door: HearingDoor, listeners: number, knownAt?: number): void {
    this.deliveries[door] += listeners
    if (knownAt !== undefined && listeners > 0) this.lag.note((performance.now() - knownAt) / 1_000)
  }

  write({ groups, retries }: Written): void {
    this.retries += retries
    for (const { calls, ms, commitMs } of groups) {
      this.groupSizes.note(calls)
      this.transactions.note(ms / 1_000)
      this.commits.note(commitMs / 1_000)
    }
  }
}
