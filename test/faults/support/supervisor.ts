/** Starts the server and starts it again when it has died, on the same port and data folder, as systemd would. */
import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '../../support/eventually.ts'
import { type Server, type StartOptions, startServer, temporaryFolder } from '../../support/server.ts'

const ALWAYS = ['--limits', 'off', '--log-level', 'warn']

export class Supervisor {
  readonly dataDir: string
  /** How long each start after a death took, from the death to the first answer, in ms. */
  readonly backAfter: number[] = []
  readonly #options: StartOptions
  #server: Server | undefined

  constructor({ dataDir = temporaryFolder(), ...options }: StartOptions = {}) {
    this.dataDir = dataDir
    this.#options = options
  }

  get server(): Server {
    if (!this.#server) throw new Error('It has not been started.')
    return this.#server
  }

  async start(): Promise<Server> {
    const port = this.#server ? ['--port', String(this.#server.port)] : []
    const args = [...ALWAYS, ...port, ...(this.#options.args ?? [])]
    this.#server = await startServer({ ...this.#options, args, dataDir: this.dataDir })
    return this.#server
  }

  /** kill -9 and a new start. */
  async killAndRestart(): Promise<void> {
    await this.server.kill()
    await this.#comeBack()
  }

  /** SIGTERM and a new start, as for an update. */
  async stopAndRestart(): Promise<void> {
    await this.server.stop()
    await this.#comeBack()
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
