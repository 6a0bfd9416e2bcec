/**
 * The cost of metrics: posts while Prometheus asks each second, in turn with posts while nobody asks; and one answer with
 * 5,000 connections.
 */
import { randomUUID } from 'node:crypto'
import { type Figures, median, percentile, sleep } from '../support/figures.ts'
import { connectRaw, type RawSocket } from '../support/raw-socket.ts'
import { type Running, startEarshot } from '../support/servers.ts'

const POSTERS = 50
const IN_FLIGHT = 20
const WARM_UP_MS = 2_000
const WINDOW_MS = 4_000
const WINDOWS = 6
const ASK_EVERY_MS = 1_000
const CONNECTIONS = 5_000
const AT_ONCE = 20
const ANSWERS = 300

export async function metrics(): Promise<Record<string, Figures>[]> {
  return [await posting(), await answering()]
}

async function posting(): Promise<Record<string, Figures>> {
  const server = await startEarshot('0,1')
  let [acked, isOver] = [0, false]
  const posters = await Promise.all(
    Array.from({ length: POSTERS }, async (_, index) => {
      const onAck = () => {
        acked++
        if (!isOver) post()
      }
      const socket = await connectRaw(server.port, '/chat', `poster ${index}`, { onAck })
      const post = () => {
        const draft = { roomId: 'lobby', clientId: randomUUID(), body: 'Hello there, this is one message of many' }
        socket.send('message:send', draft, 1)
      }
      return { socket, post }
    }),
  )
  for (const { post } of posters) for (let count = 0; count < IN_FLIGHT; count++) post()
  await ask(server)
  await sleep(WARM_UP_MS)

  const windows: Record<'quiet' | 'asked', { posts: number; micros: number }[]> = { quiet: [], asked: [] }
  for (let place = 0; place < 2 * WINDOWS; place++) {
    const isAsked = place % 4 === 1 || place % 4 === 2
    const asking = isAsked ? setInterval(() => void ask(server), ASK_EVERY_MS) : undefined
    const [ackedBefore, cpuBefore] = [acked, server.cpuMicros()]
    await sleep(WINDOW_MS)
    const posts = acked - ackedBefore
    windows[isAsked ? 'asked' : 'quiet'].push({ posts, micros: (server.cpuMicros() - cpuBefore) / posts })
    clearInterval(asking)
  }
  isOver = true
  for (const { socket } of posters) socket.close()
  await server.stop()
  const figures = (of: { posts: number; micros: number }[]): Figures => ({
    'posts/s': Math.round(median(of.map(({ posts }) => posts)) / (WINDOW_MS / 1_000)),
    'server µs/post': Math.round(median(of.map(({ micros }) => micros))),
  })
  return { 'nobody asks': figures(windows.quiet), 'asked each second': figures(windows.asked) }
}

async function answering(): Promise<Record<string, Figures>> {
  const server = await startEarshot('0')
  const none = await askOften(server)
  const sockets: RawSocket[] = []
  while (sockets.length < CONNECTIONS) {
    const more = Array.from({ length: AT_ONCE }, (_, n) =>
      connectRaw(server.port, '/chat', `listener ${sockets.length + n}`, {}),
    )
    sockets.push(...(await Promise.all(more)))
  }
  const all = await askOften(server)
  for (const socket of sockets) socket.close()
  await server.stop()
  return { 'no connections': none, [`${CONNECTIONS} connections`]: all }
}

async function askOften(server: Running): Promise<Figures> {
  for (let count = 0; count < 50; count++) await ask(server)
  const waits: number[] = []
  const cpuBefore = server.cpuMicros()
  for (let count = 0; count < ANSWERS; count++) {
    const askedAt = performance.now()
    await ask(server)
    waits.push(performance.now() - askedAt)
  }
  return {
    'server µs/answer': Math.round((server.cpuMicros() - cpuBefore) / ANSWERS),
    'p50 ms': Number(percentile(waits, 0.5).toFixed(1)),
    'p99 ms': Number(percentile(waits, 0.99).toFixed(1)),
  }
}

async function ask({ port }: Running): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  const text = await response.text()
  if (!text.includes('earshot_posts_total')) throw new Error(`GET /metrics answered ${response.status}: ${text}`)
}
