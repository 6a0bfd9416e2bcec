/**
 * A large chat: 2,000 rooms, 10,000 people, one of them in 200 rooms, one room with 5,000 seats. The costs of these
 * must not grow with that: a welcome, joining, presence, and doing nothing. The server has one core, the generator
 * the other.
 */
import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type BuiltRoom, buildCrowd, type Crowd, type Person } from '../support/crowd.ts'
import { type Figures, median, percentile, sleep } from '../support/figures.ts'
import { connectRaw, type RawHandlers, type RawSocket } from '../support/raw-socket.ts'
import { type Running, type RunningEarshot, startEarshot } from '../support/servers.ts'
import { FRAME_BYTES, walFrames } from '../support/wal.ts'

const IDLE_MS = 20_000
const WELCOMES = { batches: 7, each: 100 }
const JOINS = { batches: 5, each: 200 }
const LISTENERS = 300
const PACED_JOINS = { count: 100, everyMs: 50 }
const VISITORS = { count: 500, everyMs: 20, stayMs: 1_000 }
/** Long enough for the last presence packet to arrive. */
const SETTLE_MS = 1_500

type Table = Record<string, Figures>

export async function manyRooms(): Promise<Table[]> {
  let server = await startEarshot('0')
  const empty = await startEarshot('0')
  try {
    const { crowd, figures } = await build(server)
    // The server is started again, so that neither garbage nor pending work of the building is measured.
    server = await server.restart()
    return [
      { 'building it': { ...figures, 'data folder MB': folderMegabytes(server.folder) } },
      await idle(server, empty),
      await welcomes(server, crowd),
      ...(await joins(server, crowd)),
      await presence(server, crowd),
    ]
  } finally {
    await Promise.all([server.stop(), empty.stop()])
  }
}

async function build(server: RunningEarshot): Promise<{ crowd: Crowd; figures: Figures }> {
  const startedAt = performance.now()
  const cpuBefore = server.cpuMicros()
  const crowd = await buildCrowd(server.port)
  const seconds = (performance.now() - startedAt) / 1_000
  const cpu = server.cpuMicros() - cpuBefore
  return {
    crowd,
    figures: {
      requests: crowd.requests,
      seconds: Math.round(seconds),
      'server µs/request': Math.round(cpu / crowd.requests),
      'resident MB': residentMegabytes(server),
    },
  }
}

/** Both at the same time, so that other work of the machine affects both. */
async function idle(server: Running, empty: Running): Promise<Table> {
  await sleep(SETTLE_MS)
  const before = [server.cpuMicros(), empty.cpuMicros()] as const
  await sleep(IDLE_MS)
  const figures = (running: Running, cpuBefore: number): Figures => ({
    'server ms/s': round((running.cpuMicros() - cpuBefore) / IDLE_MS, 2),
    'resident MB': residentMegabytes(running),
  })
  return {
    'idle, started with 2,000 rooms': figures(server, before[0]),
    'control: idle, an empty chat': figures(empty, before[1]),
  }
}

type Welcomed = { cpu: number[]; waits: number[]; bytes: number }

async function welcomes(server: Running, { busy, newcomer }: Crowd): Promise<Table> {
  const subjects = [busy, newcomer].map((person) => ({
    person,
    welcomed: { cpu: [], waits: [], bytes: 0 } as Welcomed,
  }))
  // The first batch only warms up.
  for (let batch = 0; batch <= WELCOMES.batches; batch++) {
    for (const { person, welcomed } of subjects) {
      const { cpu, waits, bytes } = await welcomeBatch(server, person)
      welcomed.bytes = bytes
      if (batch === 0) continue
      welcomed.cpu.push(cpu)
      welcomed.waits.push(...waits)
    }
  }
  const figures = ({ cpu, waits, bytes }: Welcomed): Figures => ({
    'server ms, median': round(median(cpu) / 1_000, 2),
    'greatest batch': round(Math.max(...cpu) / 1_000, 2),
    bytes,
    'p50 ms': round(median(waits), 1),
    'p99 ms': round(percentile(waits, 0.99), 1),
  })
  return {
    'welcome, 200 rooms': { ...figures(subjects[0]!.welcomed), goal: '≤ 30 ms' },
    'control: welcome, 1 room': figures(subjects[1]!.welcomed),
  }
}

/** One after the other. They stay connected until the costs are read, so that their leaving is not measured. */
async function welcomeBatch(server: Running, { token }: Person) {
  const sockets: RawSocket[] = []
  const waits: number[] = []
  let bytes = 0
  const cpuBefore = server.cpuMicros()
  for (let count = 0; count < WELCOMES.each; count++) {
    const startedAt = performance.now()
    sockets.push(await connectRaw(server.port, '/chat', { token }, { onWelcome: (frame) => (bytes = frame.length) }))
    waits.push(performance.now() - startedAt)
  }
  const cpu = (server.cpuMicros() - cpuBefore) / WELCOMES.each
  for (const socket of sockets) socket.close()
  await sleep(100)
  return { cpu, waits, bytes }
}

