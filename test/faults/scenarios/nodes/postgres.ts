/** Postgres is restarted, in order and at once; and all connections of one node are ended, also in their transactions. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, CAST_OF_NODES, FULL_CAST_OF_NODES } from '../../observers/cast.ts'
import { only } from '../../rules/rule.ts'
import { Stage } from '../../stage.ts'
import { Cluster } from '../../support/cluster.ts'
import { scenario } from '../scenario.ts'

/** Codes of a failure that a client may try again: everything else would be a lie about the message. */
const HONEST = new Set(['storage_unavailable', 'overloaded'])
/** How many times connections are ended, at most, until enough of them were in a transaction. */
const MOST_CUTS = 400

type Options = {
  size: number
  cast: Cast
  awayMs: number[]
  cutEveryMs: number
  inTransactions: number
  talkEveryMs: number
}

export const postgresAway = scenario<Options>({
  name: 'nodes-postgres',
  fault: 'Postgres restarted, and connections to it ended',
  promises: 'C1, C2, C3, C4, C5, C6, C7, C8, C12, H17',
  short: { size: 2, cast: CAST_OF_NODES, awayMs: [500], cutEveryMs: 40, inTransactions: 1, talkEveryMs: 150 },
  long: {
    size: 3,
    cast: FULL_CAST_OF_NODES,
    awayMs: [1_000, 10_000],
    cutEveryMs: 40,
    inTransactions: 40,
    talkEveryMs: 50,
  },
  async run({ size, cast, awayMs, cutEveryMs, inTransactions, talkEveryMs }, random, progress) {
    const stage = await Stage.before(await Cluster.make({ size }), { cast, random })
    const { nodes, postgres } = stage.supervisor
    const failures: string[] = []
    stage.talk(talkEveryMs)
    for (const ms of awayMs) {
      for (const how of ['fast', 'immediate'] as const) {
        await pause(1_500)
        stage.fault(`Postgres stopped (${how})`)
        await postgres.stop(how)
        progress(`Postgres is away for ${ms / 1_000} s (${how})`)
        await pause(ms)
        for (const { supervisor } of nodes)
          if (await supervisor.isReady()) failures.push('a node without Postgres said that it is ready')
        await postgres.start()
        stage.heal('Postgres is back')
      }
    }
    await pause(1_500)
    stage.fault('connections ended')
    let [cuts, hit] = [0, 0]
    while (hit < inTransactions && cuts < MOST_CUTS) {
      hit += await stage.supervisor.cutConnections(nodes[cuts++ % size]!)
      await pause(cutEveryMs)
    }
    stage.heal('left alone')
    progress(`connections ended ${cuts} times, ${hit} of them in a transaction`)
    if (hit < inTransactions) failures.push(`${hit} connections were in a transaction when they were ended`)
    await pause(1_500)
    await stage.settle()
    const refused = [...only(stage.notebook, 'nack')].map(({ code }) => code)
    const others = new Set(refused.filter((code) => !HONEST.has(code)))
    if (others.size > 0) failures.push(`refused with ${[...others].join(', ')}`)
    const lengths = awayMs.map((ms) => `${ms / 1_000} s`).join(', ')
    const notes = [
      `away for ${lengths}, in order and at once; all connections of a node ended ${cuts} times, ${hit} of them in a transaction; ${refused.length} sends refused`,
    ]
    return stage.judge({ failures, notes })
  },
})
