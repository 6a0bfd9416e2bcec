/** Which messages I have saved for later. It is asked for when somebody first wants to know, and kept true from then on. */
import { type ReadonlySignal, effect, signal, untracked } from '@preact/signals-core'
import type { Result } from '../protocol/errors.ts'
import type { SavedMark } from '../protocol/models.ts'
import type { Client } from './client.ts'

/** Pages of fifty: whoever has saved more is not told of the oldest. Saving one of them again changes nothing. */
const MOST_PAGES = 4

const nameOf = (roomId: string, seq: number) => `${seq} ${roomId}`

const known = new WeakMap<Client, Saved>()

/** One for each client, made for the first who asks. */
export function savedOf(client: Client): Saved {
  const saved = known.get(client) ?? new Saved(client)
  known.set(client, saved)
  return saved
}

export class Saved {
  /** Grows with every change, for a list that is to be asked for again. */
  readonly changes: ReadonlySignal<number>

  readonly #client: Client
  readonly #marks = signal<ReadonlySet<string>>(new Set())
  readonly #changes = signal(0)
  #asked: Promise<void> | undefined

  constructor(client: Client) {
    this.#client = client
    this.changes = this.#changes
    effect(() => {
      const mark = client.savedMark.value
      if (mark) untracked(() => this.#hear(mark))
    })
    let wasOnline = true
    effect(() => {
      const isOnline = client.connection.state.value.state === 'online'
      // What happened meanwhile was not heard.
      if (isOnline && !wasOnline) untracked(() => this.#forget())
      wasOnline = isOnline
    })
  }

  has(roomId: string, seq: number): boolean {
    return this.#marks.value.has(nameOf(roomId, seq))
  }

  /** Whoever shows what is saved calls it first. */
  async load(): Promise<void> {
    this.#asked ??= this.#ask()
    await this.#asked
  }

  async save(roomId: string, seq: number, on: boolean): Promise<Result<undefined>> {
    const result = await this.#client.run('message:save', { roomId, seq, on })
    if (result.ok) this.#hear({ roomId, seq, on })
    return result
  }

  #hear({ roomId, seq, on }: SavedMark): void {
    const name = nameOf(roomId, seq)
    if (this.#marks.peek().has(name) === on) return
    const next = new Set(this.#marks.peek())
    if (on) next.add(name)
    else next.delete(name)
    this.#marks.value = next
    this.#changes.value++
  }

  #forget(): void {
    if (this.#asked === undefined) return
    this.#asked = undefined
    this.#changes.value++
    void this.load()
  }

  async #ask(): Promise<void> {
    const found = new Set<string>()
    let after: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const result = await this.#client.run('messages:saved', { limit: 50, ...(after !== undefined && { after }) })
      if (!result.ok) {
        // Asked again by the next one who wants to know.
        this.#asked = undefined
        return
      }
      for (const { message, room } of result.value.saved) found.add(nameOf(room.id, message.seq))
      after = result.value.next
      if (after === undefined) break
    }
    this.#marks.value = found
  }
}
