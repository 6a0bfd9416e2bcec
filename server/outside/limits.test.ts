/** How much the guarded fetch takes, how long it waits, and how many requests it makes at once. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { eventually } from '../../test/support/eventually.ts'
import { open, refusal, serve, serveBytes, USER_AGENT } from '../../test/support/outside.ts'
import { Outside } from './fetch.ts'

describe('limits', () => {
  test('[X6] a body ends at its limit, told or not, packed or not', async () => {
    const zeros = Buffer.alloc(20_000_000)
    const gzip = gzipSync(zeros)
    const br = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    const { url, outside } = await serve((request, response) => {
      if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzip)
      else if (request.url === '/br') response.writeHead(200, { 'content-encoding': 'br' }).end(br)
      else if (request.url === '/exact') response.end(Buffer.alloc(512 * 1024))
      else {
        // Without an end.
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
        }
        response.on('drain', more)
        more()
      }
    })
    const exact = await outside.get(`${url}/exact`)
    assert.deepEqual([exact.body.length, exact.isCut], [512 * 1024, false])
    for (const path of ['/gzip', '/br', '/endless']) {
      assert.equal(await refusal(outside.get(url + path)), 'too_large', path)
      const { body, isCut } = await outside.get(url + path, { cutsLonger: true, maxBytes: 70_000 })
      assert.deepEqual([body.length, isCut], [70_000, true], path)
    }
  })

  test('[X6] what is no body is counted too: endless chunks of one byte, answers before the answer, long headers', async () => {
    const endlessly = (head: string, again: string) =>
      serveBytes((socket) => {
        const more = () => {
          while (!socket.destroyed && socket.write(again));
        }
        socket.write(head)
        socket.on('drain', more)
        more()
      })
    const chunk = `1;${'e'.repeat(8_000)}\r\nx\r\n`
    const chunks = await endlessly('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', chunk)
    assert.equal(await refusal(chunks.outside.get(chunks.url)), 'too_large')
    const early = await endlessly('', `HTTP/1.1 103 Early Hints\r\nlink: <${'x'.repeat(4_000)}>\r\n\r\n`)
    assert.equal(await refusal(early.outside.get(early.url)), 'too_large')
    const headers = await endlessly('HTTP/1.1 200 OK\r\n', `x-y: ${'z'.repeat(100)}\r\n`)
    assert.equal(await refusal(headers.outside.get(headers.url)), 'bad_answer')
  })

  test('[X6] an answer of a byte now and then ends in time: head, body or nothing at all', async () => {
    const dripping = (head: string) =>
      serveBytes((socket) => {
        socket.write(head)
        const drip = setInterval(() => socket.write('x'), 50)
        socket.on('close', () => clearInterval(drip))
      })
    for (const head of ['', 'HTTP/1.1 200 OK\r\nx-y: ', 'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n']) {
      const { url, outside, sockets } = await dripping(head)
      const from = performance.now()
      const why = await refusal(outside.get(url, { withinMs: 600 }))
      // Without a head the first drops are no HTTP.
      assert.equal(why, head === '' ? 'bad_answer' : 'too_slow')
      assert.ok(performance.now() - from < 3_000)
      await eventually(() => assert.equal(sockets.size, 0, 'the connection is over'))
    }
    const silent = await serveBytes(() => 'nothing is said')
    assert.equal(await refusal(silent.outside.get(silent.url, { withinMs: 300 })), 'too_slow')
  })

  test('[X6] the time is for all redirects together, and five seconds unless a caller says so', async () => {
    const { url, outside } = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 200)
    })
    assert.equal(await refusal(outside.get(url, { withinMs: 500 })), 'too_slow')
    const silent = await serveBytes(() => 'nothing is said')
    const from = performance.now()
    assert.equal(await refusal(silent.outside.get(silent.url)), 'too_slow')
    const took = performance.now() - from
    assert.ok(took > 4_900 && took < 7_000, `${took} ms`)
  })
})

describe('turns', () => {
  test('[X7] few at once at one host, some more in all; the rest waits in order, and too many are refused', async () => {
    const held: { url: string; answer: () => void }[] = []
    const { port } = await serve((request, response) => {
      held.push({ url: `${request.headers.host?.split(':')[0]}${request.url}`, answer: () => response.end() })
    })
    const allowed = ['127.0.0.1', '127.0.0.2', '127.0.0.3', 'localhost'].map((host) => ({ host, port }))
    const outside = new Outside({
      allowed,
      userAgent: USER_AGENT,
      turns: { atOnce: 3, perHost: 2, waiting: 3, waitingPerHost: 2 },
    })
    const get = (host: string, path: string) => outside.get(`http://${host}:${port}${path}`)
    const seen = (urls: string[]) =>
      eventually(() => assert.deepEqual(held.map(({ url }) => url).toSorted(), urls.toSorted()))
    const all = ['/1', '/2', '/3', '/4'].map((path) => get('127.0.0.1', path))
    await seen(['127.0.0.1/1', '127.0.0.1/2'])
    // Two wait for the first host, and no third; the other host goes ahead of them.
    assert.equal(await refusal(get('127.0.0.1', '/5')), 'busy')
    all.push(get('localhost', '/6'))
    await seen(['127.0.0.1/1', '127.0.0.1/2', 'localhost/6'])
    all.push(get('localhost', '/7'))
    assert.equal(await refusal(get('localhost', '/8')), 'busy')
    held.find(({ url }) => url === '127.0.0.1/1')?.answer()
    await seen(['127.0.0.1/1', '127.0.0.1/2', '127.0.0.1/3', 'localhost/6'])
    held.find(({ url }) => url === 'localhost/6')?.answer()
    await seen(['127.0.0.1/1', '127.0.0.1/2', '127.0.0.1/3', 'localhost/6', 'localhost/7'])
    for (const { answer } of held) answer()
    await seen(['127.0.0.1/1', '127.0.0.1/2', '127.0.0.1/3', '127.0.0.1/4', 'localhost/6', 'localhost/7'])
    for (const { answer } of held) answer()
    assert.deepEqual(
      await Promise.all(all.map(async (fetched) => (await fetched).status)),
      [200, 200, 200, 200, 200, 200],
    )
  })

  test('[X7] waiting for a turn does not count as the slowness of a page, and stopping ends all', async () => {
    const held: (() => void)[] = []
    const { url, port } = await serve((_request, response) => void held.push(() => response.end()))
    const outside = open('127.0.0.1', port, { turns: { perHost: 1 } })
    const first = outside.get(url, { withinMs: 60_000 })
    const second = outside.get(url, { withinMs: 300 })
    await eventually(() => assert.equal(held.length, 1))
    // One that begins later, and may take as long, has ended meanwhile.
    const silent = await serveBytes(() => 'nothing is said')
    assert.equal(await refusal(silent.outside.get(silent.url, { withinMs: 300 })), 'too_slow')
    held[0]?.()
    await first
    await eventually(() => assert.equal(held.length, 2))
    held[1]?.()
    assert.equal((await second).status, 200)
    const rest = [outside.get(url), outside.get(url)].map(refusal)
    await eventually(() => assert.equal(held.length, 3))
    outside.stop()
    assert.deepEqual(await Promise.all(rest), ['stopped', 'stopped'])
  })
})
