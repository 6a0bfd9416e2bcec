/** One of several nodes dies, or is not scheduled for a while: the others go on, and its clients with them. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, CAST_OF_NODES, FULL_CAST_OF_NODES } from '../../observers/cast.ts'
import { type Pace, spread, tooSlow } from '../../outcome.ts'
import { Stage } from '../../stage.ts'
import { Cluster } from '../../support/cluster.ts'
import { between } from '../../support/random.ts'
import { longestSilence } from '../../timeliness.ts'
import { scenario } from '../scenario.ts'

const BACK: Pace = { max: 5_000 }
/** A node that stops in the middle of a transaction keeps the room for itself until Postgres ends its connection. */
const SILENCE: Pace = { max: 8_000 }

type Options = {
  size: number
  cast: Cast
  kills: number
  everyMs: [number, number]
  pausesMs: number[]
  talkEveryMs: number
  back: Pace
}

export const lostNode = scenario<Options>({
  name: 'nodes-lost',
  fault: 'one node killed, one paused',
  promises: 'C1, C2, C3, C4, C5, C6, C7, C8, C9, H15',
  short: {
    size: 2,
    cast: CAST_OF_NODES,
    kills: 1,
    everyMs: [500, 1_000],
    pausesMs: [1_500],
    talkEveryMs: 200,
    // Beside other tests a start takes as long as they let it.
    back: {},
  },
  long: {
    size: 3,
    cast: FULL_CAST_OF_NODES,
    kills: 8,
    everyMs: [1_000, 6_000],
    pausesMs: [10_000, 10_000],
    talkEveryMs: 100,
    back: BACK,
  },
  async run({ size, cast, kills, everyMs, pausesMs, talkEveryMs, back }, random, progress) {
    const stage = await Stage.before(await Cluster.make({ size }), { cast, random })
    const { nodes, balancer } = stage.supervisor
    const anyone = () => nodes[between(random, 0, size - 1)]!.supervisor
    const silences: number[] = []
    stage.talk(talkEveryMs)
    for (let number = 1; number <= kills; number++) {
      await pause(between(random, ...everyMs))
      stage.fault('kill -9 of one node')
      await anyone().killAndRestart()
      stage.heal('restarted')
      progress(`killed ${number} of ${kills} times; ${balancer.taken.join(', ')} connections so far`)
    }
    for (const ms of pausesMs) {
      await pause(between(random, ...everyMs))
      stage.fault('SIGSTOP of one node')
      const since = performance.now()
      await anyone().freeze(ms)
      silences.push(longestSilence(stage.notebook, since, performance.now()))
      stage.heal('goes on')
      progress(`paused for ${ms / 1_000} s; nobody was answered for ${Math.round(silences.at(-1)!)} ms`)
    }
    await pause(1_000)
    await stage.settle()
    const backAfter = nodes.flatMap(({ supervisor }) => supervisor.backAfter)
    return stage.judge({
      notes: [
        `${kills} killed, back after p50 / p99 / max ${spread(backAfter)} ms`,
        `${pausesMs.length} paused for ${pausesMs.map((ms) => ms / 1_000).join(', ')} s, in which the longest silence of all was ${spread(silences)} ms`,
      ],
      failures: [...tooSlow('back after a kill', backAfter, back), ...tooSlow('silence of all', silences, SILENCE)],
    })
  },
})
