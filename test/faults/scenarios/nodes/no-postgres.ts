/** One node is cut off from Postgres, by a line that breaks or one that goes silent: it says so, and the others go on. */
import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '../../../support/eventually.ts'
import { type Cast, CAST_OF_NODES, FULL_CAST_OF_NODES } from '../../observers/cast.ts'
import { type Pace, spread, tooSlow } from '../../outcome.ts'
import { Stage } from '../../stage.ts'
import { Cluster } from '../../support/cluster.ts'
import { longestSilence } from '../../timeliness.ts'
import { scenario } from '../scenario.ts'

/** A node that is lost in a transaction keeps the room for itself until Postgres ends its connection. */
const SILENCE_MS = 8_000
const SILENCE: Pace = { max: SILENCE_MS }
const READY_WITHIN_MS = 10_000

type Options = { size: number; cast: Cast; outagesMs: number[]; talkEveryMs: number }

export const noPostgres = scenario<Options>({
  name: 'nodes-no-postgres',
  fault: 'one node cut off from Postgres, loudly and silently',
  promises: 'C1, C2, C3, C4, C5, C6, C7, C8, C12, H16',
  short: { size: 2, cast: CAST_OF_NODES, outagesMs: [1_500], talkEveryMs: 200 },
  long: { size: 3, cast: FULL_CAST_OF_NODES, outagesMs: [5_000, 20_000], talkEveryMs: 200 },
  async run({ size, cast, outagesMs, talkEveryMs }, random, progress) {
    const stage = await Stage.before(await Cluster.make({ size, isWired: true }), { cast, random })
    const [cutOff, ...others] = stage.supervisor.nodes
    const line = cutOff!.line!
    const failures: string[] = []
    const silences: number[] = []
    stage.talk(talkEveryMs)
    for (const ms of outagesMs) {
      for (const how of ['broken', 'silent'] as const) {
        await pause(1_000)
        stage.fault(`the line to Postgres is ${how}`)
        const since = performance.now()
        if (how === 'broken') await line.cut()
        else line.freeze()
        progress(`the line to Postgres is ${how} for ${ms / 1_000} s`)
        await pause(ms)
        if (await cutOff!.supervisor.isReady()) failures.push(`a node without Postgres (${how}) said that it is ready`)
        for (const { supervisor } of others)
          if (ms > SILENCE_MS && !(await supervisor.isReady()))
            failures.push(`another node was not ready either (${how})`)
        silences.push(longestSilence(stage.notebook, since, performance.now()))
        await line.restore()
        stage.heal('mended')
        await eventually(async () => {
          if (!(await cutOff!.supervisor.isReady())) throw new Error('It did not become ready again by itself.')
        }, READY_WITHIN_MS).catch((error: unknown) => failures.push(String(error)))
      }
    }
    await pause(1_000)
    await stage.settle()
    failures.push(...tooSlow('silence of all', silences, SILENCE))
    const lengths = outagesMs.map((ms) => `${ms / 1_000} s`).join(', ')
    return stage.judge({
      failures,
      notes: [`for ${lengths} each; the longest silence of all was ${spread(silences)} ms`],
    })
  },
})
