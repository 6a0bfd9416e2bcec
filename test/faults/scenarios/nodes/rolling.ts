/**
 * Three nodes are stopped and started again one after the other, as for an update, while everybody talks. From the first
 * restart on the balancer gives nothing new to the nodes that are still to be restarted, as docs/self-hosting.md says.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { eventually } from '../../../support/eventually.ts'
import { type Cast, CAST_OF_NODES, FULL_CAST_OF_NODES } from '../../observers/cast.ts'
import { type Pace, tooSlow } from '../../outcome.ts'
import { Stage } from '../../stage.ts'
import { Cluster } from '../../support/cluster.ts'
import { away, reconnects } from '../../timeliness.ts'
import { scenario } from '../scenario.ts'

const MOST_RECONNECTS = 2
/** On the slowest machine. */
const BACK_WITHIN_MS = 60_000
const STOPPED: Pace = { max: 10_000 }

type Options = { cast: Cast; rounds: number; betweenMs: number; talkEveryMs: number }

export const rolling = scenario<Options>({
  name: 'nodes-rolling',
  fault: 'three nodes restarted one after the other',
  promises: 'C1, C2, C3, C4, C5, C6, C7, C8, C9, C14, H14',
  short: { cast: { ...CAST_OF_NODES, raw: 3 }, rounds: 1, betweenMs: 1_500, talkEveryMs: 400 },
  long: {
    cast: { ...FULL_CAST_OF_NODES, raw: 6 },
    rounds: 3,
    betweenMs: 6_000,
    talkEveryMs: 200,
  },
  async run({ cast, rounds, betweenMs, talkEveryMs }, random, progress) {
    const stage = await Stage.before(await Cluster.make({ size: 3 }), { cast, random })
    const { nodes, balancer } = stage.supervisor
    const failures: string[] = []
    let most = 0
    stage.talk(talkEveryMs)
    for (let round = 1; round <= rounds; round++) {
      const before = reconnects(stage.notebook)
      for (const [place, { supervisor }] of nodes.entries()) {
        await pause(betweenMs)
        stage.fault('SIGTERM')
        await supervisor.stopAndRestart()
        balancer.spare([...nodes.keys()].slice(place + 1))
        stage.heal('started again')
        progress(`round ${round}: ${balancer.taken.join(', ')} connections so far`)
      }
      // Those that are still on their way back belong to this round.
      await eventually(() => {
        const missing = away(stage.notebook)
        if (missing.length > 0) throw new Error(`${missing.join(', ')} did not come back in round ${round}`)
      }, BACK_WITHIN_MS)
      for (const [observer, count] of reconnects(stage.notebook)) {
        const again = count - (before.get(observer) ?? 0)
        most = Math.max(most, again)
        if (again > MOST_RECONNECTS) failures.push(`${observer} connected again ${again} times in round ${round}`)
      }
    }
    await stage.settle()
    const stops = nodes.flatMap(({ supervisor }) => supervisor.stops)
    failures.push(
      ...tooSlow(
        'stopping',
        stops.map(({ ms }) => ms),
        STOPPED,
      ),
    )
    const unclean = stops.filter(({ code }) => code !== 0)
    if (unclean.length > 0) failures.push(`${unclean.length} of ${stops.length} stops did not end with 0`)
    const longest = Math.round(Math.max(...stops.map(({ ms }) => ms)))
    const notes = [
      `${rounds} rounds; nobody connected again more than ${most} times in one; the longest stop took ${longest} ms`,
    ]
    return stage.judge({ failures, notes })
  },
})
