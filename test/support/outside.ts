/** Servers that the guarded fetch is sent to. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { after } from 'node:test'
import { Outside } from '../../server/outside/fetch.ts'
import { NotFetched, type Why } from '../../server/outside/not-fetched.ts'

export const USER_AGENT = 'Earshot/test'

export const open = (host: string, port: number, more: Partial<ConstructorParameters<typeof Outside>[0]> = {}) =>
  new Outside({ allowed: [{ host, port }], userAgent: USER_AGENT, ...more })

/** A web server of this test, reached by its address. */
export async function serve(answer: RequestListener) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.closeAllConnections())
  after(() => server.close())
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, outside: open('127.0.0.1', port) }
}

/** A server that says these bytes, whatever it is asked, or does as it likes with the connection. */
export async function serveBytes(answer: string | ((socket: Socket) => void)) {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', () => {
      if (typeof answer === 'string') socket.end(answer)
      else answer(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, outside: open('127.0.0.1', port), sockets }
}

export async function refusal(fetched: Promise<unknown>): Promise<Why> {
  try {
    await fetched
  } catch (error) {
    assert.ok(error instanceof NotFetched, String(error))
    return error.why
  }
  return assert.fail('it was fetched')
}
