/** A crowd before a server of its own: the stage of the scenarios with a thousand clients. */
import { check } from './check.ts'
import { type Note, Notebook } from './history.ts'
import { Crowd } from './observers/crowd.ts'
import { type Outcome, tally } from './outcome.ts'
import type { Random } from './support/random.ts'
import { type Supervised, Supervisor } from './support/supervisor.ts'

export class CrowdRun<Servers extends Supervised = Supervisor> {
  readonly supervisor: Servers
  readonly crowd: Crowd
  readonly #notebook = new Notebook()
  readonly #scenario: Note = this.#notebook.of('scenario', 'scenario')

  private constructor(supervisor: Servers, crowd: Crowd) {
    this.supervisor = supervisor
    this.crowd = crowd
    this.#notebook.include(crowd.log)
  }

  static open(size: number, random: Random): Promise<CrowdRun> {
    return CrowdRun.before(new Supervisor(), size, random)
  }

  static async before<Servers extends Supervised>(
    supervisor: Servers,
    size: number,
    random: Random,
  ): Promise<CrowdRun<Servers>> {
    const { port } = await supervisor.start()
    return new CrowdRun(supervisor, await Crowd.gather(size, port, random))
  }

  /** The server goes down in this way and comes back. */
  async interrupt(how: string, goDownAndComeBack: () => Promise<void>): Promise<void> {
    this.#scenario({ what: 'fault', name: how })
    await goDownAndComeBack()
    this.heal()
  }

  heal(): void {
    this.crowd.serverIsBack()
    this.#scenario({ what: 'heal', name: 'restarted' })
  }

  async judge({ notes, failures }: Pick<Outcome, 'notes' | 'failures'>): Promise<Outcome> {
    const { catchUps, stuck } = this.crowd
    this.crowd.close()
    await this.supervisor.stop()
    const store = await this.supervisor.readStore()
    const violations = check(this.#notebook, store)
    return {
      ...tally(this.#notebook, store, violations),
      catchUps,
      notes,
      failures: [...failures, ...stuck, ...(this.supervisor.complaints ?? [])],
    }
  }
}
