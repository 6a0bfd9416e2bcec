/** This side of a database thread: sends it calls in batches and hands each caller its answer. */
import { Worker } from 'node:worker_threads'
import { type ErrorCode, Refusal } from '../../../protocol/errors.ts'
import type { Answered, Asked } from './calls.ts'
import { UnusableStore } from '../store.ts'
import type { ThreadData, ToMain } from './thread.ts'

/** Calls that wait at most; more than this and the honest answer is that we are overloaded. */
const MAX_WAITING = 20_000
/** Calls in one batch at most: as many as share a commit without keeping the first of them long. */
const MAX_BATCH = 1_000
/** Of those, the ones that answer with a page: nobody's quick question waits behind many of them. */
const MAX_PAGES = 8
const PAGES = new Set([
  'history',
  'changesSince',
  'members',
  'findPeople',
  'browse',
  'audit',
  'reports',
  'inbox',
  'saved',
  'search',
])

type Waiting = { asked: Asked; resolve: (value: never) => void; reject: (error: Error) => void }

export class Connection {
  readonly #worker: Worker
  #waiting: Waiting[] = []
  #waitingForPages: Waiting[] = []
  #inFlight: Waiting[] = []
  #gone: Error | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: ToMain) => {
      if ('answers' in message) this.#settle(message.answers)
    })
    worker.on('error', (error: Error) => this.#lose(error))
    worker.on('exit', () => this.#lose(new Error('The database thread has ended.')))
  }

  /** Throws `UnusableStore` with a sentence for the operator when the database cannot be used. */
  static async open(data: ThreadData): Promise<Connection> {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: data })
    const connection = new Connection(worker)
    await new Promise<void>((resolve, reject) => {
      worker.once('message', (message: ToMain) =>
        'unusable' in message ? reject(new UnusableStore(message.unusable)) : resolve(),
      )
      worker.once('error', reject)
    })
    return connection
  }

  ask<T>(name: string, parameters: unknown[]): Promise<T> {
    if (this.#gone) return Promise.reject(new Refusal('storage_unavailable', 'The store is not available.', 1_000))
    if (this.#countWaiting() >= MAX_WAITING) {
      return Promise.reject(new Refusal('overloaded', 'Too much is waiting to be stored.', 1_000))
    }
    return new Promise<T>((resolve, reject) => {
      const queue = PAGES.has(name) ? this.#waitingForPages : this.#waiting
      queue.push({ asked: { name, parameters }, resolve, reject })
      // Not at once: what the rest of this turn of the event loop asks for travels along.
      if (this.#countWaiting() === 1) queueMicrotask(() => this.#send())
    })
  }

  /** Answers what was asked before, then ends the thread. */
  async close(): Promise<void> {
    while (!this.#gone && (this.#countWaiting() > 0 || this.#inFlight.length > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    if (this.#gone) return
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    this.#worker.postMessage('close')
    await ended
  }

  #send(): void {
    if (this.#inFlight.length > 0 || this.#countWaiting() === 0) return
    this.#inFlight = [...this.#waiting.splice(0, MAX_BATCH), ...this.#waitingForPages.splice(0, MAX_PAGES)]
    this.#worker.postMessage(this.#inFlight.map(({ asked }) => asked))
  }

  #countWaiting(): number {
    return this.#waiting.length + this.#waitingForPages.length
  }

  #settle(answers: Answered[]): void {
    const answered = this.#inFlight
    this.#inFlight = []
    this.#send()
    for (const [index, { resolve, reject }] of answered.entries()) {
      const answer = answers[index]!
      if ('value' in answer) resolve(answer.value as never)
      else reject(toError(answer))
    }
  }

  #lose(error: Error): void {
    this.#gone ??= error
    for (const { reject } of [
      ...this.#inFlight.splice(0),
      ...this.#waiting.splice(0),
      ...this.#waitingForPages.splice(0),
    ]) {
      reject(new Refusal('storage_unavailable', 'The store is not available.', 1_000))
    }
  }
}

function toError(answer: Exclude<Answered, { value: unknown }>): Error {
  if ('refusal' in answer) return new Refusal(answer.refusal.code as ErrorCode, answer.refusal.message)
  const { message, stack, isStorage } = answer.fault
  if (isStorage) return new Refusal('storage_unavailable', `The store cannot take this now (${message}).`, 1_000)
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
