/** What do you hear? Turns an audience into a Socket.IO room, whose packet is encoded once for all who are in it. */
import type { Namespace, Socket } from 'socket.io'
import type { Change, RoomView } from '../../protocol/models.ts'
import type { Caller } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import type { Audience, Parcel } from '../delivery/delivery.ts'
import { Pace } from './pace.ts'

/** The Socket.IO room in which those are whom a fact concerns. */
export function socketRoomOf(audience: Audience): string {
  const [[kind, id]] = Object.entries(audience) as [[string, string]]
  return `${kind} ${id}`
}

type Data = { caller: Caller }
type ChatSocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, Data>
type ChatNamespace = Namespace<
  Record<string, never>,
  Record<string, (payload: unknown) => void>,
  Record<string, never>,
  Data
>

/** The connections of the typed door, as listeners. */
export class Subscriptions {
  readonly #namespace: ChatNamespace
  readonly #tools: Tools
  readonly #pace: Pace

  /** `onTold` hears each change just as it is told to a room, for the door whose clients are told in other words. */
  constructor(namespace: ChatNamespace, tools: Tools, onTold: (change: Change) => void) {
    this.#namespace = namespace
    this.#tools = tools
    this.#pace = new Pace({
      listeners: (roomId) => this.#listeners({ room: roomId }),
      tell: (change) => {
        this.#emit({ audience: { room: change.roomId }, event: 'room:changed', payload: change })
        onTold(change)
      },
    })
    tools.delivery.subscribe((parcel) => this.#hear(parcel))
  }

  /**
   * Lets a connection hear its user's rooms from this instant on, and answers with the rooms as far as their listeners
   * have been told: the next change it hears begins just there, so there is no seam.
   */
  begin(socket: ChatSocket, rooms: RoomView[]): RoomView[] {
    void socket.join(rooms.map(({ id }) => socketRoomOf({ room: id })))
    return rooms.map((room) => {
      const told = this.#pace.told(room.id)
      return told ? { ...room, rev: told.rev, lastSeq: Math.max(told.lastSeq, room.lastSeq) } : room
    })
  }

  /**
   * A newcomer's rooms as the store said a moment ago; of those that have changed meanwhile it is asked again. A mark that
   * was read before words that are told as known would stay behind them for good.
   */
  async asTold({ user }: Caller, rooms: RoomView[]): Promise<RoomView[]> {
    const views = new Map(rooms.map((room) => [room.id, room]))
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const late = [...views.values()].filter((room) => !this.#isAsTold(room))
      if (late.length === 0) break
      const answers = await Promise.all(late.map(({ id }) => this.#tools.store.viewsOf(id, [user.id])))
      for (const [n, { id }] of late.entries()) {
        const view = answers[n]![0]?.room
        if (view) views.set(id, view)
        else views.delete(id)
      }
    }
    return [...views.values()]
  }

  /** Seats that were taken while the store's answer about these rooms was on its way. */
  catchUp(caller: Caller, rooms: RoomView[]): void {
    const known = new Set(rooms.map(({ id }) => id))
    for (const roomId of this.#tools.online.roomsOf(caller))
      if (!known.has(roomId))
        this.#hear({ audience: { user: caller.user.id }, event: 'seat:taken', payload: { roomId } })
  }

  /** A connection hears who is here of this room, and of no other. */
  watch(socket: ChatSocket, roomId: string): void {
    for (const room of socket.rooms) if (room.startsWith(WATCHERS)) void socket.leave(room)
    void socket.join(socketRoomOf({ watchersOf: roomId }))
  }

  #hear(parcel: Parcel): void {
    if (parcel.event === 'room:changed') {
      this.#pace.add(parcel.payload)
    } else if (parcel.event === 'room:updated' || parcel.event === 'seat:taken') {
      this.#showRoom(parcel.audience, parcel.payload.roomId).catch((error: unknown) =>
        this.#tools.onBug(error, parcel.event),
      )
    } else {
      this.#emit(parcel)
      if (parcel.event === 'me:changed') this.#introduce(parcel.audience, parcel.payload.user)
      if (parcel.event === 'room:gone') this.#silence(parcel.audience, parcel.payload.roomId)
    }
  }

  /** The room looks different to each: who has a seat in it is shown their own view, and hears it from then on. */
  async #showRoom(audience: Audience, roomId: string): Promise<void> {
    const sockets = Map.groupBy(this.#socketsOf(audience), ({ data }) => data.caller.user.id)
    if (sockets.size > 0) {
      const views = await this.#viewsAsTold(roomId, [...sockets.keys()])
      for (const { userId, room } of views) this.#showTo(sockets.get(userId) ?? [], room)
    }
    // It may have been closed to those who only looked at it.
    if (!('room' in audience) || (await this.#tools.store.peekRoom(roomId))) return
    const seated = socketRoomOf({ room: roomId })
    for (const socket of this.#socketsOf({ watchersOf: roomId }))
      if (!socket.rooms.has(seated)) void socket.leave(socketRoomOf({ watchersOf: roomId }))
  }

  /** Counts that were read just before a message that has been told by now would take that one back. */
  async #viewsAsTold(roomId: string, userIds: string[]): Promise<{ userId: string; room: RoomView }[]> {
    for (let tries = 1; ; tries++) {
      const views = await this.#tools.store.viewsOf(roomId, userIds)
      if (tries === MOST_TRIES || views.every(({ room }) => this.#isAsTold(room))) return views
    }
  }

  #isAsTold({ id, rev }: RoomView): boolean {
    return rev >= (this.#pace.told(id)?.rev ?? 0)
  }

  #showTo(sockets: ChatSocket[], room: RoomView): void {
    for (const socket of sockets) {
      const rooms = this.begin(socket, this.#tools.online.sit(socket.data.caller, [room]))
      for (const view of rooms) socket.emit('room:updated', view)
    }
  }

  /** A connection's caller goes by the name that the user has by now. */
  #introduce(audience: Audience, user: Caller['user']): void {
    for (const { data } of this.#socketsOf(audience)) data.caller = { ...data.caller, user }
  }

  #silence(audience: Audience, roomId: string): void {
    this.#namespace
      .in(socketRoomOf(audience))
      .socketsLeave([socketRoomOf({ room: roomId }), socketRoomOf({ watchersOf: roomId })])
  }

  #socketsOf(audience: Audience): ChatSocket[] {
    const ids = this.#namespace.adapter.rooms.get(socketRoomOf(audience)) ?? []
    return Array.from(ids, (id) => this.#namespace.sockets.get(id)).filter((socket) => socket !== undefined)
  }

  #listeners(audience: Audience): number {
    return this.#namespace.adapter.rooms.get(socketRoomOf(audience))?.size ?? 0
  }

  #emit({ audience, event, payload }: Parcel): void {
    if ('everyone' in audience) this.#namespace.emit(event, payload)
    else this.#namespace.to(socketRoomOf(audience)).emit(event, payload)
  }
}

const WATCHERS = socketRoomOf({ watchersOf: '' })

/** In a room that is never quiet the next count will be right. */
const MOST_TRIES = 3
