/** The server is killed at random moments, and started again by its supervisor. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { type Pace, spread, tooSlow, UNHURRIED } from '../outcome.ts'
import { Stage } from '../stage.ts'
import { between } from '../support/random.ts'
import { scenario } from './scenario.ts'

const BACK: Pace = { max: 5_000 }

type Options = { cast: Cast; kills: number; everyMs: [number, number]; talkEveryMs: number; back: Pace }

export const kill = scenario<Options>({
  name: 'kill',
  fault: 'kill -9 of the server, supervised',
  promises: 'C1, C2, C3, C4, C5, C6, C7, C8, C9',
  short: { cast: SMALL_CAST, kills: 3, everyMs: [600, 1_500], talkEveryMs: 60, back: UNHURRIED },
  long: { cast: FULL_CAST, kills: 20, everyMs: [1_000, 8_000], talkEveryMs: 100, back: BACK },
  async run({ cast, kills, everyMs, talkEveryMs, back }, random, progress) {
    const stage = await Stage.open({ cast, random })
    const mortals = stage.observers.filter(({ crash }) => crash)
    stage.talk(talkEveryMs)
    for (let number = 1; number <= kills; number++) {
      await pause(between(random, ...everyMs))
      stage.fault('kill -9')
      // A client may die at the same time: afterwards it has only its data on disk.
      if (number % 3 === 0) mortals[between(random, 0, mortals.length - 1)]?.crash?.()
      await stage.supervisor.killAndRestart()
      stage.heal('restarted')
      progress(`killed ${number} of ${kills} times`)
    }
    await pause(1_000)
    await stage.settle()
    const { backAfter } = stage.supervisor
    return stage.judge({
      notes: [`back after p50 / p99 / max ${spread(backAfter)} ms`],
      failures: tooSlow('back after a kill', backAfter, back),
    })
  },
})
