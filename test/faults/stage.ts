/** A server, a user of each kind who talks and listens, and a notebook: the stage of most scenarios. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { MAX_DRAFTS } from '../../client/outbox.ts'
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
import { arrive } from './support/arrive.ts'
import { between, type Random } from './support/random.ts'
import { type Supervised, Supervisor } from './support/supervisor.ts'

/** The time without any progress after which the run is judged as it is in the end, in ms. */
const STUCK_MS = 60_000
/** A browser and a new process for each post are slow, and their speed is not in question here. */
const SLOWER = 4

type StageOptions = {
  cast: Cast
  random: Random
  /** The observers that talk through a wire that can be cut: all, every second one, or none. */
  wired?: 'all' | 'half' | 'none'
}

export class Stage<Servers extends Supervised = Supervisor> {
  readonly notebook = new Notebook()
  readonly supervisor: Servers
  observers: Observer[] = []
  readonly #random: Random
  readonly #scenario: Note = this.notebook.of('scenario', 'scenario')
  #wire: Proxy | undefined
  #browser: Browser | undefined
  #url = ''
  #token = ''
  #talking: Promise<unknown> = Promise.resolve()
  #isTalking = false

  private constructor(supervisor: Servers, random: Random) {
    this.#random = random
    this.supervisor = supervisor
  }

  /** Before one server. */
  static open({ server, ...options }: StageOptions & { server?: StartOptions }): Promise<Stage> {
    return Stage.before(new Supervisor(server), options)
  }

  static async before<Servers extends Supervised>(
    supervisor: Servers,
    { cast, random, wired = 'none' }: StageOptions,
  ): Promise<Stage<Servers>> {
    const stage = new Stage(supervisor, random)
    const entrance = await supervisor.start()
    stage.#url = entrance.url
    stage.#token = await arrive(entrance.url, 'Witness')
    stage.#wire = await startProxy(entrance)
    if (cast.page !== undefined) stage.#browser = await openBrowser()
    const urlFor = async (place: number, isSticky: boolean) => {
      if (wired === 'all' || (wired === 'half' && place % 2 === 0)) return stage.wire.url
      return isSticky ? supervisor.stickyUrl() : entrance.url
    }
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

  /** All observers talk, or those named, each at moments of its own, `everyMs` apart on average. */
  talk(everyMs: number, talkers = this.observers): void {
    this.#isTalking = true
    this.#talking = Promise.all(
      talkers.map(async (observer) => {
        const own = observer.kind === 'page' || observer.kind === 'curl' ? everyMs * SLOWER : everyMs
        while (this.#isTalking) {
          await pause(between(this.#random, own / 2, own * 1.5))
          // With a full outbox a person waits, too.
          if (observer.waiting() < MAX_DRAFTS) observer.say()
        }
      }),
    )
  }

  /** No observer says anything new. */
  async hush(): Promise<void> {
    this.#isTalking = false
    await this.#talking
  }

  /** Until every outbox is empty and all observers know everything; each writes down how it stands when it does. */
  async settle(): Promise<void> {
    await this.hush()
    // After a long outage there are thousands of drafts, and a busy machine takes its time.
    await untilNothing(() => this.observers.reduce((sum, observer) => sum + observer.waiting(), 0))
    const head = await eventually(() => this.#head(), 10_000)
    await Promise.all(
      this.observers.map(async (observer) => {
        await observer.look?.()
        await untilNothing(() => Math.max(0, head - observer.knows()))
        observer.finish()
      }),
    )
  }

  /** Closes the observers, stops the server, and holds what was written down against the store. */
  async judge({ notes = [], failures = [] }: Partial<Pick<Outcome, 'notes' | 'failures'>> = {}): Promise<Outcome> {
    await this.close()
    const store = await this.supervisor.readStore()
    const violations = check(this.notebook, store)
    const all = [...failures, ...(this.supervisor.complaints ?? [])]
    return { ...tally(this.notebook, store, violations), catchUps: catchUps(this.notebook), notes, failures: all }
  }

  async close(): Promise<void> {
    await Promise.all(this.observers.map((observer) => observer.close()))
    await this.#browser?.close()
    await this.wire.cut()
    await this.supervisor.stop()
  }

  async #head(): Promise<number> {
    const path = '/api/rooms/lobby/messages?limit=1'
    const { body } = await ask<HistoryPage>({ url: this.#url }, path, { headers: bearer(this.#token) })
    return body.room.lastSeq
  }
}

/** Until nothing is left, or it has not become less for too long. */
async function untilNothing(left: () => number): Promise<void> {
  let [least, since] = [Infinity, performance.now()]
  for (let now = left(); now > 0 && performance.now() - since < STUCK_MS; now = left()) {
    if (now < least) [least, since] = [now, performance.now()]
    await pause(20)
  }
}
