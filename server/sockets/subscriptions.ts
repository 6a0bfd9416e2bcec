/** Maps audiences to Socket.IO rooms. A packet is encoded once for all connections in such a room. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Namespace, Socket } from 'socket.io'
import { Refusal } from '../../protocol/errors.ts'
import type { Change, RoomView } from '../../protocol/models.ts'
import { maySee } from '../chat/access.ts'
import { type Caller, signed } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import type { Audience, Parcel } from '../delivery/delivery.ts'
import { Pace } from './pace.ts'

/** The Socket.IO room of an audience. */
export function socketRoomOf(audience: Audience): string {
  const [[kind, id]] = Object.entries(audience) as [[string, string]]
  return `${kind} ${id}`
}

/** Joins a connection to these Socket.IO rooms, unless it has closed: a room would then keep it for ever. */
export function joinWhileHere(socket: Pick<Socket, 'connected' | 'join'>, rooms: string[]): void {
  if (socket.connected) void socket.join(rooms)
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
  /** Connections that wait for their welcome, and what they are told after it: the welcome may not know it yet. */
  readonly #newcomers = new Map<ChatSocket, Parcel[]>()
  /** For each answer about views that is on its way: the read marks that moved meanwhile. */
  readonly #movedMarks = new Set<MovedMark[]>()
  /** Rooms that are being shown. The next views of such a room come after these. */
  readonly #shown = new Map<string, Promise<void>>()

  /** `onTold` gets each change as it is sent to a room, for the plain door, which has its own format. */
  constructor(namespace: ChatNamespace, tools: Tools, onTold: (change: Change) => void) {
    this.#namespace = namespace
    this.#tools = tools
    this.#pace = new Pace({
      listeners: (roomId) => this.#listeners({ room: roomId }),
      tell: (change, knownAt) => {
        tools.counts.changes += change.to - change.from
        tools.counts.tell('typed', this.#listeners({ room: change.roomId }), knownAt)
        this.#emit({ audience: { room: change.roomId }, event: 'room:changed', payload: change })
        onTold(change)
      },
    })
    tools.delivery.subscribe((parcel, knownAt) => this.#hear(parcel, knownAt), {
      isHeard: (roomId) => this.#listeners({ room: roomId }) > 0,
      forget: (roomId) => this.#pace.forget(roomId),
    })
  }

  /** From now on facts are kept for this connection, until it is welcomed. */
  expect(socket: ChatSocket): void {
    this.#newcomers.set(socket, [])
  }

  /** It was welcomed, or will never be. */
  forget(socket: ChatSocket): void {
    this.#newcomers.delete(socket)
  }

  /** The welcome is sent: what happened while it was written follows. */
  welcomed(socket: ChatSocket): void {
    const kept = this.#newcomers.get(socket) ?? []
    this.forget(socket)
    const changed = new Set<string>()
    for (const parcel of kept) {
      if (!isIn(socket, parcel.audience)) continue
      if (isNudge(parcel)) changed.add(parcel.payload.roomId)
      else socket.emit(parcel.event, parcel.payload)
    }
    for (const roomId of changed) this.#showLater(roomId, () => this.#showViews([socket], roomId))
  }

  /**
   * Subscribes a connection to its user's rooms from now on. Answers with the rooms as their listeners know them. The
   * next change begins exactly there, so none is missed.
   */
  begin(socket: ChatSocket, rooms: RoomView[]): RoomView[] {
    for (const { id, rev } of rooms) this.#tools.delivery.follow(id, rev)
    joinWhileHere(
      socket,
      rooms.map(({ id }) => socketRoomOf({ room: id })),
    )
    return rooms.map((room) => {
      const told = this.#pace.told(room.id)
      return told ? { ...room, rev: told.rev, lastSeq: Math.max(told.lastSeq, room.lastSeq) } : room
    })
  }

  /**
   * A newcomer's rooms as the store said a moment ago. Rooms that changed since are read again: an old read mark would
   * stay behind messages that the client already knows.
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

  /** Subscribes a connection to the presence in this room, and in no other. */
  watch(socket: ChatSocket, roomId: string): void {
    for (const room of socket.rooms) if (room.startsWith(WATCHERS)) void socket.leave(room)
    joinWhileHere(socket, [socketRoomOf({ watchersOf: roomId })])
    void this.#unwatchHidden(socket, roomId)
  }

  /**
   * The user may have lost access while the answer to `presence:watch` was on its way. Then the event that ended it
   * found no watcher, so it is checked again here.
   */
  async #unwatchHidden(socket: ChatSocket, roomId: string): Promise<void> {
    const who = signed(socket.data.caller)
    // When the store does not answer, the connection stops watching.
    const access = await this.#tools.store.roomAccess(roomId, who).catch(() => undefined)
    if (!access) await socket.leave(socketRoomOf({ watchersOf: roomId }))
  }

  /** Users who have lost access to a room, as the store says, do not watch it any longer. */
  async endLostVisits(): Promise<void> {
    const check = async (socket: ChatSocket, roomId: string) => {
      if (!(await maySee(this.#tools, socket.data.caller, roomId)))
        await socket.leave(socketRoomOf({ watchersOf: roomId }))
    }
    const checks: Promise<void>[] = []
    for (const [name, ids] of this.#namespace.adapter.rooms) {
      if (!name.startsWith(WATCHERS)) continue
      const roomId = name.slice(WATCHERS.length)
      const seated = socketRoomOf({ room: roomId })
      for (const id of ids) {
        const socket = this.#namespace.sockets.get(id)
        if (socket && !socket.rooms.has(seated)) checks.push(check(socket, roomId))
      }
    }
    await Promise.all(checks)
  }

  #hear(parcel: Parcel, knownAt?: number): void {
    if (parcel.event === 'room:changed') {
      this.#pace.add(parcel.payload, knownAt)
      return
    }
    if (parcel.event === 'room:read') for (const moved of this.#movedMarks) moved.push(parcel)
    this.#keepForNewcomers(parcel)
    if (isNudge(parcel)) {
      this.#showLater(parcel.payload.roomId, () => this.#showRoom(parcel.audience, parcel.payload.roomId))
    } else {
      this.#emit(parcel)
      if (parcel.event === 'me:changed') this.#introduce(parcel.audience, parcel.payload.user)
      if (parcel.event === 'room:gone') this.#silence(parcel.audience, parcel.payload.roomId)
    }
  }

  #keepForNewcomers(parcel: Parcel): void {
    if (this.#newcomers.size === 0 || NOT_KEPT.has(parcel.event)) return
    // A newcomer is in no chat room yet, but will be.
    if (!('user' in parcel.audience)) for (const kept of this.#newcomers.values()) kept.push(parcel)
    else for (const socket of this.#socketsOf(parcel.audience)) this.#newcomers.get(socket)?.push(parcel)
  }

  /** The views of a room are told in the order in which they were read. */
  #showLater(roomId: string, show: () => Promise<void>): void {
    const before = this.#shown.get(roomId) ?? Promise.resolve()
    const shown = before
      .then(() => this.#showWhenPossible(show))
      .catch((error: unknown) => {
        this.#tools.onBug(error, 'room:updated')
      })
    this.#shown.set(roomId, shown)
    void shown.then(() => this.#shown.get(roomId) === shown && this.#shown.delete(roomId))
  }

  /** Views are tried until the store is back, as the news that the room has changed comes only once. */
  async #showWhenPossible(show: () => Promise<void>): Promise<void> {
    while (this.#namespace.sockets.size > 0) {
      try {
        return await show()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await sleep(RETRY_MS, undefined, { ref: false })
      }
    }
  }

  /** A room looks different to each user. Each member gets their own view, and the room's changes from then on. */
  async #showRoom(audience: Audience, roomId: string): Promise<void> {
    await this.#showViews(
      this.#socketsOf(audience).filter((socket) => !this.#newcomers.has(socket)),
      roomId,
    )
    // The room may have been closed to visitors.
    if (!('room' in audience) || (await this.#tools.store.peekRoom(roomId))) return
    const seated = socketRoomOf({ room: roomId })
    for (const socket of this.#socketsOf({ watchersOf: roomId }))
      if (!socket.rooms.has(seated)) void socket.leave(socketRoomOf({ watchersOf: roomId }))
  }

  async #showViews(sockets: ChatSocket[], roomId: string): Promise<void> {
    if (sockets.length === 0) return
    const byUser = Map.groupBy(sockets, ({ data }) => data.caller.user.id)
    const moved: MovedMark[] = []
    this.#movedMarks.add(moved)
    try {
      const views = await this.#viewsAsTold(roomId, [...byUser.keys()])
      for (const { userId, room } of views) this.#showTo(byUser.get(userId) ?? [], room)
    } finally {
      this.#movedMarks.delete(moved)
    }
    // The view may have been read before, and would take the mark back.
    for (const mark of moved) if (mark.payload.roomId === roomId) this.#emit(mark)
  }

  /** Counts that were read before an announced message would undo its count. */
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

  /** Gives a connection's caller the user's new name. */
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
    if ('rooms' in audience) this.#tellOnce(audience.rooms, event, payload)
    else {
      const listeners = 'everyone' in audience ? this.#namespace : this.#namespace.to(socketRoomOf(audience))
      // The welcome comes first. Only the end of a session does not wait for it.
      const later = event === 'session:ended' ? [] : this.#newcomersIn(audience)
      if (later.length === 0) listeners.emit(event, payload)
      else listeners.except(later.map(({ id }) => id)).emit(event, payload)
    }
  }

  #newcomersIn(audience: Audience): ChatSocket[] {
    if (this.#newcomers.size === 0) return []
    if ('everyone' in audience) return [...this.#newcomers.keys()]
    return 'user' in audience ? this.#socketsOf(audience).filter((socket) => this.#newcomers.has(socket)) : []
  }

  /** Without a room Socket.IO would tell everyone. */
  #tellOnce(roomIds: string[], event: string, payload: unknown): void {
    if (roomIds.length > 0) this.#namespace.to(roomIds.map((room) => socketRoomOf({ room }))).emit(event, payload)
  }
}

type MovedMark = Extract<Parcel, { event: 'room:read' }>
type Nudge = Extract<Parcel, { event: 'room:updated' | 'seat:taken' }>

const isNudge = (parcel: Parcel): parcel is Nudge => parcel.event === 'room:updated' || parcel.event === 'seat:taken'

/** These are not told after a welcome: it knows rooms and their revs itself, and a client asks for what is passing. */
const NOT_KEPT = new Set<Parcel['event']>(['room:changed', 'room:gone', 'session:ended', 'typing', 'presence'])

function isIn({ rooms }: ChatSocket, audience: Parcel['audience']): boolean {
  if ('everyone' in audience) return true
  if ('rooms' in audience) return audience.rooms.some((room) => rooms.has(socketRoomOf({ room })))
  return rooms.has(socketRoomOf(audience))
}

const WATCHERS = socketRoomOf({ watchersOf: '' })

/** In a room that is never quiet, the next count will be right. */
const MOST_TRIES = 3
/** How soon views are read again when the store is away, in ms. */
const RETRY_MS = 1_000
