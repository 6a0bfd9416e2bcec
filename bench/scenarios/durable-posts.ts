/**
 * Durable posts: 50 connections with 20 messages in flight each; every ack means that the message is on the disk. Also
 * 200 posts a second, for the time until the ack.
 */
import { randomUUID } from 'node:crypto'
import { startPostgres } from '../../test/support/postgres.ts'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { connectRaw } from '../support/raw-socket.ts'
import { type RunningEarshot, startEarshot } from '../support/servers.ts'

const CONNECTIONS = 50
const IN_FLIGHT = 20
const RATE = 200
const WARM_UP_MS = 1_000
const MEASURED_MS = 4_000
const RUNS = 3
const NODES = 3

type Measured = { perSecond: number; cpuMicros: number; p50: number; p99: number; refused: number }

export async function durablePosts(): Promise<Record<string, Figures>> {
  // Generator and server share both cores: that is how the figure in the goal is meant.
  const server = await startEarshot('0,1')
  try {
    return { earshot: figuresOf(await measure([server])) }
  } finally {
    await server.stop()
  }
}

/** SQLite and Postgres in turn, on the same machine: one table for as many as fit, one for 200 a second. */
export async function durablePostsOnPostgres(): Promise<Record<string, Figures>[]> {
  const postgres = await startPostgres(['fsync=on', 'full_page_writes=on'])
  const onPostgres = async (nodes: number) => {
    const env = { DATABASE_URL: await postgres.newDatabase() }
    const servers: RunningEarshot[] = []
    for (let count = 0; count < nodes; count++) servers.push(await startEarshot('0,1', undefined, { env }))
    return servers
  }
  const places: Record<string, () => Promise<RunningEarshot[]>> = {
    SQLite: async () => [await startEarshot('0,1')],
    'Postgres, one node': () => onPostgres(1),
    [`Postgres, ${NODES} nodes`]: () => onPostgres(NODES),
  }
  const full: Record<string, Measured[]> = {}
  const calm: Record<string, Measured[]> = {}
  for (let run = 0; run < RUNS; run++) {
    for (const [name, start] of Object.entries(places)) {
      const servers = await start()
      ;(calm[name] ??= []).push(await measure(servers, RATE))
      ;(full[name] ??= []).push(await measure(servers))
      for (const server of servers) await server.stop()
    }
  }
  await postgres.stop()
  return [medians(full, 'perSecond'), medians(calm, 'p50')]
}

/** The median run by the figure that counts, and its ratio to SQLite’s in the same run. */
function medians(measured: Record<string, Measured[]>, by: 'perSecond' | 'p50'): Record<string, Figures> {
  const controls = measured['SQLite']!
  return Object.fromEntries(
    Object.entries(measured).map(([name, runs]) => {
      const ratios = runs.map((run, place) => run[by] / controls[place]![by])
      const median = runs.toSorted((one, other) => one[by] - other[by])[Math.floor(runs.length / 2)]!
      return [name, { ...figuresOf(median), 'ratio to SQLite': percentile(ratios, 0.5).toFixed(2) }]
    }),
  )
}

const figuresOf = ({ perSecond, cpuMicros, p50, p99, refused }: Measured): Figures => ({
  'posts/s': Math.round(perSecond),
  'server µs/post': Math.round(cpuMicros),
  'p50 ms': Number(p50.toPrecision(2)),
  'p99 ms': Number(p99.toPrecision(2)),
  refused,
})

/** As many posts as the servers take, or `rate` a second. The connections are shared out evenly. */
async function measure(servers: RunningEarshot[], rate?: number): Promise<Measured> {
  const sentAt = new Map<string, number>()
  const waits: number[] = []
  let nextId = 0
  let refused = 0
  let isOver = false

  const posters = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const socket = await connectRaw(
        servers[index % servers.length]!.port,
        '/chat',
        `poster ${randomUUID().slice(0, 8)}`,
        {
          onAck: (id, frame) => {
            const key = `${index} ${id}`
            waits.push(performance.now() - sentAt.get(key)!)
            sentAt.delete(key)
            if (!frame.includes('"ok":true')) refused++
            if (!isOver && rate === undefined) post()
          },
        },
      )
      const post = () => {
        const id = ++nextId
        sentAt.set(`${index} ${id}`, performance.now())
        socket.send(
          'message:send',
          { roomId: 'lobby', clientId: randomUUID(), body: `Hello there, this is message number ${id} of many` },
          id,
        )
      }
      return { socket, post }
    }),
  )
  let turn = 0
  const began = performance.now()
  const posting =
    rate === undefined
      ? undefined
      : setInterval(() => {
          for (; turn < ((performance.now() - began) * rate) / 1_000; turn++) posters[turn % CONNECTIONS]!.post()
        }, 1)
  if (rate === undefined) for (const { post } of posters) for (let count = 0; count < IN_FLIGHT; count++) post()

  const cpuMicros = () => servers.reduce((sum, server) => sum + server.cpuMicros(), 0)
  await sleep(WARM_UP_MS)
  waits.length = 0
  const cpuBefore = cpuMicros()
  await sleep(MEASURED_MS)
  const [acked, cpu] = [waits.length, cpuMicros() - cpuBefore]
  const measured = waits.slice(0, acked)
  isOver = true
  clearInterval(posting)
  // Those under way come to an end, so that they are not in the way of what is measured next.
  while (sentAt.size > 0) await sleep(5)
  for (const { socket } of posters) socket.close()
  return {
    perSecond: acked / (MEASURED_MS / 1_000),
    cpuMicros: cpu / acked,
    p50: percentile(measured, 0.5),
    p99: percentile(measured, 0.99),
    refused,
  }
}
