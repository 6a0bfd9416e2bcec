/** Private marks on messages, such as reminders. They are loaded when first shown, and kept up to date. */
import { type ReadonlySignal, effect, signal, untracked } from '@preact/signals-core'
import type { Client } from './client.ts'

const PAGE = 50

export type MarksPage<Mark> = { marks: { roomId: string; seq: number; mark: Mark }[]; next?: string | undefined }

const nameOf = (roomId: string, seq: number) => `${seq} ${roomId}`

export abstract class MessageMarks<Mark> {
  /** Grows with every change, so that a list can be loaded again. */
  readonly changes: ReadonlySignal<number>

  protected readonly client: Client
  readonly #marks = signal<ReadonlyMap<string, Mark>>(new Map())
  readonly #changes = signal(0)
  readonly #mostPages: number
  #asked: Promise<void> | undefined
  /** For each list that is on its way: the marks that changed meanwhile. The list may be older. */
  readonly #meanwhile = new Set<Map<string, Mark | undefined>>()

  /** Marks beyond the first `mostPages` pages stay unknown. */
  constructor(client: Client, mostPages = Infinity) {
    this.client = client
    this.#mostPages = mostPages
    this.changes = this.#changes
    let wasOnline = true
    effect(() => {
      const isOnline = client.connection.state.value.state === 'online'
      // Changes in the meantime were missed.
      if (isOnline && !wasOnline) untracked(() => this.#forget())
      wasOnline = isOnline
    })
  }

  /** Called before marks are shown. */
  async load(): Promise<void> {
    this.#asked ??= this.#ask()
    await this.#asked
  }

  /** Asks the server for a page; undefined if that fails. */
  protected abstract read(page: { limit: number; after?: string }): Promise<MarksPage<Mark> | undefined>

  protected markOf(roomId: string, seq: number): Mark | undefined {
    return this.#marks.value.get(nameOf(roomId, seq))
  }

  /** Whether a list is on its way. Until it is here, what is known may be old. */
  protected get isLoading(): boolean {
    return this.#meanwhile.size > 0
  }

  /** Without a mark, the one of this message is removed. */
  protected put(roomId: string, seq: number, mark: Mark | undefined): void {
    const name = nameOf(roomId, seq)
    for (const changed of this.#meanwhile) changed.set(name, mark)
    this.#marks.value = laidOver(this.#marks.peek(), [[name, mark]])
    this.#changes.value++
  }

  #forget(): void {
    if (this.#asked === undefined) return
    this.#asked = undefined
    this.#changes.value++
    void this.load()
  }

  async #ask(): Promise<void> {
    const changed = new Map<string, Mark | undefined>()
    this.#meanwhile.add(changed)
    const found = await this.#readAll()
    this.#meanwhile.delete(changed)
    // The next part of the page that needs them asks again.
    if (!found) this.#asked = undefined
    else this.#marks.value = laidOver(found, changed)
  }

  async #readAll(): Promise<Map<string, Mark> | undefined> {
    const found = new Map<string, Mark>()
    let after: string | undefined
    for (let page = 0; page < this.#mostPages; page++) {
      const read = await this.read({ limit: PAGE, ...(after !== undefined && { after }) })
      if (!read) return undefined
      for (const { roomId, seq, mark } of read.marks) found.set(nameOf(roomId, seq), mark)
      after = read.next
      if (after === undefined) break
    }
    return found
  }
}

function laidOver<Mark>(marks: ReadonlyMap<string, Mark>, changed: Iterable<[string, Mark | undefined]>) {
  const next = new Map(marks)
  for (const [name, mark] of changed)
    if (mark === undefined) next.delete(name)
    else next.set(name, mark)
  return next
}
