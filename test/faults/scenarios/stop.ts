/** The server stops running for a while and then goes on as if nothing had been. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { Stage } from '../stage.ts'
import { blockEventLoop, inspected } from '../support/inspector.ts'
import { type Scenario, scenario } from './scenario.ts'

type Options = { cast: Cast; stillMs: number; talkEveryMs: number }

const stillness = (
  name: string,
  fault: string,
  beStill: (stage: Stage, ms: number) => Promise<void>,
  long: number,
): Scenario =>
  scenario<Options>({
    name,
    fault,
    promises: 'C2, C3, C4, C6, C7',
    short: { cast: SMALL_CAST, stillMs: 2_000, talkEveryMs: 80 },
    long: { cast: FULL_CAST, stillMs: long, talkEveryMs: 200 },
    async run({ cast, stillMs, talkEveryMs }, random, progress) {
      const stage = await Stage.open({ cast, random, server: inspected })
      stage.talk(talkEveryMs)
      await pause(1_500)
      stage.fault(name)
      progress(`${name} for ${stillMs / 1_000} s`)
      await beStill(stage, stillMs)
      stage.heal('goes on')
      await pause(2_000)
      const failures = stage.supervisor.server.process.isAlive ? [] : ['the server did not survive it']
      await stage.settle()
      return stage.judge({ failures, notes: [`${stillMs / 1_000} s`] })
    },
  })

export const stop = stillness('stop', 'SIGSTOP, later SIGCONT', (stage, ms) => stage.supervisor.freeze(ms), 30_000)

export const blockedLoop = stillness(
  'blocked-loop',
  'the event loop blocked',
  (stage, ms) => blockEventLoop(stage.supervisor.server, ms),
  5_000,
)
