/**
 * How often a room's listeners get a packet. Each packet costs a system call for each listener. So in a rush one packet
 * carries all changes of the last few milliseconds. The first change after a quiet moment leaves at once.
 */
import type { Change, Message } from '../../protocol/models.ts'

/** The longest delay, in ms. */
const LONGEST_MS = 25
/** The delay that each listener adds, in ms. Rooms with fewer than seventeen listeners have none. */
const PER_LISTENER_MS = 0.06

type Pending = { from: number; to: number; bySeq: Map<number, Message>; knownAt: number }
type RoomPace = { pending: Pending | undefined; isWaiting: boolean; rev: number; lastSeq: number }

type PaceOptions = {
  listeners: (roomId: string) => number
  /** Gets the changes that leave in one packet, and since when the oldest of them is known here, in monotonic ms. */
  tell: (change: Change, knownAt: number) => void
}

export class Pace {
  readonly #options: PaceOptions
  readonly #rooms = new Map<string, RoomPace>()

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Takes a room's next change. Changes come in order and without a gap. `knownAt` is in monotonic ms. */
  add(change: Change, knownAt: number = performance.now()): void {
    let room = this.#rooms.get(change.roomId)
    if (!room)
      this.#rooms.set(change.roomId, (room = { pending: undefined, isWaiting: false, rev: change.from, lastSeq: 0 }))
    room.pending = merge(room.pending, change, knownAt)
    if (!room.isWaiting) this.#tell(change.roomId, room)
  }

  /** The room's state as its listeners know it; undefined if the room was quiet for a while. */
  told(roomId: string): { rev: number; lastSeq: number } | undefined {
    return this.#rooms.get(roomId)
  }

  /** The room had no listeners and no changes for a while. */
  forget(roomId: string): void {
    this.#rooms.delete(roomId)
  }

  #tell(roomId: string, room: RoomPace): void {
    const { from, to, bySeq, knownAt } = room.pending!
    room.pending = undefined
    const messages = [...bySeq.values()]
    room.rev = to
    for (const { seq } of messages) if (seq > room.lastSeq) room.lastSeq = seq
    this.#options.tell({ roomId, from, to, messages }, knownAt)

    const quiet = Math.min(LONGEST_MS, Math.floor(this.#options.listeners(roomId) * PER_LISTENER_MS))
    if (quiet === 0) return
    room.isWaiting = true
    setTimeout(() => {
      room.isWaiting = false
      if (room.pending) this.#tell(roomId, room)
    }, quiet)
  }
}

function merge(pending: Pending | undefined, change: Change, knownAt: number): Pending {
  const merged = pending ?? { from: change.from, to: change.to, bySeq: new Map<number, Message>(), knownAt }
  merged.to = change.to
  for (const message of change.messages) merged.bySeq.set(message.seq, message)
  return merged
}
