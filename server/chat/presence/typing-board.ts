/**
 * The typing users, by room. They are announced at most once a second for each room, and never written to disk. Each node
 * tells the others as often of those who type on it.
 */
import type { User } from '../../../protocol/models.ts'
import type { Delivery } from '../../delivery/delivery.ts'

/** How long one `typing:start` counts, in ms. */
const HOLDS_MS = 5_000
const TELL_EVERY_MS = 1_000
/** Names that are announced, at most. For more the page shows "several people". */
const MAX_NAMED = 5
/** Typists of one room who are told to other nodes, at most. Each of the others is told once these have stopped. */
const MAX_TOLD = 20

type Typist = { user: User; until: number }

/** One board for all rooms, with one timer that runs only while someone types. */
export class TypingBoard {
  readonly #delivery: Delivery
  readonly #now: () => number
  readonly #rooms = new Map<string, { typists: Map<string, Typist>; told: string }>()
  #timer: NodeJS.Timeout | undefined
  /** For the other nodes. */
  #started = new Map<string, { roomId: string; user: User }>()
  #stopped = new Map<string, { roomId: string; userId: string }>()

  /** `now` counts ms and never goes back. */
  constructor(delivery: Delivery, now: () => number = () => performance.now()) {
    this.#delivery = delivery
    this.#now = now
    delivery.subscribe((parcel) => {
      if (parcel.event === 'user:changed') this.#rename(parcel.payload)
    })
    delivery.hearNodes((news) => {
      if (news.kind !== 'typing') return
      for (const { roomId, userId } of news.stopped) this.#rooms.get(roomId)?.typists.delete(userId)
      for (const { roomId, user } of news.started) this.#note(roomId, user)
    })
  }

  start(roomId: string, user: User): void {
    this.#note(roomId, user)
    if (!this.#isAmongFirst(roomId, user.id)) return
    const key = `${roomId} ${user.id}`
    this.#stopped.delete(key)
    this.#started.set(key, { roomId, user })
  }

  #isAmongFirst(roomId: string, userId: string): boolean {
    return (
      this.#rooms
        .get(roomId)
        ?.typists.keys()
        .take(MAX_TOLD)
        .some((id) => id === userId) ?? false
    )
  }

  #note(roomId: string, user: User): void {
    let room = this.#rooms.get(roomId)
    if (!room) this.#rooms.set(roomId, (room = { typists: new Map(), told: '' }))
    room.typists.set(user.id, { user, until: this.#now() + HOLDS_MS })
    if (this.#timer) return
    this.tell()
    this.#timer = setInterval(() => this.tell(), TELL_EVERY_MS)
  }

  /** A message was posted: its author is no longer typing it. */
  stop(roomId: string, userId: string): void {
    if (!this.#rooms.get(roomId)?.typists.delete(userId)) return
    const key = `${roomId} ${userId}`
    this.#started.delete(key)
    this.#stopped.set(key, { roomId, userId })
  }

  /** A user who types gets the new name with the next announcement. */
  #rename(user: User): void {
    for (const { typists } of this.#rooms.values()) {
      const typist = typists.get(user.id)
      if (typist) typist.user = user
    }
  }

  tell(): void {
    this.#tellNodes()
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

  #tellNodes(): void {
    if (this.#started.size + this.#stopped.size === 0) return
    const [started, stopped] = [[...this.#started.values()], [...this.#stopped.values()]]
    this.#started.clear()
    this.#stopped.clear()
    this.#delivery.tellNodes({ kind: 'typing', started, stopped })
  }

  #tellRoom(roomId: string, room: { typists: Map<string, Typist>; told: string }): void {
    const users = [...room.typists.values()].slice(0, MAX_NAMED).map(({ user }) => user)
    const telling = users.map(({ id, name }) => `${id} ${name}`).join('\n')
    if (telling === room.told) return
    room.told = telling
    this.#delivery.publishHere({ audience: { room: roomId }, event: 'typing', payload: { roomId, users } })
  }
}
