/** The rooms I am a member of, and the one that I only visit. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core'
import type { Failure, Result } from '../protocol/errors.ts'
import type {
  Change,
  HistoryPage,
  Message,
  OwnReaction,
  Presence,
  ReadMark,
  RoomGone,
  RoomView,
  Typing,
  User,
} from '../protocol/models.ts'
import { Room, type RoomNeeds } from './room.ts'

export { Room, isGroup, othersIn, type Writing } from './room.ts'

/** A room that is gone, and why. */
export type Gone = { room: Room; reason: RoomGone['reason'] }

export class Rooms {
  /** In the server's order; new rooms come last. */
  readonly all: ReadonlySignal<readonly Room[]>
  /** The same rooms with their present views. It changes with every message. */
  readonly list: ReadonlySignal<RoomView[]>
  /** The latest room that is gone. */
  readonly gone: ReadonlySignal<Gone | undefined>
  /** The latest change. Lists of messages outside of their rooms watch it. */
  readonly latest = signal<Change | undefined>(undefined)

  readonly #needs: RoomNeeds
  readonly #rooms = signal<readonly Room[]>([])
  /** An open room without a seat: it is visited, and sends no live events. */
  readonly #visited = signal<Room | undefined>(undefined)
  readonly #gone = signal<Gone | undefined>(undefined)
  #epoch = ''
  #watchedId: string | undefined

