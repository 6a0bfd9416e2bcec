import type { CommandName, Payload } from '../../protocol/commands.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Change, ChangesPage, HistoryPage, Message, RoomView, User } from '../../protocol/models.ts'

export const ANN: User = { id: 'u_ann', name: 'Ann', kind: 'guest' }
export const BOB: User = { id: 'u_bob', name: 'Bob', kind: 'guest' }

/** One room as the store has it: a plain list of states, one for each change, so that it can be rewound. */
export class ModelRoom {
  readonly id: string
  epoch = 'epoch-1'
  #epochs = 1
  #bodies = 0
  /** After change n, entry n. */
  #history: (readonly Message[])[] = [[]]

  constructor(id = 'lobby') {
    this.id = id
  }

  get messages(): readonly Message[] {
    return this.#history.at(-1) ?? []
  }

  get rev(): number {
    return this.#history.length - 1
  }

  view(): RoomView {
    return {
      id: this.id,
      slug: this.id,
      name: 'Lobby',
      topic: '',
      kind: 'open',
      lastSeq: this.messages.length,
      rev: this.rev,
      readSeq: 0,
      role: 'member',
      memberCount: 2,
      isArchived: false,
      isLocked: false,
      slowSeconds: 0,
      level: 'everything',
      mentions: 0,
    }
  }

  /** The same author and clientId again is the same message, and no change. */
  post(author: User, clientId = `c-${this.#bodies}`, body = `text ${this.#bodies}`): Message {
    this.#bodies++
    const known = this.messages.find((message) => message.author.id === author.id && message.clientId === clientId)
    if (known) return known
    const [seq, rev] = [this.messages.length + 1, this.rev + 1]
    const sentAt = '2026-01-01T00:00:00.000Z'
    const message: Message = { roomId: this.id, seq, rev, clientId, author, body, sentAt, reactions: [] }
    this.#history.push([...this.messages, message])
    return message
  }

  edit(seq: number): void {
    this.#change(seq, { body: `edit ${this.#bodies++}`, editedAt: '2026-01-01T00:01:00.000Z' })
  }

  delete(seq: number): void {
    this.#change(seq, { body: '', deletedAt: '2026-01-01T00:02:00.000Z' })
  }

  #change(seq: number, change: Partial<Message>): void {
    const rev = this.rev + 1
    if (!this.messages.some((message) => message.seq === seq)) return
    this.#history.push(this.messages.map((message) => (message.seq === seq ? { ...message, ...change, rev } : message)))
  }

  /** A backup is restored: the last changes never happened, and the history has another name. */
  rewind(changes: number): void {
    this.#history = this.#history.slice(0, Math.max(1, this.#history.length - changes))
    this.epoch = `epoch-${++this.#epochs}`
  }

  /** The fact for everything in (from, to], in its state at `to`. */
  change(from: number, to = this.rev): Change {
    const messages = (this.#history[to] ?? []).filter(({ rev }) => rev > from)
    return { roomId: this.id, from, to, messages: messages.toSorted((a, b) => a.rev - b.rev) }
  }

  page({ before, after, around, limit = 50 }: Payload<'room:history'>): HistoryPage {
    const all = this.messages
    const room = this.view()
    if (before !== undefined) {
      return { messages: all.slice(Math.max(0, before - 1 - limit), before - 1), room }
    }
    if (after !== undefined) return { messages: all.slice(after, after + limit), room }
    if (around !== undefined) {
      const first = Math.max(0, around - 1 - Math.floor(limit / 2))
      return { messages: all.slice(first, first + limit), room }
    }
    return { messages: all.slice(-limit), room }
  }

  changes({ epoch, since, limit = 200 }: Payload<'room:changes'>): ChangesPage {
    if (epoch !== this.epoch) return { reset: 'epoch_changed' }
    if (since > this.rev) return { reset: 'ahead' }
    const all = this.change(since).messages
    const messages = all.slice(0, limit)
    const more = all.length > messages.length
    return { from: since, to: more ? (messages.at(-1)?.rev ?? since) : this.rev, head: this.rev, more, messages }
  }

  answer(name: CommandName, payload: Payload<CommandName>): Result<unknown> {
    if (name === 'room:history') return { ok: true, value: this.page(payload as Payload<'room:history'>) }
    if (name === 'room:changes') return { ok: true, value: this.changes(payload as Payload<'room:changes'>) }
    if (name === 'message:send') {
      const { clientId, body } = payload as Payload<'message:send'>
      return { ok: true, value: this.post(ANN, clientId, body) }
    }
    return { ok: true, value: undefined }
  }
}
