/** HTTP by hand: requests that no client library would send. */
import { connect, type Socket } from 'node:net'
import { inTime } from './eventually.ts'

type BareAnswer = { status: number; head: string; body: string }

export function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port }, () => {
      socket.off('error', reject)
      // An abrupt end is no error here: the callers look at it.
      socket.on('error', () => socket.destroy())
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/** When the other side has closed the connection, and its words until then. */
export function ending(socket: Socket): Promise<string> {
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
  return new Promise((resolve) => {
    socket.once('close', () => resolve(heard))
  })
}

/** Sends this path exactly as it is written, which a URL would not survive, and reads the answer. */
export async function bareRequest(
  port: number,
  method: string,
  path: string,
  headers: string[] = [],
  body = '',
  host = `localhost:${port}`,
): Promise<BareAnswer> {
  const socket = await dial(port)
  const answer = ending(socket)
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  socket.write(
    [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...length, ...headers, '', body].join('\r\n'),
  )
  const heard = await inTime(`${method} ${path}`, answer, 10_000)
  const [head = '', ...rest] = heard.split('\r\n\r\n')
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') }
}
