/** The guarded fetch against real servers on this machine, most of them hostile. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { serveNames } from '../../test/support/name-server.ts'
import { open, refusal, serve, serveBytes, USER_AGENT } from '../../test/support/outside.ts'
import { openssl } from '../../test/support/peers.ts'
import { temporaryFolder } from '../../test/support/server.ts'
import { Outside } from './fetch.ts'
import type { Why } from './not-fetched.ts'

const bodyOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray()).toString()

describe('what is asked, and what comes back', () => {
  test('[X4] a page comes with its status, headers and bytes; the request carries nothing of its own', async () => {
    let seen: IncomingMessage | undefined
    const { url, port, outside } = await serve((request, response) => {
      seen = request
      response.writeHead(404, { 'set-cookie': 'a=b', 'content-type': 'text/plain' }).end('nothing here')
    })
    for (const times of [1, 2]) {
      const { status, headers, body, isCut, url: at } = await outside.get(`${url}/a b?c#secret`)
      assert.deepEqual(
        [status, headers['content-type'], String(body), isCut],
        [404, 'text/plain', 'nothing here', false],
      )
      assert.equal(at, `${url}/a%20b?c`)
      assert.equal(seen?.url, '/a%20b?c')
      assert.deepEqual(
        seen?.headers,
        { host: `127.0.0.1:${port}`, 'user-agent': USER_AGENT, 'accept-encoding': 'gzip, br', connection: 'close' },
        `time ${times}`,
      )
    }
  })

  test('[X4] a body is posted with its headers, and a redirect is its answer', async () => {
    const got: string[] = []
    const { url, outside } = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        got.push(`${request.method} ${String(request.headers['x-of-mine'])} ${body}`)
        response.writeHead(307, { location: '/elsewhere' }).end('moved')
      })
    })
    const answer = await outside.post(url, { body: 'häh', headers: { 'x-of-mine': 'yes' } })
    assert.deepEqual([answer.status, answer.headers.location, String(answer.body)], [307, '/elsewhere', 'moved'])
    assert.deepEqual(got, ['POST yes häh'])
  })

  test('[X4] packed bodies are unpacked, others are refused', async () => {
    const { url, outside } = await serve((request, response) => {
      const encoding = request.url?.slice(1) ?? ''
      const packed = encoding === 'br' ? brotliCompressSync('words') : gzipSync('words')
      response.writeHead(200, { 'content-encoding': encoding }).end(packed)
    })
    for (const known of ['gzip', 'GZIP', 'x-gzip', 'br'])
      assert.equal(String((await outside.get(`${url}/${known}`)).body), 'words')
    for (const other of ['zstd', 'compress', 'gzip,gzip', 'x'])
      assert.equal(await refusal(outside.get(`${url}/${other}`)), 'bad_answer', other)
  })
})

describe('names', () => {
  test('[X2] a name leads nowhere when one of its addresses is not public, and is asked anew each time', async () => {
    const names: Record<string, string[]> = {
      'inside.example': ['127.0.0.1'],
      'both.example': ['93.184.216.34', '10.0.0.1'],
      'six.example': ['93.184.216.34', '::1'],
      'mapped.example': ['::ffff:127.0.0.1'],
      'nat64.example': ['64:ff9b::a9fe:a9fe'],
      'metadata.example': ['169.254.169.254'],
      'nobody.example': [],
    }
    const server = await serveNames((name) => names[name])
    after(server.close)
    const outside = new Outside({ allowed: [], userAgent: USER_AGENT, nameServers: [server.address] })
    for (const name of Object.keys(names).filter((name) => name !== 'nobody.example'))
      for (const written of [name, name.toUpperCase(), `${name}.`])
        assert.equal(await refusal(outside.get(`http://${written}/`)), 'not_allowed', written)
    assert.equal(await refusal(outside.get('http://nobody.example/')), 'unknown_host')
    assert.equal(await refusal(outside.get('http://localhost/')), 'not_allowed')
    assert.equal(await refusal(outside.get('http://LOCALHOST./')), 'not_allowed')
    const asked = server.asked.filter((question) => question === 'inside.example A').length
    assert.equal(asked, 3)
  })

  test('[X2] a name that changes its mind is connected to where it was checked, or not at all', async () => {
    const { port, outside: byAddress } = await serve((_request, response) => response.end('mine'))
    byAddress.stop()
    // At first the allowed address, then one that is not: as for rebinding, with another good address than a public one.
    let asked = 0
    const server = await serveNames(() => (++asked <= 2 ? ['127.0.0.1'] : ['127.0.0.2']))
    after(server.close)
    const outside = open('127.0.0.1', port, { nameServers: [server.address] })
    assert.equal(String((await outside.get(`http://turning.example:${port}/`)).body), 'mine')
    // Both kinds were asked for once, and nothing again on the way to the connection.
    assert.deepEqual(server.asked.toSorted(), ['turning.example A', 'turning.example AAAA'])
    assert.equal(await refusal(outside.get(`http://turning.example:${port}/`)), 'not_allowed')
  })

  test('[X3] an allowed name is looked up as the system does', async () => {
    const { port } = await serve((_request, response) => response.end('by name'))
    const outside = open('localhost', port, { nameServers: ['127.0.0.1:9'] })
    assert.equal(String((await outside.get(`http://LocalHost.:${port}/`)).body), 'by name')
    assert.equal(await refusal(outside.get(`http://localhost:${port + 1}/`)), 'not_allowed')
  })

  test('[X6] a name server that says nothing is not waited for', async () => {
    const server = await serveNames(() => undefined)
    after(server.close)
    const outside = new Outside({ allowed: [], userAgent: USER_AGENT, nameServers: [server.address] })
    assert.equal(await refusal(outside.get('http://silent.example/', { withinMs: 200 })), 'too_slow')
  })
})

describe('redirects', () => {
  const bouncing = () =>
    serve((request, response) => {
      const url = new URL(request.url ?? '', 'http://x')
      const left = Number(url.searchParams.get('left') ?? 0)
      const to = url.searchParams.get('to')
      if (to !== null) response.writeHead(302, { location: to }).end('x'.repeat(2_000_000))
      else if (left > 0) response.writeHead(301 + (left % 2), { location: `?left=${left - 1}` }).end()
      else response.end(`the end ${String(request.headers['x-of-mine'] ?? '')}`)
    })

  test('[X5] five are followed, a sixth is not', async () => {
    const { url, outside } = await bouncing()
    const answer = await outside.get(`${url}/?left=5`, { headers: { 'x-of-mine': 'kept' } })
    assert.deepEqual([String(answer.body), answer.url], ['the end kept', `${url}/?left=0`])
    assert.equal(await refusal(outside.get(`${url}/?left=6`)), 'too_many_redirects')
    assert.equal((await outside.get(`${url}/?left=6`, { redirects: 0 })).status, 301)
  })

  test('[X5] each is checked like an address that was given', async () => {
    const { url, port, outside } = await bouncing()
    const led = (to: string) => refusal(outside.get(`${url}/?to=${encodeURIComponent(to)}`))
    for (const to of [
      `http://127.0.0.2:${port}/`,
      'http://127.0.0.1/',
      '//127.0.0.1/',
      'http://[::1]/',
      'http://localhost/',
      'http://2852039166/latest/meta-data/',
    ])
      assert.equal(await led(to), 'not_allowed', to)
    for (const to of [
      'file:///etc/passwd',
      'gopher://127.0.0.1:6379/_x',
      'ftp://8.8.8.8/',
      'data:text/html,x',
      'javascript:alert(1)',
    ])
      assert.equal(await led(to), 'not_http', to)
    for (const to of [`http://u:p@127.0.0.1:${port}/`, 'http://', `/${'x'.repeat(3_000)}`])
      assert.equal(await led(to), 'bad_address', to)
    assert.equal(
      await refusal(outside.get(`${url}/?to=${encodeURIComponent('http://8.8.8.8/')}`, { onlyHttps: true })),
      'not_http',
    )
  })

  test('[X5] headers for one host are not carried to another', async () => {
    const { port, url } = await bouncing()
    const outside = new Outside({
      allowed: [
        { host: '127.0.0.1', port },
        { host: 'localhost', port },
      ],
      userAgent: USER_AGENT,
    })
    const to = encodeURIComponent(`http://localhost:${port}/`)
    assert.equal(
      String((await outside.get(`${url}/?to=${to}`, { headers: { 'x-of-mine': 'secret' } })).body),
      'the end ',
    )
  })
})

test('[X4] a certificate of nobody is refused', { skip: openssl.skip }, async () => {
  const folder = temporaryFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const how = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ]
  const made = spawnSync(openssl.command, ['req', '-x509', ...how, '-keyout', key, '-out', cert], { encoding: 'utf8' })
  assert.equal(made.status, 0, made.stderr)
  let asked = 0
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
    asked++
    response.end('words')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const { port } = server.address() as AddressInfo
  assert.equal(await refusal(open('localhost', port).get(`https://localhost:${port}/`)), 'unreachable')
  assert.equal(asked, 0)
})

test('[X4] what is no HTTP, and what breaks off, is refused', async () => {
  const cases: [string, Why][] = [
    ['SSH-2.0-OpenSSH_9.9\r\n', 'bad_answer'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello', 'bad_answer'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 'bad_answer'],
    ['HTTP/1.1 200 OK\r\nx: a\rb\r\n\r\n', 'bad_answer'],
    ['HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'bad_answer'],
    ['HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\nno gzip', 'bad_answer'],
    ['HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nhello', 'unreachable'],
    ['', 'unreachable'],
  ]
  for (const [bytes, why] of cases) {
    const { url, outside } = await serveBytes(bytes)
    assert.equal(await refusal(outside.get(url)), why, bytes)
  }
  // Only the first of two answers is read. The second one was not asked for.
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\none'
  const { url, outside } = await serveBytes(answer + answer.replace('one', 'two'))
  assert.equal(String((await outside.get(url)).body), 'one')
  const { url: gone, outside: closed, port } = await serve(() => undefined)
  assert.equal(
    await refusal(new Outside({ allowed: [{ host: '127.0.0.1' }], userAgent: USER_AGENT }).get('http://127.0.0.1:1/')),
    'unreachable',
  )
  // Plain http where https was asked for.
  assert.equal(await refusal(closed.get(`https://127.0.0.1:${port}/`, { withinMs: 2_000 })), 'unreachable')
  closed.stop()
  assert.equal(await refusal(closed.get(gone)), 'stopped')
})
