/** The rooms I hear, and the one that I only look at. */
import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core'
import type { Failure, Result } from '../protocol/errors.ts'
import type {
  Change,
  HistoryPage,
  Message,
  Presence,
  ReadMark,
  RoomGone,
  RoomView,
  Typing,
  User,
} from '../protocol/models.ts'
import { Room, type RoomNeeds } from './room.ts'

export { Room, othersIn, type Writing } from './room.ts'

export type RoomsNeeds = RoomNeeds

/** A room that I heard until now, and why I hear it no longer. */
export type Gone = { room: Room; reason: RoomGone['reason'] }

export class Rooms {
  /** In the server's order; those that came later, later. */
  readonly all: ReadonlySignal<readonly Room[]>
  /** The same, as they are now. It changes with every message. */
  readonly list: ReadonlySignal<RoomView[]>
  /** The latest one that is gone. */
  readonly gone: ReadonlySignal<Gone | undefined>
  /** What was heard last: whoever shows messages away from their room hears of each change here. */
  readonly latest = signal<Change | undefined>(undefined)

  readonly #needs: RoomNeeds
  readonly #rooms = signal<readonly Room[]>([])
  /** An open room without a seat in it: it is looked at, and not heard. */
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

  /** A room that I hear or visit. */
  get(idOrSlug: string): Room | undefined {
    const visited = this.#visited.value
    const rooms = visited ? [...this.#rooms.value, visited] : this.#rooms.value
    return rooms.find(({ id }) => id === idOrSlug) ?? rooms.find(({ slug }) => slug.value === idOrSlug)
  }

  /** What the page was born with: the names of my rooms, and the messages of one, before any connection. */
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

  /** A connection begins: these are the rooms it hears. A room known before keeps its timeline. */
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

  /** I have a seat in it, or it is otherwise for me than it was. */
  hearRoom(view: RoomView): void {
    batch(() => {
      const visited = this.#visited.peek()
      const room = this.#known(view.id)
      const isMine = view.role !== 'visitor'
      if (!room) {
        if (isMine) this.#rooms.value = [...this.#rooms.peek(), this.#make(view)]
        return
      }
      // What was only looked at may have gone on meanwhile.
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

  hearRead({ roomId, ...mark }: ReadMark): void {
    this.#known(roomId)?.hearRead(mark)
  }

  hearTyping({ roomId, users }: Typing): void {
    this.#known(roomId)?.hearTyping(users)
  }

  hearPresence(presence: Presence): void {
    if (presence.roomId === this.#watchedId) this.#known(presence.roomId)?.hearPresence(presence)
  }

  hearUser(user: User): void {
    this.#needs.people.hear([user])
    batch(() => {
      for (const room of this.#everyRoom()) room.hearUser(user)
    })
  }

  /** The connection is gone, and with it all we know about who is typing and who is here. */
  hearNothing(): void {
    for (const room of this.#everyRoom()) {
      room.hearTyping([])
      room.hearPresence(undefined)
    }
  }

  /** The room that is shown: who is here is told of this one, and of no other. */
  watch(roomId: string | undefined): void {
    if (roomId === this.#watchedId) return
    if (this.#watchedId !== undefined) this.#known(this.#watchedId)?.hearPresence(undefined)
    this.#watchedId = roomId
    void this.#askWhoIsHere()
  }

  /**
   * Looks at a room by its slug, or looks again at the one that is visited. A room that I hear already is itself, under
   * whatever slug it could be found.
   */
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

  /** Takes a seat in an open room. Answers with what went wrong. */
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
