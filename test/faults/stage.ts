/** A server, somebody of each kind who talks and listens, and a notebook: what most scenarios play on. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import type { HistoryPage } from '../../protocol/models.ts'
import { openBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer } from '../support/http.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import type { StartOptions } from '../support/server.ts'
import { catchUps } from './catch-up.ts'
import { check } from './check.ts'
import { type Note, Notebook } from './history.ts'
import { type Cast, enterCast } from './observers/cast.ts'
import type { Observer } from './observers/observer.ts'
import { type Outcome, tally } from './outcome.ts'
import { readStore } from './store.ts'
import { arrive } from './support/arrive.ts'
import { between, type Random } from './support/random.ts'
import { Supervisor } from './support/supervisor.ts'

/** For how long everybody may need in the end until the run is judged as it is, in ms. */
const SETTLES_WITHIN_MS = 60_000
/** A browser and a new process for each post are slow, and how fast they are is not what is asked here. */
const SLOWER = 4

export type StageOptions = {
  cast: Cast
  random: Random
  /** Which observers talk through a wire that can be cut: every second one, or none. */
  wired?: 'all' | 'half' | 'none'
  server?: StartOptions
}

export class Stage {
  readonly notebook = new Notebook()
  readonly supervisor: Supervisor
  observers: Observer[] = []
  readonly #random: Random
  readonly #scenario: Note = this.notebook.of('scenario', 'scenario')
  #wire: Proxy | undefined
  #browser: Browser | undefined
  #token = ''
  #talking: Promise<unknown> = Promise.resolve()
  #isTalking = false

  private constructor({ random, server }: StageOptions) {
    this.#random = random
    this.supervisor = new Supervisor(server)
  }

  static async open(options: StageOptions): Promise<Stage> {
    const { cast, random, wired = 'none' } = options
    const stage = new Stage(options)
    const server = await stage.supervisor.start()
    stage.#token = await arrive(server.url, 'Witness')
    stage.#wire = await startProxy(server)
    if (cast.page !== undefined) stage.#browser = await openBrowser()
    const urlFor = (place: number) =>
      wired === 'all' || (wired === 'half' && place % 2 === 0) ? stage.wire.url : server.url
    const { notebook } = stage
    stage.observers = await enterCast({ cast, notebook, random, browser: stage.#browser, urlFor })
    return stage
  }

  get wire(): Proxy {
    if (!this.#wire) throw new Error('There is no wire yet.')
    return this.#wire
  }

  fault(name: string): void {
    this.#scenario({ what: 'fault', name })
  }

  heal(name: string): void {
    this.#scenario({ what: 'heal', name })
  }

  /** Everybody talks, each at moments of its own, `everyMs` apart on average. */
  talk(everyMs: number): void {
    this.#isTalking = true
    this.#talking = Promise.all(
      this.observers.map(async (observer) => {
        const own = observer.kind === 'page' || observer.kind === 'curl' ? everyMs * SLOWER : everyMs
        while (this.#isTalking) {
          await pause(between(this.#random, own / 2, own * 1.5))
          observer.say()
        }
      }),
    )
  }

  /** Nobody says anything new. */
  async hush(): Promise<void> {
    this.#isTalking = false
    await this.#talking
  }

  /** Until every outbox is empty and everybody knows everything; each writes down how it stands when it does. */
  async settle(): Promise<void> {
    await this.hush()
    const deadline = performance.now() + SETTLES_WITHIN_MS
    const isTime = () => performance.now() < deadline
    while (this.observers.some((observer) => observer.waiting() > 0) && isTime()) await pause(20)
    const head = await eventually(() => this.#head(), 10_000)
    await Promise.all(
      this.observers.map(async (observer) => {
        await observer.look?.()
        while (observer.knows() < head && isTime()) await pause(20)
        observer.finish()
      }),
    )
  }

  /** Sends everybody home, stops the server, and holds what was written down against the store. */
  async judge({ notes = [], failures = [] }: Partial<Pick<Outcome, 'notes' | 'failures'>> = {}): Promise<Outcome> {
    await this.close()
    const store = readStore(this.supervisor.dataDir)
    const violations = check(this.notebook, store)
    return { ...tally(this.notebook, store, violations), catchUps: catchUps(this.notebook), notes, failures }
  }

  async close(): Promise<void> {
    await Promise.all(this.observers.map((observer) => observer.close()))
    await this.#browser?.close()
    await this.wire.cut()
    await this.supervisor.server.stop()
  }

  async #head(): Promise<number> {
    const path = '/api/rooms/lobby/messages?limit=1'
    const { body } = await ask<HistoryPage>(this.supervisor.server, path, { headers: bearer(this.#token) })
    return body.room.lastSeq
  }
}
