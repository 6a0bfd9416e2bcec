/**
 * The users who are online on any device, connected to this node or to another. They are never written to disk. Watchers
 * of a room get its state at most once a second, not each coming and going. A crowded room is only counted. A direct room
 * is so small that all its members get the state, watching or not.
 */
import { MAX_NAMED_HERE, utf8Length } from '../../../protocol/limits.ts'
import { type PreparedName, prepareName } from '../../../protocol/names/looks.ts'
import type { Presence, RoomView, User } from '../../../protocol/models.ts'
import type { NameSeeker } from '../../store/store.ts'
import type { Delivery, Parcel } from '../../delivery/delivery.ts'
import type { Caller } from '../caller.ts'
import type { Lifetime } from '../lifetime.ts'
import { Elsewhere } from './elsewhere.ts'
import { Screens } from './screens.ts'

const TELL_EVERY_MS = 1_000
/** Bytes that the people named may take: a name of 32 emoji has hundreds. */
const MAX_NAMED_BYTES = 4_000
const JUST_GONE_MS = 30_000

/** `connections` are those to this node; `nodes` are the other nodes to which the user is connected. */
type Here = { user: User; name: PreparedName; connections: number; nodes: Set<string>; roomIds: Set<string> }

export class Online {
  readonly #delivery: Delivery
  readonly #users = new Map<string, Here>()
  /** Online users by the look of their names. */
  readonly #looks = new Map<string, Set<Here>>()
  readonly #rooms = new Map<string, Set<string>>()
  readonly #directs = new Set<string>()
  readonly #changed = new Set<string>()
  /** Seats removed a moment ago, and deleted rooms. No answer of the store takes longer than this. */
  readonly #justGone = new Set<string>()
  readonly #elsewhere: Elsewhere
  #timer: NodeJS.Timeout | undefined

