/** A crowd before a server of its own: what the scenarios with a thousand clients play on. */
import { check } from './check.ts'
import { type Note, Notebook } from './history.ts'
import { Crowd } from './observers/crowd.ts'
import { type Outcome, tally } from './outcome.ts'
import { readStore } from './store.ts'
import type { Random } from './support/random.ts'
import { Supervisor } from './support/supervisor.ts'

export class CrowdRun {
  readonly supervisor: Supervisor
  readonly crowd: Crowd
  readonly #notebook = new Notebook()
  readonly #scenario: Note = this.#notebook.of('scenario', 'scenario')

  private constructor(supervisor: Supervisor, crowd: Crowd) {
    this.supervisor = supervisor
    this.crowd = crowd
    this.#notebook.include(crowd.log)
  }

  static async open(size: number, random: Random): Promise<CrowdRun> {
    const supervisor = new Supervisor()
    const { port } = await supervisor.start()
    return new CrowdRun(supervisor, await Crowd.gather(size, port, random))
  }

  /** The server goes down in this way and comes back. */
  async interrupt(how: 'killAndRestart' | 'stopAndRestart'): Promise<void> {
    this.#scenario({ what: 'fault', name: how })
    await this.supervisor[how]()
    this.heal()
  }

  heal(): void {
    this.crowd.serverIsBack()
    this.#scenario({ what: 'heal', name: 'restarted' })
  }

  async judge({ notes, failures }: Pick<Outcome, 'notes' | 'failures'>): Promise<Outcome> {
    const { catchUps, stuck } = this.crowd
    this.crowd.close()
    await this.supervisor.server.stop()
    const store = readStore(this.supervisor.dataDir)
    const violations = check(this.#notebook, store)
    return { ...tally(this.#notebook, store, violations), catchUps, notes, failures: [...failures, ...stuck] }
  }
}
