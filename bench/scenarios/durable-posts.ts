/** Durable posts: 50 connections with 20 messages in flight each; every ack means that the message is on the disk. */
import { randomUUID } from 'node:crypto'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { connectRaw } from '../support/raw-socket.ts'
import { startEarshot } from '../support/servers.ts'

const CONNECTIONS = 50
const IN_FLIGHT = 20
const WARM_UP_MS = 1_000
const MEASURED_MS = 4_000

export async function durablePosts(): Promise<Record<string, Figures>> {
  // Generator and server share both cores: that is how the figure in the goal is meant.
  const server = await startEarshot('0,1')
  const sentAt = new Map<number, number>()
  const waits: number[] = []
  let nextId = 0
  let refused = 0
  let isOver = false

  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const socket = await connectRaw(server.port, '/chat', `poster ${index}`, {
        onAck: (id, frame) => {
          waits.push(performance.now() - sentAt.get(id)!)
          sentAt.delete(id)
          if (!frame.includes('"ok":true')) refused++
          if (!isOver) post()
        },
      })
      const post = () => {
        const id = ++nextId
        sentAt.set(id, performance.now())
        socket.send(
          'message:send',
          { roomId: 'lobby', clientId: randomUUID(), body: `Hello there, this is message number ${id} of many` },
          id,
        )
      }
      return { socket, post }
    }),
  )
  for (const { post } of sockets) for (let count = 0; count < IN_FLIGHT; count++) post()

  await sleep(WARM_UP_MS)
  waits.length = 0
  const cpuBefore = server.cpuMicros()
  await sleep(MEASURED_MS)
  const [acked, cpu] = [waits.length, server.cpuMicros() - cpuBefore]
  isOver = true
  for (const { socket } of sockets) socket.close()
  await server.stop()
  return {
    earshot: {
      'posts/s': Math.round(acked / (MEASURED_MS / 1_000)),
      'server µs/post': Math.round(cpu / acked),
      'p50 ms': Math.round(percentile(waits, 0.5)),
      'p99 ms': Math.round(percentile(waits, 0.99)),
      refused,
    },
  }
}