  constructor(delivery: Delivery, screens = new Screens()) {
    this.#delivery = delivery
    delivery.subscribe((parcel) => this.#hear(parcel))
    this.#elsewhere = new Elsewhere({
      delivery,
      here: (userId) => this.#connectedHere(userId),
      allHere: () => this.connected(),
      enter: (node, user, roomIds) => this.#enterElsewhere(node, user, roomIds),
      leave: (node, userId) => this.#leaveElsewhere(node, userId),
      screens: {
        here: (userId) => screens.here(userId),
        show: (node, userId, roomIds) => screens.showElsewhere(node, userId, roomIds),
      },
    })
    screens.onChange = (userId) => this.#elsewhere.noteScreen(userId)
  }

  /** Counts one connection of a user while it lasts. */
  enter({ user }: Caller, connection: Lifetime): void {
    const here = this.#users.get(user.id) ?? this.#begin(user)
    if (here.connections++ === 0) this.#elsewhere.note(user.id)
    connection.hold(() => this.#leave(here))
  }

  /**
   * Notes the rooms of a user who has entered, as the store said a moment ago. Answers with those that were not removed
   * meanwhile.
   */
  sit({ user }: Caller, rooms: RoomView[]): RoomView[] {
    const kept = rooms.filter(({ id }) => !this.#isJustGone(user.id, id))
    const here = this.#users.get(user.id)
    if (!here) return kept
    for (const { id, kind } of kept) {
      if (kind === 'direct') this.#directs.add(id)
      this.#seat(here, id)
    }
    return kept
  }

  /** The rooms in which an online user is known to have a seat. */
  roomsOf({ user }: { user: Pick<User, 'id'> }): Iterable<string> {
    return this.#users.get(user.id)?.roomIds ?? []
  }

  /**
   * Another online user with this name or a look-alike, in this room if one is given. A user with the very same name
   * comes first.
   */
  nameHolder({ key, look }: PreparedName, { userId, onlyRoomId }: NameSeeker): User | undefined {
    const holders = [...(this.#looks.get(look) ?? [])].filter(
      ({ user, roomIds }) => user.id !== userId && (onlyRoomId === undefined || roomIds.has(onlyRoomId)),
    )
    return (holders.find(({ name }) => name.key === key) ?? holders[0])?.user
  }

  isHere(userId: string): boolean {
    return this.#users.has(userId)
  }

  /** All online users. */
  ids(): string[] {
    return [...this.#users.keys()]
  }

  /** The users who are connected to this node. */
  connected(): string[] {
    return this.ids().filter((id) => this.#connectedHere(id))
  }

  of(roomId: string): Presence {
    const ids = this.#rooms.get(roomId) ?? new Set<string>()
    if (ids.size > MAX_NAMED_HERE) return { roomId, count: ids.size }
    const users = Array.from(ids, (id) => this.#users.get(id)!.user)
    // A picture always takes as much, a name does not.
    const named = users.map(({ picture: _picture, ...rest }) => rest)
    const isSmall = utf8Length(JSON.stringify(named)) <= MAX_NAMED_BYTES
    return { roomId, count: ids.size, ...(isSmall && { users }) }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#elsewhere.close()
  }

  #connectedHere(userId: string): Here | undefined {
    const here = this.#users.get(userId)
    return here && here.connections > 0 ? here : undefined
  }

  #begin(user: User): Here {
    const here = {
      user,
      name: prepareName(user.name),
      connections: 0,
      nodes: new Set<string>(),
      roomIds: new Set<string>(),
    }
    this.#users.set(user.id, here)
    this.#name(here)
    return here
  }

  #name(here: Here): void {
    const holders = this.#looks.get(here.name.look) ?? new Set()
    this.#looks.set(here.name.look, holders.add(here))
  }

  #unname(here: Here): void {
    const holders = this.#looks.get(here.name.look)
    holders?.delete(here)
    if (holders?.size === 0) this.#looks.delete(here.name.look)
  }

  #leave(here: Here): void {
    here.connections--
    if (here.connections === 0) this.#elsewhere.note(here.user.id)
    this.#endIfGone(here)
  }

  /** The node knows the user’s seats as the store said; this one may know of newer ones by its own connections. */
  #enterElsewhere(node: string, user: User, roomIds: string[]): void {
    const here = this.#users.get(user.id) ?? this.#begin(user)
    here.nodes.add(node)
    if (here.connections > 0) return
    this.#rename(user)
    const rooms = new Set(roomIds.filter((id) => !this.#isJustGone(user.id, id)))
    for (const roomId of here.roomIds.difference(rooms)) this.#unseat(here, roomId)
    for (const roomId of rooms) this.#seat(here, roomId)
  }

  #leaveElsewhere(node: string, userId: string): void {
    const here = this.#users.get(userId)
    if (here?.nodes.delete(node)) this.#endIfGone(here)
  }

  #endIfGone(here: Here): void {
    if (here.connections > 0 || here.nodes.size > 0) return
    this.#users.delete(here.user.id)
    this.#unname(here)
    for (const roomId of here.roomIds) this.#unseat(here, roomId)
  }

  #hear(parcel: Parcel): void {
    if (parcel.event === 'user:changed') this.#rename(parcel.payload)
    // A user without a room is renamed too.
    if (parcel.event === 'me:changed') this.#rename(parcel.payload.user)
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

  #isJustGone(userId: string, roomId: string): boolean {
    return this.#justGone.has(`${userId} ${roomId}`) || this.#justGone.has(roomId)
  }

  #noteGone(seatOrRoom: string): void {
    this.#justGone.add(seatOrRoom)
    setTimeout(() => this.#justGone.delete(seatOrRoom), JUST_GONE_MS).unref()
  }

  #rename(user: User): void {
    const here = this.#users.get(user.id)
    if (!here || isSame(here.user, user)) return
    this.#unname(here)
    here.user = user
    here.name = prepareName(user.name)
    this.#name(here)
    if (here.connections > 0) this.#elsewhere.note(user.id)
    for (const roomId of here.roomIds) this.#noteChange(roomId)
  }

  #seat(here: Here, roomId: string): void {
    if (!here.roomIds.has(roomId) && here.connections > 0) this.#elsewhere.note(here.user.id)
    here.roomIds.add(roomId)
    const ids = this.#rooms.get(roomId) ?? new Set()
    if (ids.has(here.user.id)) return
    this.#rooms.set(roomId, ids.add(here.user.id))
    this.#noteChange(roomId)
  }

  #unseat(here: Here, roomId: string): void {
    if (here.roomIds.delete(roomId) && here.connections > 0) this.#elsewhere.note(here.user.id)
    const ids = this.#rooms.get(roomId)
    if (!ids?.delete(here.user.id)) return
    this.#noteChange(roomId)
    if (ids.size > 0) return
    this.#rooms.delete(roomId)
    this.#directs.delete(roomId)
  }

  #noteChange(roomId: string): void {
    this.#changed.add(roomId)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const changed = [...this.#changed]
      this.#changed.clear()
      for (const id of changed) {
        const audience = this.#directs.has(id) ? { room: id } : { watchersOf: id }
        this.#delivery.publishHere({ audience, event: 'presence', payload: this.of(id) })
      }
    }, TELL_EVERY_MS)
  }
}

const isSame = (one: User, other: User): boolean =>
  one.name === other.name && one.kind === other.kind && one.picture === other.picture
