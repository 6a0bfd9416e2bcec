/** Who is typing where. Said at most once a second for each room, however often it is claimed; never written to disk. */
import type { User } from '../../../protocol/models.ts'
import type { Delivery } from '../../delivery/delivery.ts'

/** How long one `typing:start` holds, in ms. */
const HOLDS_MS = 5_000
const TELL_EVERY_MS = 1_000
/** Names said at most; in a crowd, "several people" is all that anybody reads. */
const MAX_NAMED = 5

type Typist = { user: User; until: number }

/** One board for all rooms, with one timer that runs only while somebody types. */
export class TypingBoard {
  readonly #delivery: Delivery
  readonly #now: () => number
  readonly #rooms = new Map<string, { typists: Map<string, Typist>; told: string }>()
  #timer: NodeJS.Timeout | undefined

  /** `now` counts ms and never goes back. */
  constructor(delivery: Delivery, now: () => number = () => performance.now()) {
    this.#delivery = delivery
    this.#now = now
  }

  start(roomId: string, user: User): void {
    let room = this.#rooms.get(roomId)
    if (!room) this.#rooms.set(roomId, (room = { typists: new Map(), told: '' }))
    room.typists.set(user.id, { user, until: this.#now() + HOLDS_MS })
    if (this.#timer) return
    this.tell()
    this.#timer = setInterval(() => this.tell(), TELL_EVERY_MS)
  }

  /** A message was posted: its author is no longer typing it. */
  stop(roomId: string, userId: string): void {
    this.#rooms.get(roomId)?.typists.delete(userId)
  }

  tell(): void {
    const now = this.#now()
    for (const [roomId, room] of this.#rooms) {
      for (const [id, { until }] of room.typists) if (until <= now) room.typists.delete(id)
      this.#tellRoom(roomId, room)
      if (room.typists.size === 0) this.#rooms.delete(roomId)
    }
    if (this.#rooms.size === 0) this.close()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tellRoom(roomId: string, room: { typists: Map<string, Typist>; told: string }): void {
    const users = [...room.typists.values()].slice(0, MAX_NAMED).map(({ user }) => user)
    const telling = users.map(({ id }) => id).join()
    if (telling === room.told) return
    room.told = telling
    this.#delivery.publish({ audience: { room: roomId }, event: 'typing', payload: { roomId, users } })
  }
}
