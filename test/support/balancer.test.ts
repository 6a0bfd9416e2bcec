/** The balancer of the tests, and the order in which clients come back that is the worst for an update of three servers. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { startBalancer } from './balancer.ts'
import { eventually } from './eventually.ts'

const STREAM = 'GET /api/rooms/lobby/events HTTP/1.1\r\n\r\n'
const POST = 'POST /api/session HTTP/1.1\r\n\r\n'

/** Answers everything that it hears with its own number. */
class Numbered {
  readonly #number: number
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  port = 0

  constructor(number: number) {
    this.#number = number
  }

  async start(): Promise<void> {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('data', () => socket.write(String(this.#number)))
      socket.once('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    this.#server.listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    const closed = once(this.#server!, 'close')
    this.#server!.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}

/** Stays connected until its server goes, and comes back when the test says so. */
class Caller {
  readonly #port: number
  #socket: Socket | undefined
  at = NaN
  connected = 0

  constructor(port: number) {
    this.#port = port
  }

  get isAway(): boolean {
    return this.#socket?.destroyed ?? true
  }

  async come(...requests: string[]): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1')
    this.#socket = socket
    for (const request of requests) {
      socket.write(request)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      this.at = Number(answer.toString())
    }
    socket.on('end', () => socket.destroy())
    this.connected++
  }

  leave(): void {
    this.#socket?.destroy()
  }
}

async function setUp() {
  const servers = [new Numbered(0), new Numbered(1), new Numbered(2)]
  for (const server of servers) await server.start()
  const balancer = await startBalancer(servers.map(({ port }) => port))
  const callers: Caller[] = []
  const come = async (...requests: string[]) => {
    const caller = new Caller(balancer.port)
    callers.push(caller)
    await caller.come(...requests)
    return caller
  }
  after(async () => {
    for (const caller of callers) caller.leave()
    await Promise.all(servers.map((server) => server.stop()))
  })
  return { servers, balancer, callers, come }
}

/**
 * Two callers at each server. One of the first server comes back before it is up again, and the other one after. So the
 * first server is no longer the emptiest when the second one stops. Answers with the most connections of one caller.
 */
async function restartAll(spares: boolean): Promise<number> {
  const { servers, balancer, callers, come } = await setUp()
  for (let number = 0; number < 6; number++) await come(STREAM)
  assert.deepEqual(
    callers.map(({ at }) => at),
    [0, 1, 2, 0, 1, 2],
  )
  const stop = async (place: number) => {
    await servers[place]!.stop()
    await eventually(() => assert.ok(callers.every(({ at, isAway }) => (at === place) === isAway)))
  }
  const [early, second, third, late, fifth, sixth] = callers as [Caller, Caller, Caller, Caller, Caller, Caller]
  await stop(0)
  await early.come(STREAM)
  assert.equal(early.at, 1)
  await servers[0]!.start()
  if (spares) balancer.spare([1, 2])
  await late.come(STREAM)
  assert.equal(late.at, 0)
  await stop(1)
  for (const caller of [second, early, fifth]) await caller.come(STREAM)
  await servers[1]!.start()
  if (spares) balancer.spare([2])
  await stop(2)
  for (const caller of [early, third, sixth]) if (caller.isAway) await caller.come(STREAM)
  await servers[2]!.start()
  return Math.max(...callers.map(({ connected }) => connected - 1))
}

test('[H14] where the fewest connections alone decide, a late client makes another one come back three times', async () => {
  assert.equal(await restartAll(false), 3)
})

test('[H14] where servers that are still to be restarted get nothing new, nobody comes back more than twice', async () => {
  assert.equal(await restartAll(true), 2)
})

test('a spared server takes what no other one takes', async () => {
  const { servers, balancer, come } = await setUp()
  balancer.spare([2])
  await servers[0]!.stop()
  await servers[1]!.stop()
  assert.equal((await come(STREAM)).at, 2)
})

test('a stream that follows a short request on the same line is counted', async () => {
  const { come } = await setUp()
  const places: number[] = []
  for (const requests of [[POST, STREAM], [POST], [POST], [STREAM]]) places.push((await come(...requests)).at)
  assert.deepEqual(places, [0, 1, 2, 1], 'all have had one call, and only the first one has a stream')
})
