/** A wire between a client and the server that can be cut, or go silent, without either of them being asked. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { after } from 'node:test'

export type Proxy = {
  port: number
  url: string
  /** Every connection breaks, and new ones are refused. */
  cut: () => Promise<void>
  /** Connections stay open and nothing passes: the half-open wire that no end is told about. */
  freeze: () => void
  /** As if nothing had been; bytes that a freeze held back are passed on. */
  restore: () => Promise<void>
}

export async function startProxy(target: { port: number }): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let frozen = false

  const listener = createServer((near) => {
    const far = connect({ host: 'localhost', port: target.port })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (frozen) from.pause()
    }
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      listener.once('error', reject)
      listener.listen(port, 'localhost', () => {
        listener.off('error', reject)
        resolve()
      })
    })
  const cut = async () => {
    const closed = listener.listening
      ? new Promise<void>((resolve) => {
          listener.close(() => resolve())
        })
      : undefined
    for (const socket of sockets) socket.destroy()
    await closed
  }

  await listen(0)
  // Strung up in a test it comes down with that test, however it goes.
  after(cut)
  const { port } = listener.address() as AddressInfo
  return {
    port,
    url: `http://localhost:${port}`,
    cut,
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    async restore() {
      frozen = false
      for (const socket of sockets) socket.resume()
      if (!listener.listening) await listen(port)
    },
  }
}