type Joined = { cpu: number[]; waits: number[]; frames: number[] }

/** Meanwhile 300 of the hall's members are connected, and half of them watch its presence. */
async function joins(server: RunningEarshot, { hallId, seated, unseated, rooms }: Crowd): Promise<Table[]> {
  const listeners = await listen(server, seated.slice(0, LISTENERS))
  await Promise.all(
    listeners.slice(LISTENERS / 2).map(({ asking }) => asking.ask('presence:watch', { roomId: hallId })),
  )
  const hall: Joined = { cpu: [], waits: [], frames: [] }
  const small: Joined = { cpu: [], waits: [], frames: [] }
  const smallRooms = rooms.filter(({ kind, members }) => kind === 'open' && members.length === 10)
  for (let batch = 0; batch <= JOINS.batches; batch++) {
    const people = unseated.slice(batch * JOINS.each, (batch + 1) * JOINS.each)
    const newcomers = await Promise.all(people.map((person) => connectAsking(server.port, person)))
    const toHall = () => joinBatch(server, newcomers, () => hallId)
    const toSmall = () => joinBatch(server, newcomers, (index) => takeStrangeRoom(smallRooms, people[index]!).id)
    await sleep(SETTLE_MS)
    // The second one finds things warm, so they take turns. The first batch only warms up.
    const turns = [async () => add(hall, await toHall(), batch), async () => add(small, await toSmall(), batch)]
    for (const turn of batch % 2 === 0 ? turns : turns.reverse()) await turn()
    for (const { close } of newcomers) close()
  }

  const paced = unseated.slice(-PACED_JOINS.count)
  const newcomers = await Promise.all(paced.map((person) => connectAsking(server.port, person)))
  await sleep(SETTLE_MS)
  for (const { heard } of listeners) heard.length = 0
  const startedAt = performance.now()
  for (const { ask } of newcomers) {
    await ask('room:join', { roomId: hallId })
    await sleep(PACED_JOINS.everyMs)
  }
  await sleep(SETTLE_MS)
  const seconds = (performance.now() - startedAt) / 1_000
  const [quiet, watching] = [listeners.slice(0, LISTENERS / 2), listeners.slice(LISTENERS / 2)]
  const heard = {
    'while 100 join the room of 5,000: a member': heardFigures(quiet, seconds),
    'a member who watches who is here': heardFigures(watching, seconds),
  }
  await requireHearing(listeners, hallId)
  for (const { close } of [...newcomers, ...listeners.map(({ asking }) => asking)]) close()
  return [
    {
      'joining the room of 5,000': joinFigures(hall),
      'control: joining a room of 10': joinFigures(small),
      ratio: {
        'server ms/join, median': round(median(hall.cpu) / median(small.cpu), 2),
        'pages in the log': round(median(hall.frames) / median(small.frames), 2),
        'p50 ms': round(median(hall.waits) / median(small.waits), 2),
      },
    },
    heard,
  ]
}

/**
 * A room in which a person has no seat yet. It is removed from the list, so that all join one of ten members, not
 * eleven.
 */
function takeStrangeRoom(rooms: BuiltRoom[], person: Person): BuiltRoom {
  const index = rooms.findIndex(({ members }) => !members.includes(person))
  return rooms.splice(index, 1)[0]!
}

async function joinBatch(server: RunningEarshot, newcomers: Asking[], roomOf: (index: number) => string) {
  const roomIds = newcomers.map((_, index) => roomOf(index))
  const waits: number[] = []
  const frames: number[] = []
  const cpuBefore = server.cpuMicros()
  for (const [index, { ask }] of newcomers.entries()) {
    const framesBefore = walFrames(server.folder)
    const startedAt = performance.now()
    await ask('room:join', { roomId: roomIds[index] })
    waits.push(performance.now() - startedAt)
    const written = walFrames(server.folder) - framesBefore
    // Otherwise the log has begun anew meanwhile.
    if (written > 0) frames.push(written)
  }
  return { cpu: (server.cpuMicros() - cpuBefore) / newcomers.length, waits, frames }
}

function add(joined: Joined, { cpu, waits, frames }: Awaited<ReturnType<typeof joinBatch>>, batch: number): void {
  if (batch === 0) return
  joined.cpu.push(cpu)
  joined.waits.push(...waits)
  joined.frames.push(...frames)
}

const joinFigures = ({ cpu, waits, frames }: Joined): Figures => ({
  'server ms/join, median': round(median(cpu) / 1_000, 2),
  'pages in the log': median(frames),
  'bytes in the log': median(frames) * FRAME_BYTES,
  'p50 ms': round(median(waits), 1),
})

