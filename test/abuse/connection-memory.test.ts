/** The memory that a connection holds for as long as it lasts, however long its credentials and headers are. */
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { after, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { CHAT } from '../../protocol/socket.ts'
import { dial } from '../support/bare-http.ts'
import { eventually } from '../support/eventually.ts'
import { signIn } from '../support/http.ts'
import { serveHere } from '../support/server-here.ts'

const CONNECTIONS = 20
const LONG = 60_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

// A place is given back a moment after the line is cut: on a slow machine the next round would find none.
const server = await serveHere(['--limits', 'off'])
after(() => server.stop())
const port = Number(new URL(server.url).port)
const { token } = await signIn(server, 'Long')

type Shown = { auth?: object; query?: string; headers?: string[] }

/** A bare line. A client library in the same process would keep parts of the traffic. */
async function comeIn(namespace: string, { auth = {}, query = '', headers = [] }: Shown): Promise<Socket> {
  const line = await dial(port)
  const hears = (words: string) =>
    new Promise<void>((resolve, reject) => {
      let heard = ''
      line.on('data', function listen(chunk: Buffer) {
        heard += chunk.toString('latin1')
        if (heard.includes('44/')) reject(new Error(`refused: ${heard.slice(-300)}`))
        if (!heard.includes(words)) return
        line.off('data', listen)
        resolve()
      })
    })
  const opened = hears('"sid"')
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${KEY}`,
  ]
  line.write(
    [
      `GET /socket.io/?EIO=4&transport=websocket${query} HTTP/1.1`,
      `Host: localhost:${port}`,
      ...upgrade,
      ...headers,
      '\r\n',
    ].join('\r\n'),
  )
  await opened
  const isIn = hears(namespace === CHAT ? '"welcome"' : '40{')
  line.write(textFrame(`40${namespace},${JSON.stringify({ token, ...auth })}`))
  await isIn
  return line
}

const KEY = btoa('0123456789abcdef')

/** RFC 6455: final, text, masked with zeros, and its length in two bytes. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.from([0x81, 0xfe, 0, 0, 0, 0, 0, 0])
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** The bytes that stay in memory for each such connection. */
async function keptOf(namespace: string, shown: Shown): Promise<number> {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const lines = await Promise.all(Array.from({ length: CONNECTIONS }, () => comeIn(namespace, shown)))
  collectGarbage()
  const kept = process.memoryUsage().heapUsed - before
  await Promise.all(lines.map((line) => new Promise((resolve) => line.once('close', resolve).destroy())))
  return kept / CONNECTIONS
}

for (const namespace of ['/', CHAT]) {
  test(`[L23] on ${namespace} credentials, address and headers are not kept`, async () => {
    await keptOf(namespace, {})
    // Kept data is there at every look. Other work of the server meanwhile is not.
    const isNoMore = (what: string, shown: Shown, length: number) =>
      eventually(async () => {
        const control = await keptOf(namespace, {})
        const kept = await keptOf(namespace, shown)
        assert.ok(kept < control + length / 2, `${what}: ${Math.round(kept)} bytes, ${Math.round(control)} without`)
      }, 10_000)
    await isNoMore('in auth', { auth: { padding: 'x'.repeat(LONG) } }, LONG)
    await isNoMore('in the address', { query: `&padding=${'x'.repeat(LONG / 5)}` }, LONG / 5)
    await isNoMore('in a cookie', { headers: [`Cookie: other=${'x'.repeat(LONG / 5)}`] }, LONG / 5)
    await isNoMore('in a header', { headers: [`X-Padding: ${'x'.repeat(LONG / 5)}`] }, LONG / 5)
  })
}
