/** A balancer of TCP before several servers: a new connection goes to the one with the fewest that last, and stays with it. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { after } from 'node:test'

export type Balancer = {
  port: number
  url: string
  /**
   * Another door of it, whose connections all go to one server for as long as that takes them: what a real balancer does
   * by a cookie or by the address of the client. All clients of a test have one address.
   */
  openStickyDoor: () => Promise<string>
  /**
   * Connections that are begun from now on go to other servers than these, as long as one of the others takes them. Those
   * that are there stay. It is what an operator orders before a restart: on these servers nobody could stay for long.
   */
  spare: (places: readonly number[]) => void
  /** How many connections each of the servers has taken so far. */
  readonly taken: readonly number[]
}

type Target = {
  port: number
  /** Connections now, without short requests. */
  lasting: number
  taken: number
  takenAt: number
  isSpared: boolean
}

/** The beginning of a connection that lasts: a WebSocket, or a stream of events. */
const LASTS = /^GET \S*(?:\/events|transport=websocket)/

/** A server that refuses is passed over. Where none takes the connection, it breaks. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const targets: Target[] = ports.map((port) => ({
    port,
    lasting: 0,
    taken: 0,
    takenAt: 0,
    isSpared: false,
  }))
  const sockets = new Set<Socket>()
  const doors = new Set<Server>()
  let connections = 0

  const byLoad = () =>
    targets.toSorted(
      (one, other) =>
        Number(one.isSpared) - Number(other.isSpared) || one.lasting - other.lasting || one.takenAt - other.takenAt,
    )

  async function openDoor(order: () => Target[], onTaken: (target: Target) => void): Promise<number> {
    const door = createServer({ pauseOnConnect: true }, (near) => {
      keep(near)
      void take(near, order()).then((target) => {
        if (target) onTaken(target)
      })
    })
    doors.add(door)
    await new Promise<void>((resolve) => void door.listen(0, '127.0.0.1', resolve))
    return (door.address() as AddressInfo).port
  }

  async function take(near: Socket, order: Target[]): Promise<Target | undefined> {
    for (const target of order) {
      // Counted before it is there: many may come in the same moment.
      target.lasting++
      target.takenAt = ++connections
      const far = await reach(target.port)
      if (!far) {
        target.lasting--
        continue
      }
      target.taken++
      countWhileItLasts(target, near, far)
      keep(far)
      join(near, far)
      return target
    }
    near.destroy()
    return undefined
  }

  /** It counts until it shows that it is a short request, or ends; and again when a long one follows on the same line. */
  function countWhileItLasts(target: Target, near: Socket, far: Socket): void {
    let counts = true
    const count = (lasts: boolean) => {
      if (lasts !== counts) target.lasting += lasts ? 1 : -1
      counts = lasts
    }
    const hear = (data: Buffer) => {
      const lasts = LASTS.test(data.toString('latin1', 0, 1_000))
      count(lasts)
      if (lasts) near.off('data', hear)
    }
    near.on('data', hear)
    far.once('close', () => {
      near.off('data', hear)
      count(false)
    })
  }

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => sockets.delete(socket))
    // The other side is told, which is all that can be done.
    socket.on('error', () => socket.destroy())
  }

  after(() => {
    for (const door of doors) door.close()
    for (const socket of sockets) socket.destroy()
  })
  const port = await openDoor(byLoad, () => 'it is counted')
  return {
    port,
    url: `http://localhost:${port}`,
    async openStickyDoor() {
      let [last] = byLoad()
      const order = () => byLoad().toSorted((one, other) => Number(other === last) - Number(one === last))
      return `http://localhost:${await openDoor(order, (target) => (last = target))}`
    },
    spare(places) {
      for (const [place, target] of targets.entries()) target.isSpared = places.includes(place)
    },
    get taken() {
      return targets.map(({ taken }) => taken)
    },
  }
}

/** Undefined where nobody takes it. */
function reach(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

function join(near: Socket, far: Socket): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    // The last bytes that it said are still passed on.
    from.once('close', () => to.destroySoon())
    from.pipe(to)
  }
  // It may have left before there was somebody to talk to.
  if (near.destroyed) far.destroy()
}