/** 500 others come, stay a second and go: once without watchers, and once with 300. */
async function presence(server: Running, { hallId, seated }: Crowd): Promise<Table> {
  const table: Table = {}
  for (const isWatching of [false, true]) {
    const listeners = await listen(server, seated.slice(0, LISTENERS))
    if (isWatching) await Promise.all(listeners.map(({ asking }) => asking.ask('presence:watch', { roomId: hallId })))
    await sleep(SETTLE_MS)
    for (const { heard } of listeners) heard.length = 0
    const startedAt = performance.now()
    const cpuBefore = server.cpuMicros()
    await comeAndGo(server, seated.slice(LISTENERS, LISTENERS + VISITORS.count))
    const seconds = (performance.now() - startedAt) / 1_000
    const cpu = server.cpuMicros() - cpuBefore
    const name = isWatching ? '500 come and go: each of 300 who watch' : 'control: 500 come and go, nobody watches'
    table[name] = { ...heardFigures(listeners, seconds), 'server ms/visit': round(cpu / 1_000 / VISITORS.count, 2) }
    for (const { asking } of listeners) asking.close()
    await sleep(SETTLE_MS)
  }
  return table
}

async function comeAndGo(server: Running, people: Person[]): Promise<void> {
  const visits: Promise<void>[] = []
  for (const { token } of people) {
    visits.push(
      connectRaw(server.port, '/chat', { token }, {}).then(async ({ close }) => {
        await sleep(VISITORS.stayMs)
        close()
      }),
    )
    await sleep(VISITORS.everyMs)
  }
  await Promise.all(visits)
}

/** A listener's connection, and the events that it received: time and length of each. */
type Listener = { asking: Asking; heard: { event: string; at: number; bytes: number }[] }

async function listen({ port }: Running, people: Person[]): Promise<Listener[]> {
  return Promise.all(
    people.map(async (person) => {
      const heard: Listener['heard'] = []
      const onEvent = (frame: Buffer) => {
        const event = /\["([^"]+)"/.exec(frame.toString('latin1', 0, 60))![1]!
        heard.push({ event, at: performance.now(), bytes: frame.length })
      }
      return { asking: await connectAsking(port, person, { onEvent }), heard }
    }),
  )
}

/** Silence counts only from listeners that get messages. */
async function requireHearing(listeners: Listener[], roomId: string): Promise<void> {
  await listeners[0]!.asking.ask('message:send', { roomId, clientId: randomUUID(), body: 'Does everybody hear me?' })
  await sleep(SETTLE_MS)
  const deaf = listeners.filter(({ heard }) => !heard.some(({ event }) => event === 'room:changed'))
  if (deaf.length > 0) throw new Error(`${deaf.length} of ${listeners.length} members did not hear a message.`)
}

function heardFigures(listeners: Listener[], seconds: number): Figures {
  const each = listeners.map(({ heard }) => heard.length / seconds)
  const all = listeners.flatMap(({ heard }) => heard)
  const gaps = listeners.flatMap(({ heard }) => heard.slice(1).map(({ at }, index) => at - heard[index]!.at))
  return {
    'packets/s each': round(median(each), 2),
    'at most': round(Math.max(...each), 2),
    'of them not presence': all.filter(({ event }) => event !== 'presence').length,
    ...(all.length > 0 && { 'bytes at most': Math.max(...all.map(({ bytes }) => bytes)) }),
    ...(gaps.length > 0 && { 'median gap ms': Math.round(median(gaps)) }),
  }
}

type Asking = { ask: (command: string, payload: unknown) => Promise<void>; close: () => void }

/** Throws when a command is refused, because refusals must not be measured. */
async function connectAsking(port: number, { token }: Person, { onEvent }: RawHandlers = {}): Promise<Asking> {
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  let lastId = 0
  const socket = await connectRaw(
    port,
    '/chat',
    { token },
    {
      ...(onEvent && { onEvent }),
      onAck: (id, frame) => {
        const { resolve, reject } = waiting.get(id)!
        waiting.delete(id)
        if (frame.includes('"ok":true')) resolve()
        else reject(new Error(`The server refused: ${frame.toString()}`))
      },
    },
  )
  const ask = (command: string, payload: unknown) =>
    new Promise<void>((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      socket.send(command, payload, id)
    })
  return { ask, close: socket.close }
}

const round = (figure: number, digits: number): number => Number(figure.toFixed(digits))

const residentMegabytes = (server: Running): number => Math.round(server.residentKiB() / 1_024)

function folderMegabytes(folder: string): number {
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  return round(sizes.reduce((sum, size) => sum + size, 0) / 1_048_576, 1)
}
