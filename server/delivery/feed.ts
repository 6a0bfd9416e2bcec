/**
 * Puts the changes of each room in order. Two commands may finish in one order and be announced in another, and a
 * message between nodes may be lost. A gap is filled from the store, so listeners get every change, in order. The feed
 * knows only rooms with listeners or recent changes: a room at rest costs nothing.
 */
import type { Change } from '../../protocol/models.ts'
import type { DeliveryNeeds, RoomRev } from './delivery.ts'

/** How long a gap may wait for a late change, in ms. */
const PATIENCE_MS = 20
/** How long to wait before the store is asked again, in ms. */
const RETRY_MS = 1_000
/** Changes kept behind a gap. Further ones are read from the store. */
const MAX_EARLY = 1_000
/**
 * How long a room without listeners stays known, in ms. A new listener got its state from the store before, and such an
 * answer never takes this long.
 */
const KNOWN_MS = 60_000

export type FeedOptions = Pick<DeliveryNeeds, 'fill' | 'onError'> & {
  /** Gets each change once, in order, and since when this node knows of it, by `now`. */
  deliver: (change: Change, knownAt: number) => void
  /** Whether a room has listeners. */
  isHeard: (roomId: string) => boolean
  onForget?: (roomId: string) => void
  /** Counts ms and never goes back. */
  now?: () => number
}

/** A change behind a gap, and when it came. */
type Early = { change: Change; cameAt: number }

/** `head` is the furthest rev that is known to exist; `behindSince` is set while that is not delivered. */
type RoomState = {
  rev: number
  head: number
  headAt: number
  behindSince: number | undefined
  early: Map<number, Early>
  timer: NodeJS.Timeout | undefined
  changedAt: number
}

export class Feed {
  readonly #rooms = new Map<string, RoomState>()
  readonly #options: FeedOptions
  #closed = false

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** A first listener joins a room, which has come to this rev. */
  follow(roomId: string, rev: number): void {
    const room = this.#room(roomId, rev)
    // A change that was not announced yet will be within moments, or it was lost while the room had no listeners.
    if (rev > room.rev) this.expect(roomId, rev)
  }

  accept(change: Change): void {
    // An unknown room has no listeners, so no order can be broken.
    const room = this.#room(change.roomId, change.from)
    const cameAt = this.#now()
    room.changedAt = cameAt
    if (change.to <= room.rev) return
    if (change.from <= room.rev) {
      this.#advance(room, { change, cameAt })
      return
    }
    if (room.early.size < MAX_EARLY) room.early.set(change.from, { change, cameAt })
    this.expect(change.roomId, change.to)
  }

  /** A room has come to this rev. Changes that are not announced within moments are fetched. */
  expect(roomId: string, rev: number): void {
    const room = this.#rooms.get(roomId)
    if (!room) return
    if (rev > room.head) {
      room.head = rev
      room.headAt = this.#now()
    }
    if (room.rev >= room.head) return
    room.behindSince ??= room.headAt
    this.#fillAfter(roomId, room, PATIENCE_MS)
  }

  /** The rev delivered in each room with listeners. Other rooms are forgotten after a while without changes. */
  followed(): RoomRev[] {
    const oldest = this.#now() - KNOWN_MS
    const followed: RoomRev[] = []
    for (const [roomId, room] of this.#rooms) {
      if (this.#options.isHeard(roomId)) followed.push({ roomId, rev: room.rev })
      else if (room.timer === undefined && room.changedAt < oldest) {
        this.#rooms.delete(roomId)
        this.#options.onForget?.(roomId)
      }
    }
    return followed
  }

  /** The rooms with changes that are known of and not delivered, and the longest time that one waits, in ms. */
  behind(): { rooms: number; longestMs: number } {
    const now = this.#now()
    let [rooms, longestMs] = [0, 0]
    for (const { behindSince } of this.#rooms.values()) {
      if (behindSince === undefined) continue
      rooms++
      longestMs = Math.max(longestMs, now - behindSince)
    }
    return { rooms, longestMs }
  }

  close(): void {
    this.#closed = true
    for (const { timer } of this.#rooms.values()) clearTimeout(timer)
  }

  #advance(room: RoomState, first: Early): void {
    let next: Early | undefined = first
    // The room was known to have come further before this change came.
    let knownAt = room.behindSince ?? first.cameAt
    while (next) {
      const { change } = next
      // An overlapping part was delivered before, so the range begins after it.
      this.#options.deliver(change.from === room.rev ? change : { ...change, from: room.rev }, knownAt)
      room.rev = change.to
      next = this.#takeEarly(room)
      if (next) knownAt = next.cameAt
    }
    if (room.rev < room.head) {
      const [waiting] = room.early.values()
      room.behindSince = waiting?.cameAt ?? room.headAt
      return
    }
    room.behindSince = undefined
    clearTimeout(room.timer)
    room.timer = undefined
  }

  #takeEarly(room: RoomState): Early | undefined {
    for (const [from, early] of room.early) {
      if (from > room.rev) continue
      room.early.delete(from)
      if (early.change.to > room.rev) return early
    }
    return undefined
  }

  #fillAfter(roomId: string, room: RoomState, delay: number): void {
    if (this.#closed) return
    room.timer ??= setTimeout(() => {
      this.#options
        .fill(roomId, room.rev)
        .then((change) => {
          room.timer = undefined
          this.accept(change)
          if (room.rev < room.head) this.#fillAfter(roomId, room, change.to > change.from ? 0 : RETRY_MS)
        })
        .catch((error: unknown) => {
          this.#options.onError(error)
          room.timer = undefined
          this.#fillAfter(roomId, room, RETRY_MS)
        })
    }, delay)
  }

  #room(roomId: string, rev: number): RoomState {
    let room = this.#rooms.get(roomId)
    if (!room) {
      const now = this.#now()
      room = { rev, head: rev, headAt: now, behindSince: undefined, early: new Map(), timer: undefined, changedAt: now }
      this.#rooms.set(roomId, room)
    }
    return room
  }

  #now(): number {
    return (this.#options.now ?? NOW)()
  }
}

const NOW = (): number => performance.now()
