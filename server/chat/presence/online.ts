/**
 * Who is here, on whatever device, as far as they are connected to this node. Never written to disk.
 *
 * A room's state is told, not each coming and going: at most once a second, to those who watch the room, however many
 * come and go; and beyond a number that anybody would read through it is only a count.
 */
import { MAX_NAMED_HERE, utf8Length } from '../../../protocol/limits.ts'
import type { Presence, RoomView, User } from '../../../protocol/models.ts'
import type { Delivery, Parcel } from '../../delivery/delivery.ts'
import type { Caller } from '../caller.ts'
import { nameKey } from '../people/names.ts'

const TELL_EVERY_MS = 1_000
/** Bytes that the people named may take: a name of 32 emoji has hundreds. */
const MAX_NAMED_BYTES = 4_000
const JUST_GONE_MS = 30_000

type Here = { user: User; connections: number; roomIds: Set<string> }

export class Online {
  readonly #delivery: Delivery
  readonly #users = new Map<string, Here>()
  readonly #names = new Map<string, number>()
  readonly #rooms = new Map<string, Set<string>>()
  readonly #changed = new Set<string>()
  /** Seats that were taken away a moment ago, and rooms with all their seats. A store's answer is never so long on its way. */
  readonly #justGone = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(delivery: Delivery) {
    this.#delivery = delivery
    delivery.subscribe((parcel) => this.#hear(parcel))
  }

  /** Counts one connection of somebody; the answer takes it back. */
  enter({ user }: Caller): () => void {
    const here = this.#users.get(user.id) ?? { user, connections: 0, roomIds: new Set<string>() }
    here.connections++
    if (!this.#users.has(user.id)) add(this.#names, nameKey(user.name), 1)
    this.#users.set(user.id, here)
    return () => this.#leave(here)
  }

  /**
   * The rooms in which somebody who has entered has a seat, as the store said a moment ago. Answers with those of them
   * that were not taken away while the store's answer was on its way.
   */
  sit({ user }: Caller, rooms: RoomView[]): RoomView[] {
    const kept = rooms.filter(({ id }) => !this.#justGone.has(`${user.id} ${id}`) && !this.#justGone.has(id))
    const here = this.#users.get(user.id)
    if (here) for (const { id } of kept) this.#seat(here, id)
    return kept
  }

  /** The rooms in which somebody who is here is known to have a seat. */
  roomsOf({ user }: Caller): Iterable<string> {
    return this.#users.get(user.id)?.roomIds ?? []
  }

  /** Whether somebody of this name (as a comparing key) is connected. */
  isNameHere(key: string): boolean {
    return this.#names.has(key)
  }

  isHere(userId: string): boolean {
    return this.#users.has(userId)
  }

  of(roomId: string): Presence {
    const ids = this.#rooms.get(roomId) ?? new Set<string>()
    if (ids.size > MAX_NAMED_HERE) return { roomId, count: ids.size }
    const users = Array.from(ids, (id) => this.#users.get(id)!.user)
    const isSmall = utf8Length(JSON.stringify(users)) <= MAX_NAMED_BYTES
    return { roomId, count: ids.size, ...(isSmall && { users }) }
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #leave(here: Here): void {
    if (--here.connections > 0) return
    this.#users.delete(here.user.id)
    add(this.#names, nameKey(here.user.name), -1)
    for (const roomId of here.roomIds) this.#unseat(here, roomId)
  }

  #hear(parcel: Parcel): void {
    if (parcel.event === 'user:changed') this.#rename(parcel.payload)
    if (parcel.event !== 'seat:taken' && parcel.event !== 'room:gone') return
    const { roomId } = parcel.payload
    if ('room' in parcel.audience) {
      this.#noteGone(roomId)
      for (const id of this.#rooms.get(roomId) ?? []) this.#unseat(this.#users.get(id)!, roomId)
      return
    }
    const here = 'user' in parcel.audience ? this.#users.get(parcel.audience.user) : undefined
    if (!here) return
    const seat = `${here.user.id} ${roomId}`
    if (parcel.event === 'seat:taken') {
      this.#justGone.delete(seat)
      this.#seat(here, roomId)
    } else {
      this.#noteGone(seat)
      this.#unseat(here, roomId)
    }
  }

  #noteGone(seatOrRoom: string): void {
    this.#justGone.add(seatOrRoom)
    setTimeout(() => this.#justGone.delete(seatOrRoom), JUST_GONE_MS).unref()
  }

  #rename(user: User): void {
    const here = this.#users.get(user.id)
    if (!here || here.user === user) return
    add(this.#names, nameKey(here.user.name), -1)
    add(this.#names, nameKey(user.name), 1)
    here.user = user
    for (const roomId of here.roomIds) this.#noteChange(roomId)
  }

  #seat(here: Here, roomId: string): void {
    here.roomIds.add(roomId)
    const ids = this.#rooms.get(roomId) ?? new Set()
    if (ids.has(here.user.id)) return
    this.#rooms.set(roomId, ids.add(here.user.id))
    this.#noteChange(roomId)
  }

  #unseat(here: Here, roomId: string): void {
    here.roomIds.delete(roomId)
    const ids = this.#rooms.get(roomId)
    if (!ids?.delete(here.user.id)) return
    if (ids.size === 0) this.#rooms.delete(roomId)
    this.#noteChange(roomId)
  }

  #noteChange(roomId: string): void {
    this.#changed.add(roomId)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const changed = [...this.#changed]
      this.#changed.clear()
      for (const id of changed) {
        this.#delivery.publish({ audience: { watchersOf: id }, event: 'presence', payload: this.of(id) })
      }
    }, TELL_EVERY_MS)
  }
}

function add(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
