/** The main thread's side of a database thread: sends calls in batches, and gives each caller its answer. */
import { Worker } from 'node:worker_threads'
import { Refusal, refusal } from '../../../protocol/errors.ts'
import { type Answered, SOON } from './answers.ts'
import type { Asked, NAMES } from '../sql/calls.ts'
import { UnusableStore, type Written } from '../store.ts'
import type { ThreadData, ToMain } from './thread.ts'

/** Calls that may wait. Beyond that the answer is `overloaded`. */
const MAX_WAITING = 20_000
/** Calls in one batch, at most. More would keep the first of them waiting too long for its commit. */
const MAX_BATCH = 1_000
/** Calls in one batch that read a page, at most. A quick question must not wait behind many of them. */
const MAX_PAGES = 8
const PAGES = new Set([
  'history',
  'readHistory',
  'readPreview',
  'changesSince',
  'readChanges',
  'members',
  'findPeople',
  'directory',
  'reminders',
  'joins',
  'browse',
  'audit',
  'reports',
  'reporters',
  'reactors',
  'inbox',
  'saved',
  'carriers',
  'search',
])

type Waiting = { asked: Asked; resolve: (value: never) => void; reject: (error: Error) => void }

export class Connection {
  /** The calls that failed because the database was away or its disk was at fault. */
  faults = 0
  /** Gets what was written, before those who asked for it do. */
  onWritten: ((written: Written) => void) | undefined
  /** The names of the calls. */
  readonly names: typeof NAMES
  readonly #worker: Worker
  /** Whether a batch waits for the answers to the one before. Searches do not: their thread chooses the order. */
  readonly #inBatches: boolean
  #waiting: Waiting[] = []
  #waitingForPages: Waiting[] = []
  readonly #inFlight = new Map<number, Waiting>()
  #asked = 0
  #gone: Error | undefined

  private constructor(worker: Worker, inBatches: boolean, names: typeof NAMES) {
    this.#worker = worker
    this.names = names
    this.#inBatches = inBatches
    worker.on('message', (message: ToMain) => {
      if (!('answers' in message)) return
      if (message.written) this.onWritten?.(message.written)
      this.#settle(message.answers)
    })
    worker.on('error', (error: Error) => this.#lose(error))
    worker.on('exit', () => this.#lose(new Error('The database thread has ended.')))
  }

  /** Throws `UnusableStore`, with a sentence for the operator, when the database cannot be used. */
  static async open(data: ThreadData): Promise<Connection> {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: data })
    const names = await new Promise<typeof NAMES>((resolve, reject) => {
      worker.once('message', (message: ToMain) => {
        if ('unusable' in message) reject(new UnusableStore(message.unusable))
        else if ('ready' in message) resolve(message.ready)
      })
      worker.once('error', reject)
    })
    return new Connection(worker, data.role !== 'searcher', names)
  }

  ask<T>(name: string, parameters: unknown[]): Promise<T> {
    if (this.#gone) return Promise.reject(this.#away())
    if (this.unanswered >= MAX_WAITING) {
      return Promise.reject(refusal('store_busy', undefined, SOON))
    }
    return new Promise<T>((resolve, reject) => {
      const queue = PAGES.has(name) ? this.#waitingForPages : this.#waiting
      queue.push({ asked: { id: ++this.#asked, name, parameters }, resolve, reject })
      // Not at once: further calls from this turn of the event loop join the batch.
      if (this.#countWaiting() === 1) queueMicrotask(() => this.#send())
    })
  }

  /** The calls without an answer yet. */
  get unanswered(): number {
    return this.#countWaiting() + this.#inFlight.size
  }

  /** Waits for the answers to earlier calls, then ends the thread. */
  async close(): Promise<void> {
    while (!this.#gone && this.unanswered > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    if (this.#gone) return
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#worker.postMessage('close')
    await ended
  }

  #send(): void {
    if ((this.#inBatches && this.#inFlight.size > 0) || this.#countWaiting() === 0) return
    const batch = [...this.#waiting.splice(0, MAX_BATCH), ...this.#waitingForPages.splice(0, MAX_PAGES)]
    for (const waiting of batch) this.#inFlight.set(waiting.asked.id, waiting)
    this.#worker.postMessage(batch.map(({ asked }) => asked))
    if (!this.#inBatches) this.#send()
  }

  #countWaiting(): number {
    return this.#waiting.length + this.#waitingForPages.length
  }

  #settle(answers: [id: number, answered: Answered][]): void {
    const settled = answers.map(([id, answered]) => ({ ...this.#inFlight.get(id)!, answered }))
    for (const [id] of answers) this.#inFlight.delete(id)
    this.#send()
    for (const { resolve, reject, answered } of settled) {
      if ('fault' in answered && answered.fault.isStorage) this.faults++
      if ('value' in answered) resolve(answered.value as never)
      else reject(toError(answered))
    }
  }

  #lose(error: Error): void {
    this.#gone ??= error
    const inFlight = [...this.#inFlight.values()]
    this.#inFlight.clear()
    for (const { reject } of [...inFlight, ...this.#waiting.splice(0), ...this.#waitingForPages.splice(0)]) {
      reject(this.#away())
    }
  }

  #away(): Refusal {
    this.faults++
    return refusal('store_away', undefined, SOON)
  }
}

function toError(answer: Exclude<Answered, { value: unknown }>): Error {
  if ('refusal' in answer) return Refusal.from(answer.refusal)
  const { message, stack, isStorage } = answer.fault
  if (isStorage) return refusal('store_fault', { fault: message }, SOON)
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