  constructor(needs: RoomNeeds) {
    this.#needs = needs
    this.all = this.#rooms
    this.gone = this.#gone
    this.list = computed(() => this.#rooms.value.map(({ view }) => view.value))
  }

  /** The name of the server's history. */
  get epoch(): string {
    return this.#epoch
  }

  /** A room that I am in or visit. */
  get(idOrSlug: string): Room | undefined {
    const visited = this.#visited.value
    const rooms = visited ? [...this.#rooms.value, visited] : this.#rooms.value
    return rooms.find(({ id }) => id === idOrSlug) ?? rooms.find(({ slug }) => slug.value === idOrSlug)
  }

  /** The data inside of the page: my rooms, and the messages of one, before any connection. */
  start(epoch: string, page: HistoryPage | undefined, views: readonly RoomView[] = []): void {
    this.#epoch = epoch
    this.#rooms.value = views.map((view) => this.#make(view))
    if (!page) return
    let room = this.#known(page.room.id)
    if (!room) {
      room = new Room(page.room, this.#needs)
      if (page.room.role === 'visitor') this.#visited.value = room
      else this.#rooms.value = [...this.#rooms.peek(), room]
      room.welcome(epoch, page.room)
    }
    room.receive(page)
  }

  /** A connection begins: these are its rooms. A room known before keeps its timeline. */
  welcome(epoch: string, views: RoomView[]): void {
    batch(() => {
      this.#epoch = epoch
      const before = this.#rooms.peek()
      const visited = this.#visited.peek()
      this.#rooms.value = views.map((view) => {
        const room = this.#known(view.id) ?? new Room(view, this.#needs)
        room.welcome(epoch, view)
        return room
      })
      for (const room of before) if (!this.#rooms.peek().includes(room)) room.close()
      if (visited && this.#rooms.peek().includes(visited)) this.#visited.value = undefined
      else if (visited) visited.welcome(epoch, visited.view.peek())
    })
    void this.#askWhoIsHere()
  }

  /** I got a seat in it, or its view has changed for me. */
  hearRoom(view: RoomView): void {
    batch(() => {
      const visited = this.#visited.peek()
      const room = this.#known(view.id)
      const isMine = view.role !== 'visitor'
      if (!room) {
        if (isMine) this.#rooms.value = [...this.#rooms.peek(), this.#make(view)]
        return
      }
      // The visited room may have changed meanwhile.
      if (room === visited) room.welcome(this.#epoch, view)
      else room.update(view)
      if (room === visited && isMine) {
        this.#visited.value = undefined
        this.#rooms.value = [...this.#rooms.peek(), room]
      }
      if (this.#gone.peek()?.room.id === view.id) this.#gone.value = undefined
    })
  }

  hearGone({ roomId, reason }: RoomGone): void {
    const room = this.#known(roomId)
    if (!room) return
    batch(() => {
      this.#rooms.value = this.#rooms.peek().filter((other) => other !== room)
      if (this.#visited.peek() === room) this.#visited.value = undefined
      this.#gone.value = { room, reason }
      room.close()
    })
  }

  hearChange(change: Change): void {
    this.#known(change.roomId)?.receive(change)
    this.latest.value = change
  }

  hearAccepted(message: Message): void {
    this.#known(message.roomId)?.receive(message)
  }

  hearOwnReaction(own: OwnReaction): void {
    this.#known(own.roomId)?.ownReactions.hear(own)
  }

  hearRead({ roomId, ...mark }: ReadMark): void {
    this.#known(roomId)?.hearRead(mark)
  }

  hearTyping({ roomId, users }: Typing): void {
    this.#known(roomId)?.hearTyping(users)
  }

  hearPresence(presence: Presence): void {
    const room = this.#known(presence.roomId)
    // For a direct room, presence is always sent.
    if (presence.roomId === this.#watchedId || room?.kind.peek() === 'direct') room?.hearPresence(presence)
  }

  hearUser(user: User): void {
    this.#needs.people.hear([user])
    batch(() => {
      for (const room of this.#everyRoom()) room.hearUser(user)
    })
  }

  /** The connection is lost. The people typing and the people online are unknown now. */
  hearNothing(): void {
    for (const room of this.#everyRoom()) {
      room.hearTyping([])
      room.hearPresence(undefined)
    }
  }

  /** The shown room. Only its presence is watched. */
  watch(roomId: string | undefined): void {
    if (roomId === this.#watchedId) return
    const before = this.#watchedId === undefined ? undefined : this.#known(this.#watchedId)
    if (before?.kind.peek() !== 'direct') before?.hearPresence(undefined)
    this.#watchedId = roomId
    void this.#askWhoIsHere()
  }

  /** Visits a room by its slug, or loads the visited one again. A room that I am in is not visited. */
  async visit(slug: string): Promise<Result<Room>> {
    const result = await this.#needs.run('room:history', { roomId: slug })
    if (!result.ok) return result
    const page = result.value
    let room = this.#known(page.room.id)
    if (!room) {
      this.#visited.peek()?.close()
      room = new Room(page.room, this.#needs)
      room.welcome(this.#epoch, page.room)
      room.receive(page)
      this.#visited.value = room
    } else if (room === this.#visited.peek()) {
      room.welcome(this.#epoch, page.room)
    }
    return { ok: true, value: room }
  }

  /** Takes a seat in an open room. Answers with the failure, if any. */
  async join(roomId: string): Promise<Failure | undefined> {
    const result = await this.#needs.run('room:join', { roomId })
    if (!result.ok) return result.error
    this.hearRoom(result.value)
    return undefined
  }

  close(): void {
    for (const room of this.#everyRoom()) room.close()
  }

  async #askWhoIsHere(): Promise<void> {
    const roomId = this.#watchedId
    if (roomId === undefined || this.#epoch === '') return
    const result = await this.#needs.run('presence:watch', { roomId })
    if (result.ok) this.hearPresence(result.value)
  }

  #make(view: RoomView): Room {
    const room = new Room(view, this.#needs)
    room.welcome(this.#epoch, view)
    return room
  }

  #known(roomId: string): Room | undefined {
    return this.#everyRoom().find(({ id }) => id === roomId)
  }

  #everyRoom(): readonly Room[] {
    const visited = this.#visited.peek()
    return visited ? [...this.#rooms.peek(), visited] : this.#rooms.peek()
  }
}
