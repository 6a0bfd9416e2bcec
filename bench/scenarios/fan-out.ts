/** Fan-out: one room, 500 listeners, one sender, 80-byte messages. The server has one core, the generator the other. */
import { randomUUID } from 'node:crypto'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { connectRaw, type RawSocket } from '../support/raw-socket.ts'
import { type Running, startControl, startEarshot } from '../support/servers.ts'

const LISTENERS = 500
const MEASURED_MS = 5_000
const TICK_MS = 10

/** One subject: how to start it, which door its clients use, and how one message is sent to all. */
type Subject = {
  name: string
  start: () => Promise<Running>
  namespace: '/' | '/chat'
  say: (socket: RawSocket, body: string) => void
}

const SUBJECTS: Subject[] = [
  {
    name: 'earshot, typed door',
    start: () => startEarshot('0'),
    namespace: '/chat',
    say: (socket, body) => socket.send('message:send', { roomId: 'lobby', clientId: randomUUID(), body }),
  },
  {
    name: 'earshot, plain door',
    start: () => startEarshot('0'),
    namespace: '/',
    say: (socket, body) => socket.send('message', body),
  },
  {
    name: 'control: bare socket.io',
    start: () => startControl('bare-socketio', '0'),
    namespace: '/',
    say: (socket, body) => socket.send('message', body),
  },
]

/** `rate` is messages a second. The generator pins itself to the other core (`npm run bench` does). */
export async function fanOut(rate: number): Promise<Record<string, Figures>> {
  const results: Record<string, Figures> = {}
  for (const subject of SUBJECTS) results[subject.name] = await measure(subject, rate)
  return results
}

async function measure({ start, namespace, say }: Subject, rate: number): Promise<Figures> {
  const server = await start()
  const waits: number[] = []
  let deliveries = 0
  let packets = 0
  // Each body carries the time at which it was sent, 80 bytes in all.
  const stamp = () => `@${performance.now().toFixed(3).padStart(16, '0')}`.padEnd(80, '.')
  const hear = (frame: Buffer) => {
    packets++
    for (let at = frame.indexOf('@'); at !== -1; at = frame.indexOf('@', at + 80)) {
      deliveries++
      // One in seven is enough for a percentile, and leaves the generator its time.
      if (deliveries % 7 === 0) waits.push(performance.now() - Number(frame.toString('latin1', at + 1, at + 17)))
    }
  }
  const sockets: RawSocket[] = []
  for (let index = 0; index < LISTENERS; index++)
    sockets.push(await connectRaw(server.port, namespace, `listener ${index}`, { onEvent: hear }))
  const sender = await connectRaw(server.port, namespace, 'sender', {})

  let sent = 0
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * rate) / 1_000)
    for (; sent < due; sent++) say(sender, stamp())
  }, TICK_MS)
  await sleep(500)
  ;[deliveries, packets, waits.length] = [0, 0, 0]
  const cpuBefore = server.cpuMicros()
  await sleep(MEASURED_MS)
  const figures: Figures = {
    'server µs/delivery': Number(((server.cpuMicros() - cpuBefore) / deliveries).toFixed(2)),
    'deliveries/s': Math.round(deliveries / (MEASURED_MS / 1_000)),
    'wanted/s': rate * LISTENERS,
    'messages/packet': Number((deliveries / packets).toFixed(1)),
    'p50 ms': Math.round(percentile(waits, 0.5)),
    'p99 ms': Math.round(percentile(waits, 0.99)),
  }
  clearInterval(timer)
  for (const socket of [...sockets, sender]) socket.close()
  await server.stop()
  return figures
}
