/** Nodes that do not hear each other, or not in time: what one of them accepts is known on all within five seconds. */
import { setTimeout as pause } from 'node:timers/promises'
import { findRedis } from '../../../support/redis.ts'
import { type Cast, CAST_OF_NODES, FULL_CAST_OF_NODES } from '../../observers/cast.ts'
import { type Pace, spread, tooSlow, UNHURRIED } from '../../outcome.ts'
import { Stage } from '../../stage.ts'
import { Cluster } from '../../support/cluster.ts'
import { heardAfter } from '../../timeliness.ts'
import { scenario } from '../scenario.ts'

const HEARD: Pace = { max: 5_000 }
/** Comparing every two seconds, a node does not find each of many messages sooner than this. */
const UNLIKELY_MS = 500

type Options = { size: number; cast: Cast; lastsMs: number; talkEveryMs: number; heard: Pace }

const SHORT: Options = { size: 2, cast: CAST_OF_NODES, lastsMs: 3_000, talkEveryMs: 200, heard: UNHURRIED }
const LONG: Options = { size: 3, cast: FULL_CAST_OF_NODES, lastsMs: 60_000, talkEveryMs: 200, heard: HEARD }

/** The voice’s own function, in a schema that is looked into before that of Postgres: it says nothing. */
const DUMB = `create function public.pg_notify(text, text) returns void language sql as 'select'`

/**
 * While all talk, each node finds a hole before what its own clients say, and closes it. Where one alone talks, the other
 * nodes learn of it only by comparing with the store.
 */
async function talkThrough(stage: Stage<Cluster>, everyMs: number, ms: number): Promise<void> {
  await pause(ms / 2)
  await stage.hush()
  stage.talk(everyMs, [stage.observers.find(({ kind }) => kind === 'raw')!])
  await pause(ms / 2)
  await stage.hush()
  stage.talk(everyMs)
}

export const unheard = scenario<Options>({
  name: 'nodes-unheard',
  fault: 'every word between nodes lost, without a word about it',
  promises: 'C3, C6, C7, C10, H18',
  short: SHORT,
  long: LONG,
  async run({ size, cast, lastsMs, talkEveryMs, heard }, random, progress) {
    const cluster = await Cluster.make({ size })
    const [database] = await cluster.run('select current_database() as name')
    await cluster.run(`alter database ${String(database?.name)} set search_path = public, pg_catalog`)
    const stage = await Stage.before(cluster, { cast, random })
    stage.talk(talkEveryMs)
    await pause(1_000)
    await cluster.run(DUMB)
    progress(`nodes do not hear each other for ${lastsMs / 1_000} s`)
    await talkThrough(stage, talkEveryMs, lastsMs)
    await cluster.run('drop function public.pg_notify(text, text)')
    await pause(1_000)
    await stage.settle()
    const figures = heardAfter(stage.notebook)
    const failures = tooSlow('heard after the ack', figures, heard)
    if (Math.max(...figures) < UNLIKELY_MS) failures.push('all was heard at once: the words were not lost')
    return stage.judge({
      failures,
      notes: [`for ${lastsMs / 1_000} s; heard after the ack p50 / p99 / max ${spread(figures)} ms`],
    })
  },
})

export const redis = scenario<Options>({
  name: 'nodes-redis',
  fault: 'Redis flushed and restarted, one node cut off from it loudly and silently',
  promises: 'C3, C6, C7, C10, H18',
  short: { ...SHORT, lastsMs: 1_500 },
  long: { ...LONG, lastsMs: 15_000 },
  async run({ size, cast, lastsMs, talkEveryMs, heard }, random, progress) {
    if (findRedis() === undefined) return { skipped: 'skipped: redis-server not found' }
    const cluster = await Cluster.make({ size, voice: 'redis', isWired: true })
    const stage = await Stage.before(cluster, { cast, random })
    const line = cluster.nodes[0]!.line!
    const voice = cluster.redis!
    const faults: [string, () => Promise<void> | void, () => Promise<void>][] = [
      ['Redis is flushed', () => voice.run('FLUSHALL'), async () => undefined],
      ['Redis is away', () => voice.stop(), () => voice.start()],
      ['the line of a node to Redis is broken', () => line.cut(), () => line.restore()],
      ['the line of a node to Redis is silent', () => line.freeze(), () => line.restore()],
    ]
    stage.talk(talkEveryMs)
    for (const [name, breakIt, mend] of faults) {
      await pause(1_000)
      progress(name)
      await breakIt()
      await talkThrough(stage, talkEveryMs, lastsMs)
      await mend()
    }
    await pause(1_000)
    await stage.settle()
    const figures = heardAfter(stage.notebook)
    return stage.judge({
      failures: tooSlow('heard after the ack', figures, heard),
      notes: [`each for ${lastsMs / 1_000} s; heard after the ack p50 / p99 / max ${spread(figures)} ms`],
    })
  },
})
