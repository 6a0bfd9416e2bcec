/** The main thread's side of the thread that sends pushes. It is started with the first one. */
import { Worker } from 'node:worker_threads'
import type { AllowedHost } from './outside/allowed-hosts.ts'
import type { Push, Pushed } from './push/send.ts'
import type { PushSubscription, VapidKeys } from './store/notices-store.ts'

export type PushThreadData = {
  vapid: VapidKeys
  subject: string
  sealingKey: Uint8Array
  allowed: readonly AllowedHost[]
  userAgent: string
}
export type AskedPush = {
  id: number
  subscription: PushSubscription
  push: Omit<Push, 'payload'> & { payload: Uint8Array }
}
export type AnsweredPush = { id: number; pushed: Pushed } | { id: number; error: unknown }

type Waiting = { resolve: (pushed: Pushed) => void; reject: (error: unknown) => void }

export class PushThread {
  readonly #data: PushThreadData
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #asked = 0
  #isStopped = false

  constructor(data: PushThreadData) {
    this.#data = data
  }

  send(subscription: PushSubscription, push: Push): Promise<Pushed> {
    if (this.#isStopped) return Promise.resolve({ was: 'again' })
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ id, subscription, push } satisfies AskedPush)
    })
  }

  /** What is under way is sent again by whoever comes next. */
  stop(): void {
    this.#isStopped = true
    this.#worker?.postMessage('stop')
    this.#giveUp((waiting) => waiting.resolve({ was: 'again' }))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./push-worker.ts', import.meta.url), { workerData: this.#data })
    worker.unref()
    worker.on('message', (answer: AnsweredPush) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('pushed' in answer) waiting?.resolve(answer.pushed)
      else waiting?.reject(answer.error)
    })
    worker.on('error', (error) => {
      // The next push starts another one.
      this.#worker = undefined
      this.#giveUp((waiting) => waiting.reject(error))
    })
    return worker
  }

  #giveUp(tell: (waiting: Waiting) => void): void {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    all.forEach(tell)
  }
}
