/**
 * How often a room is told. A delivery costs a system call for each listener, whatever it carries, so in a rush one
 * packet takes everything of the last few milliseconds along. The first change after a quiet moment leaves at once.
 */
import type { Change, Message } from '../../protocol/models.ts'

/** Nobody is told later than this because of the pace, in ms. */
const LONGEST_MS = 25
/** How long telling one listener is allowed to keep the room quiet afterwards, in ms. Eight listeners cost nothing yet. */
const PER_LISTENER_MS = 0.06

type Pending = { from: number; to: number; bySeq: Map<number, Message> }
type RoomPace = { pending: Pending | undefined; isWaiting: boolean; rev: number; lastSeq: number }

export type PaceOptions = {
  listeners: (roomId: string) => number
  tell: (change: Change) => void
}

export class Pace {
  readonly #options: PaceOptions
  readonly #rooms = new Map<string, RoomPace>()

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Takes a room's next change. They come in order and without a hole. */
  add(change: Change): void {
    let room = this.#rooms.get(change.roomId)
    if (!room)
      this.#rooms.set(change.roomId, (room = { pending: undefined, isWaiting: false, rev: change.from, lastSeq: 0 }))
    room.pending = merge(room.pending, change)
    if (!room.isWaiting) this.#tell(change.roomId, room)
  }

  /** How far the listeners of a room have been told, or undefined if nothing has happened in it since the start. */
  told(roomId: string): { rev: number; lastSeq: number } | undefined {
    return this.#rooms.get(roomId)
  }

  #tell(roomId: string, room: RoomPace): void {
    const { from, to, bySeq } = room.pending!
    room.pending = undefined
    const messages = [...bySeq.values()]
    room.rev = to
    for (const { seq } of messages) if (seq > room.lastSeq) room.lastSeq = seq
    this.#options.tell({ roomId, from, to, messages })

    const quiet = Math.min(LONGEST_MS, Math.floor(this.#options.listeners(roomId) * PER_LISTENER_MS))
    if (quiet === 0) return
    room.isWaiting = true
    setTimeout(() => {
      room.isWaiting = false
      if (room.pending) this.#tell(roomId, room)
    }, quiet)
  }
}

function merge(pending: Pending | undefined, change: Change): Pending {
  const merged = pending ?? { from: change.from, to: change.to, bySeq: new Map<number, Message>() }
  merged.to = change.to
  for (const message of change.messages) merged.bySeq.set(message.seq, message)
  return merged
}
