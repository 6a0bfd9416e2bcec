/** Brings chosen files to the server, and goes on where it broke off: after a lost line, a reload, or days. */
import { type ReadonlySignal, type Signal, effect, signal } from '@preact/signals-core'
import type { Failure, Result } from '../protocol/errors.ts'
import type { Reason } from '../protocol/refusals.ts'
import { COMMAND_PATIENCE, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { DraftFile } from './outbox-storage.ts'
import { type UploadDoor, mayHelp, noAnswer } from './upload-door.ts'
import { type UploadStorage, memoryUploads } from './upload-storage.ts'

/** Bytes of one request: enough for a fast line, and on a slow one each part is there in a few seconds. */
const PART = { least: 64 * 1_024, first: 256 * 1_024, most: 4 * 1_024 * 1_024 }
/** A part that takes longer than this is followed by a smaller one; a much faster one by a larger one. In ms. */
const PART_MS = 2_000

/** After so many answers that it goes on elsewhere, another upload of the same file is stronger. */
const MOST_TURNS = 5

export type Upload =
  /** Not under way: there is no line, or it is tried again later. */
  | { state: 'waiting'; sent: number }
  | { state: 'sending'; sent: number }
  | { state: 'done'; sent: number }
  | { state: 'failed'; sent: number; failure: Failure }

export type UploadsNeeds = {
  storage: UploadStorage
  door: UploadDoor
  online: ReadonlySignal<boolean>
  clock: Clock
  random: Random
}

/** The browser has deleted the bytes, or another browser has them. */
const NOT_HERE: Failure = {
  code: 'not_found',
  reason: 'file_not_here' satisfies Reason,
  message: 'This file is no longer in this browser. Choose it again.',
}

type Running = { abort: AbortController; ended: Promise<unknown> }

export class Uploads {
  readonly #needs: UploadsNeeds
  readonly #uploads = new Map<string, Signal<Upload>>()
  readonly #running = new Map<string, Running>()
  /** Files that are not in the storage, or not yet. They last as long as the page. */
  readonly #unsaved = memoryUploads()
  readonly #keeping = new Map<string, Promise<boolean>>()
  #partBytes = PART.first

  constructor(needs: UploadsNeeds) {
    this.#needs = needs
  }

  /** Stores the bytes of a chosen file. Until that is done, and where the storage cannot, they are in memory. */
  async keep(key: string, userId: string, bytes: Blob): Promise<boolean> {
    await this.#unsaved.keep(key, userId, bytes)
    const keeping = this.#needs.storage.keep(key, userId, bytes).then(
      async () => {
        await this.#unsaved.forget([key])
        return true
      },
      () => false,
    )
    this.#keeping.set(key, keeping)
    return keeping
  }

  /** A draft takes these files: `begin` leaves them to the outbox. Answers whether all would survive a crash. */
  async handOver(keys: readonly string[]): Promise<boolean> {
    const saved = await Promise.all(keys.map(async (key) => this.#keeping.get(key) ?? true))
    await Promise.all(keys.map(async (key) => this.stop(key)))
    return saved.every(Boolean)
  }

  /** The bytes of a file that is kept here. */
  async bytes(key: string): Promise<Blob | undefined> {
    return (await this.#unsaved.bytes(key)) ?? this.#needs.storage.bytes(key).catch(() => undefined)
  }

  of(key: string): ReadonlySignal<Upload> {
    return this.#signalOf(key)
  }

  /** Uploads a file as long as it takes: again after each failure that may pass, whenever there is a line. */
  begin(file: DraftFile): void {
    const end = new AbortController()
    void this.#inTurn(file.key, end, async () => this.#persist(file, end.signal))
  }

  /** Stops what this page does for the file. Another caller, or another page, goes on with it. */
  async stop(key: string): Promise<void> {
    const running = this.#running.get(key)
    running?.abort.abort()
    await running?.ended
  }

  /** One try. Answers with the file's id at the server, once all bytes are there. It takes over from `begin`. */
  async upload(file: DraftFile, stopped: AbortSignal): Promise<Result<string>> {
    const abort = new AbortController()
    const stop = () => abort.abort()
    stopped.addEventListener('abort', stop, { once: true })
    if (stopped.aborted) stop()
    try {
      return await this.#inTurn(file.key, abort, async () => this.#attempt(file, abort.signal))
    } finally {
      stopped.removeEventListener('abort', stop)
    }
  }

  /** The server has lost it: the next try announces it anew. */
  async announceAnew(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#signalOf(key).value = { state: 'waiting', sent: 0 }
      await this.#setId(key, undefined)
    }
  }

  /** Forgets files: a message has them, or nobody wants them. Those that are not wanted go at the server too. */
  async forget(keys: readonly string[], { isSent }: { isSent: boolean }): Promise<void> {
    for (const key of keys) {
      await this.stop(key)
      const id = isSent ? undefined : await this.#id(key)
      if (id !== undefined) void this.#needs.door.remove(id)
      this.#uploads.delete(key)
      this.#keeping.delete(key)
    }
    await this.#unsaved.forget(keys)
    await this.#needs.storage.forget(keys).catch(() => 'It is forgotten with its user, or by its age.')
  }

  /** Forgets all files that a user has chosen in this browser. */
  async forgetUser(userId: string): Promise<void> {
    await Promise.all([...this.#running.keys()].map(async (key) => this.stop(key)))
    await this.#unsaved.forgetUser(userId)
    await this.#needs.storage.forgetUser(userId).catch(() => 'The browser has no storage.')
  }

  async #persist(file: DraftFile, stopped: AbortSignal): Promise<Result<string>> {
    const { clock, random } = this.#needs
    for (let attempt = 0; ; attempt++) {
      await this.#untilOnline(stopped)
      const result = stopped.aborted ? { ok: false as const, error: noAnswer() } : await this.#attempt(file, stopped)
      if (result.ok || stopped.aborted || !mayHelp(result.error)) return result
      const wait = Math.max(backoff(attempt, COMMAND_PATIENCE, random), result.error.retryAfterMs ?? 0)
      await new Promise<void>((go) => {
        const cancel = clock.after(wait, go)
        stopped.addEventListener('abort', () => (cancel(), go()), { once: true })
      })
    }
  }

  async #attempt(file: DraftFile, stopped: AbortSignal): Promise<Result<string>> {
    const now = this.#signalOf(file.key)
    now.value = { state: 'sending', sent: now.peek().sent }
    const result = await this.#bring(file, stopped, (sent) => (now.value = { state: 'sending', sent }))
    const { sent } = now.peek()
    if (result.ok) now.value = { state: 'done', sent: file.size }
    else if (stopped.aborted || mayHelp(result.error)) now.value = { state: 'waiting', sent }
    else now.value = { state: 'failed', sent, failure: result.error }
    return result
  }

  async #bring(file: DraftFile, stopped: AbortSignal, tell: (sent: number) => void): Promise<Result<string>> {
    const { door, clock } = this.#needs
    const bytes = await this.bytes(file.key)
    if (bytes?.size !== file.size) return { ok: false, error: NOT_HERE }
    let id = await this.#id(file.key)
    let at: Result<number> = { ok: true, value: 0 }
    if (id !== undefined) at = await door.received(id, stopped)
    for (let turns = 0; turns < MOST_TURNS;) {
      if (!at.ok && at.error.code === 'not_found') id = undefined
      else if (!at.ok && at.error.reason !== 'upload_elsewhere') return at
      if (id === undefined) {
        const announced = await door.announce(file, stopped)
        if (!announced.ok) return announced
        id = announced.value
        // Before its bytes: otherwise a crash would lose what has been sent.
        await this.#setId(file.key, id)
        at = { ok: true, value: 0 }
        turns++
      } else if (!at.ok) {
        at = await door.received(id, stopped)
        turns++
        continue
      }
      tell(at.value)
      if (at.value >= file.size) return { ok: true, value: id }
      const begun = clock.now()
      const from = at.value
      at = await door.send(id, from, bytes.slice(from, from + this.#partBytes), stopped)
      if (at.ok && at.value <= from) turns++
      this.#fitPart(clock.now() - begun, at.ok)
    }
    return { ok: false, error: noAnswer() }
  }

  #fitPart(ms: number, isThere: boolean): void {
    if (!isThere || ms > PART_MS) this.#partBytes = Math.max(PART.least, this.#partBytes / 2)
    else if (ms < PART_MS / 4) this.#partBytes = Math.min(PART.most, this.#partBytes * 2)
  }

  /** One caller at a time works for a file. The next one stops it first. */
  async #inTurn<T>(key: string, abort: AbortController, work: () => Promise<T>): Promise<T> {
    const before = this.#running.get(key)
    before?.abort.abort()
    const running = (before?.ended ?? Promise.resolve()).then(work)
    const turn = { abort, ended: running.catch(() => 'told to its own caller') }
    this.#running.set(key, turn)
    try {
      return await running
    } finally {
      if (this.#running.get(key) === turn) this.#running.delete(key)
    }
  }

  async #untilOnline(stopped: AbortSignal): Promise<void> {
    const { online } = this.#needs
    if (online.peek() || stopped.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const end = effect(() => {
      if (online.value) resolve()
    })
    stopped.addEventListener('abort', () => resolve(), { once: true })
    await promise
    end()
  }

  async #id(key: string): Promise<string | undefined> {
    const { storage } = this.#needs
    return (await storage.id(key).catch(() => undefined)) ?? this.#unsaved.id(key)
  }

  async #setId(key: string, id: string | undefined): Promise<void> {
    await this.#unsaved.setId(key, id)
    await this.#needs.storage.setId(key, id).catch(() => 'After a crash it is announced anew.')
  }

  #signalOf(key: string): Signal<Upload> {
    const known = this.#uploads.get(key) ?? signal<Upload>({ state: 'waiting', sent: 0 })
    this.#uploads.set(key, known)
    return known
  }
}
