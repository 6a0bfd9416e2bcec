/** One room: its name, my permissions in it, my read mark, the people typing, and its timeline. */
import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core'
import type { Result } from '../protocol/errors.ts'
import type { Change, HistoryPage, Me, Message, Presence, RoomView, User } from '../protocol/models.ts'
import { newClientId } from './client-id.ts'
import type { Clock, Random } from './clock.ts'
import type { DraftFile, Outbox } from './outbox.ts'
import { OwnReactions } from './own-reactions.ts'
import type { People } from './people.ts'
import { Quotes } from './quotes.ts'
import { ReadMark } from './read-mark.ts'
import type { Run } from './run.ts'
import { speaksTo } from './speaks-to.ts'
import { Timeline } from './timeline.ts'

/** Typing is sent again after so many milliseconds. The server forgets it after five seconds. */
const TYPING_AGAIN = 3_000

/** Timers count milliseconds in 31 bits. For a longer mute the timer is set again. */
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

/** Whether I can write here, and if not, why. A mute ends at `until`, a time for people. */
export type Writing =
  | { may: true }
  | { may: false; why: 'visitor' | 'archived' | 'locked' }
  | { may: false; why: 'muted'; until: string }

export class Room {
  readonly id: string
  /** Grows with every change, for readers that watch nothing else. */
  readonly view: ReadonlySignal<RoomView>
  readonly slug: ReadonlySignal<string>
  /** A direct room is named after its people. */
  readonly name: ReadonlySignal<string>
  /** The other person in a direct room of two; absent in larger ones. */
  readonly person: ReadonlySignal<User | undefined>
  readonly topic: ReadonlySignal<string>
  readonly kind: ReadonlySignal<RoomView['kind']>
  readonly isArchived: ReadonlySignal<boolean>
  readonly level: ReadonlySignal<RoomView['level']>
  readonly isMember: ReadonlySignal<boolean>
  /** The stranger who gave me my seat, until I accept it. */
  readonly askedBy: ReadonlySignal<User | undefined>
  /** Whether I am a host or moderator here. A direct room has none. */
  readonly isModerator: ReadonlySignal<boolean>
  /** Whether I may give others a seat. */
  readonly mayInvite: ReadonlySignal<boolean>
  readonly writing: ReadonlySignal<Writing>
  readonly timeline: Timeline
  readonly quotes: Quotes
  readonly ownReactions = new OwnReactions()
  /** The other people who are typing now. */
  readonly typing: ReadonlySignal<User[]>
  /** The people who are online. Known for the watched room, and for a direct room once a person came or went. */
  readonly presence: ReadonlySignal<Presence | undefined>
  readonly readSeq: ReadonlySignal<number>
  readonly unread: ReadonlySignal<number>
  /** The number of unread messages that mention me or reply to me. */
  readonly mentions: ReadonlySignal<number>
  /** In a slow room: the moment of the clock from which I can write again. */
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
    this.person = computed(() => {
      const [other, another] = othersIn(this.#view.value, you.value?.id)
      return another ? undefined : other
    })
    this.topic = computed(() => this.#view.value.topic)
    this.kind = computed(() => this.#view.value.kind)
    this.isArchived = computed(() => this.#view.value.isArchived)
    this.level = computed(() => this.#view.value.level)
    this.isMember = computed(() => this.#view.value.role !== 'visitor')
    this.askedBy = computed(() => this.#view.value.request?.by)
    this.isModerator = computed(() => moderates(this.#view.value, me.value))
    this.mayInvite = computed(() => this.isModerator.value || invites(this.#view.value, me.value))
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
    const paged = (page: Pick<HistoryPage, 'messages' | 'own'>) => this.ownReactions.receive(page)
    this.timeline = new Timeline({ roomId: id, run, drafts, you, accepted, paged, rewound, clock, random })
    this.quotes = new Quotes(id, run, this.timeline)
    needs.people.hear(view.people ?? [])
  }

  /**
   * Puts a draft in the outbox, and shows the newest page if the reader is elsewhere. Resolves when the draft is
   * stored, not when it is accepted: its entry shows its status. @throws Error, with a message for people, when the
   * outbox is full or no user is signed in.
   */
  async send(body: string, replyTo?: number, files: readonly DraftFile[] = []): Promise<void> {
    const draft = { roomId: this.id, clientId: newClientId(), body, ...(files.length > 0 && { files }) }
    const kept = this.#needs.outbox.add(replyTo === undefined ? draft : { ...draft, replyTo })
    this.#typingSaidAt = -Infinity
    await kept
    if (!this.timeline.atHead.peek()) void this.timeline.open()
  }

  /** With `files`, only these of its files stay, with these texts. */
  async edit(seq: number, body: string, files?: { id: string; alt?: string }[]): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:edit', { roomId: this.id, seq, body, ...(files && { files }) }))
  }

  async delete(seq: number): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:delete', { roomId: this.id, seq }))
  }

  /** For all members of the room. */
  async pin(seq: number, on: boolean): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:pin', { roomId: this.id, seq, on }))
  }

  async react(seq: number, emoji: string, on: boolean): Promise<Result<Message>> {
    return this.#received(this.#needs.run('message:react', { roomId: this.id, seq, emoji, on }))
  }

  /** Sets my notification level. It shows at once, and the server confirms it later. */
  async notify(level: RoomView['level']): Promise<Result<undefined>> {
    const before = this.#view.peek().level
    this.#view.value = { ...this.#view.peek(), level }
    const result = await this.#needs.run('room:notify', { roomId: this.id, level })
    if (!result.ok && this.#view.peek().level === level) this.#view.value = { ...this.#view.peek(), level: before }
    return result
  }

  /** Call it on every key; it is sent to the server every few seconds. */
  typingNow(): void {
    const now = this.#needs.clock.now()
    if (now - this.#typingSaidAt < TYPING_AGAIN) return
    this.#typingSaidAt = now
    // A lost one does not matter: the next one follows soon.
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

  /** The reader leaves the room: the read mark is sent now. */
  leave(): void {
    this.#mark.tell()
  }

  /** The one entry point for everything about this room's messages. */
  receive(news: Message | Change | HistoryPage): void {
    batch(() => {
      const view = this.#view.peek()
      if ('room' in news) {
        // A page may be older than my read mark, and must not move it back.
        if (news.room.rev >= view.rev) this.#view.value = news.room
        if (news.room.readSeq > this.#mark.seq.peek()) this.#mark.hear(news.room)
      } else {
        const messages = 'seq' in news ? [news] : news.messages
        const rev = 'seq' in news ? news.rev : news.to
        const { you, me } = this.#needs
        // My own messages and those of users I block never count as unread: the server moves my mark over them.
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
    const before = this.#view.peek()
    this.#view.value = view
    const isFaster = view.slowSeconds < before.slowSeconds || (view.role === 'host' && before.role !== 'host')
    if (isFaster) this.#sendHeld()
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

  /** A person has a new name. */
  hearUser(user: User): void {
    const renamed = (users: User[]) => users.map((known) => (known.id === user.id ? user : known))
    const view = this.#view.peek()
    batch(() => {
      this.timeline.rename(user)
      this.quotes.rename(user)
      if (view.people?.some(({ id }) => id === user.id)) this.#view.value = { ...view, people: renamed(view.people) }
      if (view.request?.by.id === user.id) this.#view.value = { ...this.#view.peek(), request: { by: user } }
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

  /** Drafts that only a slow room held back may go now. */
  #sendHeld(): void {
    const { outbox } = this.#needs
    for (const { roomId, clientId, status } of outbox.entries.peek())
      if (roomId === this.id && status.state === 'delayed' && status.failure.reason === 'room_slow')
        outbox.retry(clientId)
  }

  /** The end of a mute is not announced, because it is known before. */
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

/** The other people of a direct room, also those who left: its name lists them. */
export const othersIn = ({ people = [], formerPeople = [] }: RoomView, myId: string | undefined): User[] =>
  [...people, ...formerPeople].filter(({ id }) => id !== myId)

/** A direct room of more than two, even if some have left. */
export const isGroup = ({ kind, people = [], formerPeople = [] }: RoomView): boolean =>
  kind === 'direct' && people.length + formerPeople.length > 2

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

const invites = ({ kind, role }: RoomView, me: Me | undefined): boolean =>
  kind !== 'direct' && role !== 'visitor' && me?.role === 'member'

function writingIn({ role, isArchived, isLocked, mutedUntil }: RoomView, isModerator: boolean): Writing {
  if (isArchived) return { may: false, why: 'archived' }
  if (role === 'visitor') return { may: false, why: 'visitor' }
  if (isLocked && !isModerator) return { may: false, why: 'locked' }
  if (mutedUntil !== undefined) return { may: false, why: 'muted', until: mutedUntil }
  return { may: true }
}
