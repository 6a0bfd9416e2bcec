/**
 * Puts the changes of each room in order. Two commands may finish in one order and be announced in another, and a
 * nudge between nodes may be lost; what leaves here is contiguous all the same, because a hole is filled from the store.
 */
import type { Change } from '../../protocol/models.ts'

/** How long a hole may be closed by the change that is merely late, in ms. */
const PATIENCE_MS = 20
/** How long to wait before asking a store that did not answer again, in ms. */
const RETRY_MS = 1_000
/** Changes kept behind a hole; more are left to the store. */
const MAX_EARLY = 1_000

export type FeedOptions = {
  /** The room's changes after `since`, from the store; fewer than all when there are many. */
  fill: (roomId: string, since: number) => Promise<Change>
  /** Gets each change once, in order. */
  deliver: (change: Change) => void
  onError: (error: unknown) => void
}

/** `head` is the furthest rev that is known to exist. */
type RoomState = { rev: number; head: number; early: Map<number, Change>; timer: NodeJS.Timeout | undefined }

export class Feed {
  readonly #rooms = new Map<string, RoomState>()
  readonly #options: FeedOptions
  #closed = false

  /** `revs` says how far each room had come when listening began; a room not named starts at 0. */
  constructor(revs: Iterable<{ roomId: string; rev: number }>, options: FeedOptions) {
    this.#options = options
    for (const { roomId, rev } of revs) this.#rooms.set(roomId, { ...untold(), rev, head: rev })
  }

  accept(change: Change): void {
    const room = this.#room(change.roomId)
    if (change.to <= room.rev) return
    if (change.from <= room.rev) {
      this.#advance(room, change)
      return
    }
    if (room.early.size < MAX_EARLY) room.early.set(change.from, change)
    this.expect(change.roomId, change.to)
  }

  /** A room is known to have come to this rev. What is not announced within moments is fetched. */
  expect(roomId: string, rev: number): void {
    const room = this.#room(roomId)
    room.head = Math.max(room.head, rev)
    if (room.rev < room.head) this.#fillAfter(roomId, room, PATIENCE_MS)
  }

  close(): void {
    this.#closed = true
    for (const { timer } of this.#rooms.values()) clearTimeout(timer)
  }

  #advance(room: RoomState, change: Change): void {
    let next: Change | undefined = change
    while (next) {
      // What overlaps was told before; the range tells only what is new.
      this.#options.deliver(next.from === room.rev ? next : { ...next, from: room.rev })
      room.rev = next.to
      next = this.#takeEarly(room)
    }
    if (room.rev < room.head) return
    clearTimeout(room.timer)
    room.timer = undefined
  }

  #takeEarly(room: RoomState): Change | undefined {
    for (const [from, change] of room.early) {
      if (from > room.rev) continue
      room.early.delete(from)
      if (change.to > room.rev) return change
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

  #room(roomId: string): RoomState {
    let room = this.#rooms.get(roomId)
    if (!room) this.#rooms.set(roomId, (room = untold()))
    return room
  }
}

const untold = (): RoomState => ({ rev: 0, head: 0, early: new Map(), timer: undefined })
