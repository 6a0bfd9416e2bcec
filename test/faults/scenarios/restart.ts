/** The server is stopped and started again with all connected: they come back at the same moment. */
import { setTimeout as pause } from 'node:timers/promises'
import { CrowdRun } from '../crowd-run.ts'
import { type Pace, tooSlow, UNHURRIED } from '../outcome.ts'
import { type Scenario, scenario } from './scenario.ts'

const PROMISED = { p50: 2_000, p99: 5_000 }
const ALL_BACK_WITHIN_MS = 60_000

type Options = { clients: number; perSecond: number; promised: Pace }

const restartWith = (short: Options | undefined, long: Options): Scenario =>
  scenario<Options>({
    name: `restart-${long.clients}`,
    fault: 'restart with everybody connected',
    promises: 'C3, C6, C7, C14',
    short,
    long,
    async run({ clients, perSecond, promised }, random, progress) {
      const run = await CrowdRun.open(clients, random)
      const { crowd } = run
      progress(`${clients} clients are connected`)
      crowd.talk(perSecond)
      await pause(2_000)
      await run.interrupt('restart', () => run.supervisor.stopAndRestart())
      progress('the server is back')
      const deadline = performance.now() + ALL_BACK_WITHIN_MS
      while (crowd.catchUps.length < clients && performance.now() < deadline) await pause(20)
      progress(`${crowd.here} of ${clients} are back`)
      await crowd.settle()
      const failures = tooSlow('all back and caught up', crowd.catchUps, promised)
      if (crowd.catchUps.length < clients) failures.push(`${crowd.catchUps.length} of ${clients} came back`)
      return run.judge({ failures, notes: [`${clients} clients, ${perSecond} messages a second`] })
    },
  })

export const restart = restartWith(
  { clients: 150, perSecond: 20, promised: UNHURRIED },
  { clients: 1_000, perSecond: 20, promised: PROMISED },
)

export const restartLarge = restartWith(undefined, { clients: 5_000, perSecond: 5, promised: PROMISED })
