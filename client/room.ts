/** One room: what it is called, what I may do in it, how far I have read, who is typing, and its timeline. */
import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core'
import type { Result } from '../protocol/errors.ts'
import type { Change, HistoryPage, Me, Message, Presence, RoomView, User } from '../protocol/models.ts'
import { newClientId } from './client-id.ts'
import type { Clock, Random } from './clock.ts'
import type { Outbox } from './outbox.ts'
import type { People } from './people.ts'
import { Quotes } from './quotes.ts'
import { ReadMark } from './read-mark.ts'
import type { Run } from './run.ts'
import { speaksTo } from './speaks-to.ts'
import { Timeline } from './timeline.ts'

/** Typing is said again after so many milliseconds; the server forgets it after five seconds. */
const TYPING_AGAIN = 3_000

/** A timer counts milliseconds in 31 bits; who is muted for longer comes back before it is over. */
const LONGEST_TIMER = 2 ** 31 - 1

export type RoomNeeds = {
  run: Run
  outbox: Outbox
  you: ReadonlySignal<User | undefined>
  me: ReadonlySignal<Me | undefined>
  people: People
  rewound: () => void
  clock: Clock
  random: Random
}

/** Whether I may write here, and if not, why. A mute is over at `until`, a time for people. */
export type Writing =
  | { may: true }
  | { may: false; why: 'visitor' | 'archived' | 'locked' }
  | { may: false; why: 'muted'; until: string }

export class Room {
  readonly id: string
  /** Grows with every change. Who wants only a name watches that. */
  readonly view: ReadonlySignal<RoomView>
  readonly slug: ReadonlySignal<string>
  /** A direct room is called as its people are. */
  readonly name: ReadonlySignal<string>
  readonly topic: ReadonlySignal<string>
  readonly kind: ReadonlySignal<RoomView['kind']>
  readonly isArchived: ReadonlySignal<boolean>
  readonly level: ReadonlySignal<RoomView['level']>
  readonly isMember: ReadonlySignal<boolean>
  /** Whether I keep the peace here. In a direct room nobody does. */
  readonly isModerator: ReadonlySignal<boolean>
  readonly writing: ReadonlySignal<Writing>
  readonly timeline: Timeline
  readonly quotes: Quotes
  /** Who else is typing at this moment. */
  readonly typing: ReadonlySignal<User[]>
  /** Who is here; known only of the room that is watched. */
  readonly presence: ReadonlySignal<Presence | undefined>
  readonly readSeq: ReadonlySignal<number>
  readonly unread: ReadonlySignal<number>
  /** How many unread messages mention me or answer me. */
  readonly mentions: ReadonlySignal<number>
  /** In a slow room: from which moment of the clock on I may write again. */
  readonly slowUntil: ReadonlySignal<number>

  readonly #needs: RoomNeeds
  readonly #view: Signal<RoomView>
  readonly #mark: ReadMark
  readonly #typing = signal<User[]>([])
  readonly #presence = signal<Presence | undefined>(undefined)
  readonly #spokeAt = signal(-Infinity)
  #typingSaidAt = -Infinity
  #cancelUnmuting: (() => void) | undefined

