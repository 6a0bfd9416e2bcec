/** Two nodes on one Postgres: how soon the clients of the other node hear. `durable-posts` counts the posts of several. */
import { randomUUID } from 'node:crypto'
import { startPostgres } from '../../test/support/postgres.ts'
import { findRedis, startRedis } from '../../test/support/redis.ts'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { connectRaw, type RawSocket } from '../support/raw-socket.ts'
import { type RunningEarshot, startEarshot } from '../support/servers.ts'

const NODES = 2
/** On each node. */
const LISTENERS = 10
const RATE = 200
const TICK_MS = 5
const HEARD_MS = 10_000

const WARM_UP_MS = 2_000
/** The tests' Postgres forgets what a power cut would take; this one waits for the disk, as a real one does. */
const DURABLE = ['fsync=on', 'full_page_writes=on']

type Table = Record<string, Figures>

export async function severalNodes(): Promise<Table> {
  const postgres = await startPostgres(DURABLE)
  const redis = findRedis() === undefined ? undefined : await startRedis()
  const hearBy = async (voice: string, env = {}) => {
    const DATABASE_URL = await postgres.newDatabase()
    const nodes: RunningEarshot[] = []
    for (let number = 0; number < NODES; number++)
      nodes.push(await startEarshot('0,1', undefined, { env: { ...env, DATABASE_URL } }))
    try {
      return await hearing(voice, nodes)
    } finally {
      for (const node of nodes) await node.stop()
    }
  }

  const heard: Table = {
    ...(await hearBy('Postgres')),
    ...(redis && (await hearBy('Redis', { REDIS_URL: redis.url }))),
  }

  await postgres.stop()
  await redis?.stop()
  return heard
}

/** One sender on the first node, listeners on both. */
async function hearing(voice: string, nodes: RunningEarshot[]): Promise<Table> {
  const waits = nodes.map((): number[] => [])
  const stamp = () => `@${performance.now().toFixed(3).padStart(16, '0')}`.padEnd(80, '.')
  const sockets: RawSocket[] = []
  for (const [at, { port }] of nodes.entries()) {
    const onEvent = (frame: Buffer) => {
      for (let place = frame.indexOf('@'); place !== -1; place = frame.indexOf('@', place + 80))
        waits[at]!.push(performance.now() - Number(frame.toString('latin1', place + 1, place + 17)))
    }
    for (let index = 0; index < LISTENERS; index++)
      sockets.push(await connectRaw(port, '/chat', `listener ${at} ${index}`, { onEvent }))
  }
  const acks: number[] = []
  const sentAt = new Map<number, number>()
  const sender = await connectRaw(nodes[0]!.port, '/chat', 'sender', {
    onAck: (id) => acks.push(performance.now() - sentAt.get(id)!),
  })
  let sent = 0
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * RATE) / 1_000)
    while (sent < due) {
      sentAt.set(++sent, performance.now())
      sender.send('message:send', { roomId: 'lobby', clientId: randomUUID(), body: stamp() }, sent)
    }
  }, TICK_MS)
  await sleep(WARM_UP_MS)
  for (const figures of [...waits, acks]) figures.length = 0
  await sleep(HEARD_MS)
  clearInterval(timer)
  const [own, other] = waits.map((figures): Figures => ({
    'p50 ms': rounded(percentile(figures, 0.5)),
    'p99 ms': rounded(percentile(figures, 0.99)),
    'heard/s': Math.round(figures.length / (HEARD_MS / 1_000)),
  })) as [Figures, Figures]
  for (const socket of [...sockets, sender]) socket.close()
  return {
    [`${voice}: the ack`]: {
      'p50 ms': rounded(percentile(acks, 0.5)),
      'p99 ms': rounded(percentile(acks, 0.99)),
    },
    [`${voice}: heard on the own node`]: own,
    [`${voice}: heard on the other node`]: other,
  }
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10
