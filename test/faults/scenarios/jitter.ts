/** A bad network: all are cut off every so often, the server dies once in the middle, and all keep talking. */
import { setTimeout as pause } from 'node:timers/promises'
import { CrowdRun } from '../crowd-run.ts'
import { type Pace, tooSlow, UNHURRIED } from '../outcome.ts'
import { scenario } from './scenario.ts'

const PROMISED = { p99: 3_000, max: 6_000 }

type Options = {
  clients: number
  cutEveryMs: number
  awayMs: number
  lastsMs: number
  perSecond: number
  promised: Pace
}

export const jitter = scenario<Options>({
  name: 'jitter',
  fault: 'everybody cut off every so often, one kill -9 in the middle',
  promises: 'C1, C2, C3, C4, C5, C6, C7',
  short: { clients: 60, cutEveryMs: 4_000, awayMs: 1_000, lastsMs: 8_000, perSecond: 20, promised: UNHURRIED },
  long: { clients: 1_000, cutEveryMs: 15_000, awayMs: 2_000, lastsMs: 90_000, perSecond: 20, promised: PROMISED },
  async run({ clients, cutEveryMs, awayMs, lastsMs, perSecond, promised }, random, progress) {
    const run = await CrowdRun.open(clients, random)
    const { crowd } = run
    progress(`${clients} clients are connected`)
    crowd.talk(perSecond)
    const stopCutting = crowd.cutEach(cutEveryMs, awayMs)
    await pause(lastsMs / 2)
    progress('now the server is killed too')
    await run.interrupt('kill -9', () => run.supervisor.killAndRestart())
    await pause(lastsMs / 2)
    const cuts = stopCutting()
    await pause(awayMs)
    run.heal()
    await crowd.settle()
    progress(`${cuts} cuts, ${crowd.here} of ${clients} are here`)
    return run.judge({
      failures: tooSlow('catching up', crowd.catchUps, promised),
      notes: [`${clients} clients, ${cuts} cuts of ${awayMs / 1_000} s in ${lastsMs / 1_000} s, one kill -9`],
    })
  },
})