  constructor(view: RoomView, needs: RoomNeeds) {
    const { run, outbox, you, me, rewound, clock, random } = needs
    const { id } = view
    this.#needs = needs
    this.#view = signal(view)
    this.id = id
    this.view = this.#view
    this.slug = computed(() => this.#view.value.slug)
    this.name = computed(() => nameOf(this.#view.value, you.value))
    this.topic = computed(() => this.#view.value.topic)
    this.kind = computed(() => this.#view.value.kind)
    this.isArchived = computed(() => this.#view.value.isArchived)
    this.level = computed(() => this.#view.value.level)
    this.isMember = computed(() => this.#view.value.role !== 'visitor')
    this.isModerator = computed(() => moderates(this.#view.value, me.value))
    this.writing = computed(() => writingIn(this.#view.value, this.isModerator.value))
    this.presence = this.#presence
    this.typing = computed(() =>
      this.#typing.value.filter((user) => user.id !== you.value?.id && !me.value?.blocked.includes(user.id)),
    )

    this.#mark = new ReadMark(view, { roomId: id, run, clock, random })
    this.readSeq = this.#mark.seq
    this.mentions = this.#mark.mentions
    this.unread = computed(() => {
      const { lastSeq, role } = this.#view.value
      return role === 'visitor' ? 0 : Math.max(0, lastSeq - this.#mark.seq.value)
    })
    this.slowUntil = computed(() =>
      this.isModerator.value ? -Infinity : this.#spokeAt.value + this.#view.value.slowSeconds * 1_000,
    )

    const drafts = computed(() => outbox.entries.value.filter(({ roomId }) => roomId === id))
    const accepted = (messages: readonly Message[]) => this.#accept(messages)
    this.timeline = new Timeline({ roomId: id, run, drafts, you, accepted, rewound, clock, random })
    this.quotes = new Quotes(id, run, this.timeline)
    needs.people.hear(view.people ?? [])
  }

  /**
   * Puts a draft in the outbox, and shows the newest page if the reader is elsewhere. Resolves when the draft is
   * kept, not when it is accepted: its entry says how it fares.
   * @throws Error, with a message for people, when the outbox takes no more or nobody is signed in.
   */
  async send(body: string, replyTo?: number): Promise<void> {
    const draft = { roomId: this.id, clientId: newClientId(), body }
    const kept = this.#needs.outbox.add(replyTo === undefined ? draft : { ...draft, replyTo })
    this.#typingSaidAt = -Infinity
    await kept
    if (!this.timeline.atHead.peek()) void this.timeline.open()
  }

  async edit(seq: number, body: string): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:edit', { roomId: this.id, seq, body }))
  }

  async delete(seq: number): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:delete', { roomId: this.id, seq }))
  }

  /** For everybody in the room. */
  async pin(seq: number, on: boolean): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:pin', { roomId: this.id, seq, on }))
  }

  async react(seq: number, emoji: string, on: boolean): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:react', { roomId: this.id, seq, emoji, on }))
  }

  /** What of this room I want to be told of. Shown at once; the server's word comes after it. */
  async notify(level: RoomView['level']): Promise<Result<undefined>> {
    const before = this.#view.peek().level
    this.#view.value = { ...this.#view.peek(), level }
    const result = await this.#needs.run('room:notify', { roomId: this.id, level })
    if (!result.ok && this.#view.peek().level === level) this.#view.value = { ...this.#view.peek(), level: before }
    return result
  }

  /** Call it on every key; the server hears of it every few seconds. */
  typingNow(): void {
    const now = this.#needs.clock.now()
    if (now - this.#typingSaidAt < TYPING_AGAIN) return
    this.#typingSaidAt = now
    // Whether it arrived does not matter: it is said again soon.
    void this.#needs.run('typing:start', { roomId: this.id })
  }

  /** I have read up to here. Call it as often as you like; the mark never moves back. */
  markRead(seq: number): void {
    const { lastSeq, role } = this.#view.peek()
    if (role !== 'visitor') this.#mark.to(Math.min(seq, lastSeq), lastSeq)
  }

  /** This message and all after it are unread again, on all of my devices. */
  markUnread(seq: number): void {
    this.#mark.before(seq)
  }

  /** The reader goes elsewhere: what is still to be told is told now. */
  leave(): void {
    this.#mark.tell()
  }

  /** The one way in for everything about this room's messages. */
  receive(news: Message | Change | HistoryPage): void {
    batch(() => {
      const view = this.#view.peek()
      if ('room' in news) {
        // A page may be older than what was read meanwhile: it never takes that back.
        if (news.room.rev >= view.rev) this.#view.value = news.room
        if (news.room.readSeq > this.#mark.seq.peek()) this.#mark.hear(news.room)
      } else {
        const messages = 'seq' in news ? [news] : news.messages
        const rev = 'seq' in news ? news.rev : news.to
        const { you, me } = this.#needs
        // What I say, and what those say whom I block, is no news to me: the server moves my mark over it.
        const passed = [you.peek()?.id, ...(me.peek()?.blocked ?? [])]
        for (const message of messages.filter(({ seq }) => seq > view.lastSeq)) {
          if (passed.includes(message.author.id)) this.#mark.passed(message.seq)
          else if (speaksTo(message, you.peek()?.id)) this.#mark.mentioned(message.seq)
        }
        const lastSeq = Math.max(view.lastSeq, ...messages.map(({ seq }) => seq))
        this.#view.value = { ...view, lastSeq, rev: Math.max(view.rev, rev) }
      }
      this.timeline.receive(news)
    })
  }

  /** A connection begins: this is the room as the server has it. */
  welcome(epoch: string, view: RoomView): void {
    batch(() => {
      this.update(view)
      this.timeline.welcome(epoch, view)
    })
    this.#mark.tell()
    this.quotes.askAgain()
  }

  /** The room has changed for me. Messages that it speaks of may still be on their way here. */
  update(view: RoomView): void {
    this.#view.value = view
    this.#awaitUnmuting(view)
    this.#mark.hear(view)
    this.#needs.people.hear(view.people ?? [])
  }

  hearRead(mark: { readSeq: number; mentions: number }): void {
    this.#mark.hear(mark)
  }

  hearTyping(users: User[]): void {
    this.#typing.value = users
    this.#needs.people.hear(users)
  }

  hearPresence(presence: Presence | undefined): void {
    this.#presence.value = presence
    this.#needs.people.hear(presence?.users ?? [])
  }

  /** Somebody is called otherwise now, everywhere at once. */
  hearUser(user: User): void {
    const renamed = (users: User[]) => users.map((known) => (known.id === user.id ? user : known))
    const view = this.#view.peek()
    batch(() => {
      this.timeline.rename(user)
      this.quotes.rename(user)
      if (view.people?.some(({ id }) => id === user.id)) this.#view.value = { ...view, people: renamed(view.people) }
      if (this.#typing.peek().some(({ id }) => id === user.id)) this.#typing.value = renamed(this.#typing.peek())
      const presence = this.#presence.peek()
      if (presence?.users) this.#presence.value = { ...presence, users: renamed(presence.users) }
    })
  }

  close(): void {
    this.#cancelUnmuting?.()
    this.timeline.close()
    this.#mark.close()
  }

  /** Nobody announces that a mute is over: it is known beforehand. */
  #awaitUnmuting({ mutedUntil }: RoomView): void {
    this.#cancelUnmuting?.()
    if (mutedUntil === undefined) return
    const ms = Math.max(0, Date.parse(mutedUntil) - Date.now())
    if (ms > LONGEST_TIMER) return
    this.#cancelUnmuting = this.#needs.clock.after(ms, () => {
      const { mutedUntil: _, ...view } = this.#view.peek()
      this.#view.value = view
    })
  }

  async #received(answer: Promise<Result<Message>>): Promise<Result<Message>> {
    const result = await answer
    if (result.ok) this.receive(result.value)
    return result
  }

  #accept(messages: readonly Message[]): void {
    const { outbox, people, you, clock } = this.#needs
    people.hear(messages.map(({ author }) => author))
    this.quotes.hear(messages)
    if (outbox.settle(messages) && you.peek()) this.#spokeAt.value = clock.now()
  }
}

/** Who else is in a direct room, also who has left: it is called so. */
export const othersIn = ({ people = [], formerPeople = [] }: RoomView, myId: string | undefined): User[] =>
  [...people, ...formerPeople].filter(({ id }) => id !== myId)

const nameOf = (room: RoomView, you: User | undefined): string =>
  room.kind === 'direct'
    ? othersIn(room, you?.id)
        .map(({ name }) => name)
        .join(', ')
    : room.name

function moderates({ kind, role }: RoomView, me: Me | undefined): boolean {
  if (kind === 'direct') return false
  return role === 'host' || me?.role === 'owner' || me?.role === 'moderator'
}

function writingIn({ role, isArchived, isLocked, mutedUntil }: RoomView, isModerator: boolean): Writing {
  if (isArchived) return { may: false, why: 'archived' }
  if (role === 'visitor') return { may: false, why: 'visitor' }
  if (isLocked && !isModerator) return { may: false, why: 'locked' }
  if (mutedUntil !== undefined) return { may: false, why: 'muted', until: mutedUntil }
  return { may: true }
}
