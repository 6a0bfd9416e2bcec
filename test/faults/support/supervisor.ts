/** Starts the server and starts it again when it has died, on the same port and data folder, as systemd would. */
import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '../../support/eventually.ts'
import { type Server, type StartOptions, startServer, temporaryFolder } from '../../support/server.ts'
import { readStore, type Store } from '../store.ts'

const ALWAYS = ['--limits', 'off', '--log-level', 'warn']

/** Whatever observers talk to: one server, or several behind a balancer. */
export type Supervised = {
  /** Answers with where observers enter. */
  start: () => Promise<{ url: string; port: number }>
  /** The address for an observer whose requests must all come to the same server. */
  stickyUrl: () => Promise<string>
  stop: () => Promise<unknown>
  /** Everything that is kept, once it has stopped. */
  readStore: () => Promise<Store>
  /** Faults that no observer noticed, or that would make the run prove nothing. */
  readonly complaints?: readonly string[]
}

export class Supervisor implements Supervised {
  readonly dataDir: string
  /** How long each start after a death took, from the death to the first answer, in ms. */
  readonly backAfter: number[] = []
  /** How each stop in order went, in ms and with the code of its exit. */
  readonly stops: { ms: number; code: number | null }[] = []
  readonly #options: StartOptions
  readonly #servers: Server[] = []

  constructor({ dataDir = temporaryFolder(), ...options }: StartOptions = {}) {
    this.dataDir = dataDir
    this.#options = options
  }

  get server(): Server {
    const server = this.#servers.at(-1)
    if (!server) throw new Error('It has not been started.')
    return server
  }

  async start(): Promise<Server> {
    const port = this.#servers[0] ? ['--port', String(this.#servers[0].port)] : []
    const args = [...ALWAYS, ...port, ...(this.#options.args ?? [])]
    this.#servers.push(await startServer({ ...this.#options, args, dataDir: this.dataDir }))
    return this.server
  }

  /** kill -9 and a new start. */
  async killAndRestart(): Promise<void> {
    await this.server.kill()
    await this.#comeBack()
  }

  /** SIGTERM and a new start, as for an update. */
  async stopAndRestart(): Promise<void> {
    const beganAt = performance.now()
    const { code } = await this.server.stop()
    this.stops.push({ ms: performance.now() - beganAt, code })
    await this.#comeBack()
  }

  /** The lines that it, and those before it, logged as mistakes of the program. */
  get bugs(): string[] {
    return this.#servers.flatMap(({ stderr }) => stderr.split('\n').filter((line) => line.includes('"a bug"')))
  }

  async stop(): Promise<void> {
    await this.server.stop()
  }

  async stickyUrl(): Promise<string> {
    return this.server.url
  }

  async readStore(): Promise<Store> {
    return readStore(this.dataDir)
  }

  /** The process stops being scheduled, as on a machine that swaps or a laptop that sleeps. */
  async freeze(ms: number): Promise<void> {
    process.kill(this.server.pid, 'SIGSTOP')
    try {
      await pause(ms)
    } finally {
      process.kill(this.server.pid, 'SIGCONT')
    }
  }

  async isReady(): Promise<boolean> {
    const response = await fetch(`${this.server.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    )
    return response?.status === 200
  }

  async #comeBack(): Promise<void> {
    const diedAt = performance.now()
    await this.start()
    await eventually(async () => {
      if (!(await this.isReady())) throw new Error('It is not ready.')
    }, 20_000)
    this.backAfter.push(performance.now() - diedAt)
  }
}
