/** The rooms I hear: what each is called, how far it is, who is typing, and its timeline. */
import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core'
import type { Change, HistoryPage, Message, RoomView, Typing, User } from '../protocol/models.ts'
import { newClientId } from './client-id.ts'
import type { Clock, Random } from './clock.ts'
import type { Outbox } from './outbox.ts'
import type { Run } from './run.ts'
import { Timeline } from './timeline.ts'

/** Typing is said again after so many milliseconds; the server forgets it after five seconds. */
const TYPING_AGAIN = 3_000

export type RoomsNeeds = {
  run: Run
  outbox: Outbox
  you: ReadonlySignal<User | undefined>
  rewound: () => void
  clock: Clock
  random: Random
}

export class Room {
  readonly id: string
  /** Grows with every change. Who wants only a name watches that. */
  readonly view: ReadonlySignal<RoomView>
  readonly slug: ReadonlySignal<string>
  readonly name: ReadonlySignal<string>
  readonly topic: ReadonlySignal<string>
  readonly timeline: Timeline
  /** Who else is typing at this moment. */
  readonly typing: ReadonlySignal<User[]>

  readonly #needs: RoomsNeeds
  readonly #view: Signal<RoomView>
  readonly #typing = signal<User[]>([])
  #typingSaidAt = -Infinity

  constructor(view: RoomView, needs: RoomsNeeds) {
    const { run, outbox, you, rewound, clock, random } = needs
    this.#needs = needs
    this.#view = signal(view)
    this.id = view.id
    this.view = this.#view
    this.slug = computed(() => this.#view.value.slug)
    this.name = computed(() => this.#view.value.name)
    this.topic = computed(() => this.#view.value.topic)
    this.typing = computed(() => this.#typing.value.filter(({ id }) => id !== you.value?.id))
    const drafts = computed(() => outbox.entries.value.filter(({ roomId }) => roomId === view.id))
    const accepted = (messages: readonly Message[]) => outbox.settle(messages)
    this.timeline = new Timeline({ roomId: view.id, run, drafts, you, accepted, rewound, clock, random })
  }

  /**
   * Puts a draft in the outbox, and shows the newest page if the reader is elsewhere. Resolves when the draft is
   * kept, not when it is accepted: its entry says how it fares.
   * @throws Error, with a message for people, when the outbox takes no more or nobody is signed in.
   */
  async send(body: string, replyTo?: number): Promise<void> {
    const draft = { roomId: this.view.peek().id, clientId: newClientId(), body }
    const kept = this.#needs.outbox.add(replyTo === undefined ? draft : { ...draft, replyTo })
    this.#typingSaidAt = -Infinity
    await kept
    if (!this.timeline.atHead.peek()) void this.timeline.open()
  }

  /** Call it on every key; the server hears of it every few seconds. */
  typingNow(): void {
    const now = this.#needs.clock.now()
    if (now - this.#typingSaidAt < TYPING_AGAIN) return
    this.#typingSaidAt = now
    // Whether it arrived does not matter: it is said again soon.
    void this.#needs.run('typing:start', { roomId: this.view.peek().id })
  }

  /** The one way in for everything about this room. */
  receive(news: Message | Change | HistoryPage): void {
    batch(() => {
      const view = this.#view.peek()
      if ('room' in news) {
        this.#view.value = news.room.rev >= view.rev ? news.room : view
      } else {
        const seqs = 'seq' in news ? [news.seq] : news.messages.map(({ seq }) => seq)
        const rev = 'seq' in news ? news.rev : news.to
        this.#view.value = { ...view, lastSeq: Math.max(view.lastSeq, ...seqs), rev: Math.max(view.rev, rev) }
      }
      this.timeline.receive(news)
    })
  }

  welcome(epoch: string, view: RoomView): void {
    this.#view.value = view
    this.timeline.welcome(epoch, view)
  }

  hearTyping(users: User[]): void {
    this.#typing.value = users
  }
}

export class Rooms {
  /** In the server's order. */
  readonly list: ReadonlySignal<RoomView[]>

  readonly #needs: RoomsNeeds
  readonly #rooms = signal<readonly Room[]>([])

  constructor(needs: RoomsNeeds) {
    this.#needs = needs
    this.list = computed(() => this.#rooms.value.map(({ view }) => view.value))
  }

  get(idOrSlug: string): Room | undefined {
    const rooms = this.#rooms.value
    return (
      rooms.find(({ view }) => view.peek().id === idOrSlug) ?? rooms.find(({ view }) => view.peek().slug === idOrSlug)
    )
  }

  /** What the page was born with: one room, before any connection. */
  start(epoch: string, page: HistoryPage): void {
    const room = new Room(page.room, this.#needs)
    room.welcome(epoch, page.room)
    room.receive(page)
    this.#rooms.value = [room]
  }

  /** A connection begins: these are the rooms it hears. A room known before keeps its timeline. */
  welcome(epoch: string, views: RoomView[]): void {
    batch(() => {
      const before = this.#rooms.peek()
      this.#rooms.value = views.map((view) => {
        const room = before.find((known) => known.view.peek().id === view.id) ?? new Room(view, this.#needs)
        room.welcome(epoch, view)
        return room
      })
      for (const room of before) if (!this.#rooms.peek().includes(room)) room.timeline.close()
    })
  }

  hearChange(change: Change): void {
    this.#byId(change.roomId)?.receive(change)
  }

  hearAccepted(message: Message): void {
    this.#byId(message.roomId)?.receive(message)
  }

  hearTyping({ roomId, users }: Typing): void {
    this.#byId(roomId)?.hearTyping(users)
  }

  /** The connection is gone, and with it all we know about who is typing. */
  hearNothing(): void {
    for (const room of this.#rooms.peek()) room.hearTyping([])
  }

  close(): void {
    for (const room of this.#rooms.peek()) room.timeline.close()
  }

  #byId(roomId: string): Room | undefined {
    return this.#rooms.peek().find(({ view }) => view.peek().id === roomId)
  }
}
