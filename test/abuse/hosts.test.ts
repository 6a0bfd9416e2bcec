/** DNS rebinding: a page gains nothing by making its own name lead to this machine. */
import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { after, describe, test } from 'node:test'
import { OwnNames, parseHost } from '../../server/doors/host.ts'
import { bareRequest, dial, ending } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { eventually, inTime } from '../support/eventually.ts'
import { MESSAGES, signIn } from '../support/http.ts'
import { type Server, startServer } from '../support/server.ts'

const [server, named] = await Promise.all([
  startServer(),
  startServer({
    args: ['--origins', 'http://wiki.example:8080'],
    env: { PUBLIC_URL: 'https://chat.example.org' },
  }),
])
after(() => Promise.all([server.stop(), named.stop()]))
const unnoticed = await bystander(server)
const { token, cookie } = await signIn(server, 'Ann')

const ROUTES = ['/', '/lobby', '/lobby/1', '/api', MESSAGES, '/api/rooms/lobby/events', '/assets/none.js', '/nothing']
const POLLING = '/socket.io/?EIO=4&transport=polling'

const ask = (to: Server, method: string, path: string, host: string, headers: string[] = []) =>
  bareRequest(to.port, method, path, headers, '', host)

/** The answer to a WebSocket handshake under this name. */
async function upgrade(to: Server, host: string, headers: string[] = []): Promise<string> {
  const socket = await dial(to.port)
  const answer = new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    void ending(socket).then(resolve)
  })
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${btoa('0123456789abcdef')}`,
      ...headers,
      '\r\n',
    ].join('\r\n'),
  )
  const text = await inTime('an answer to the upgrade', answer)
  socket.destroy()
  return text
}

describe('[A20] a name that is not ours', () => {
  const { port } = server
  const NAMES = [
    'evil.example',
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    `evil.localhost:${port}`,
    `localhost.:${port}`,
    `127.0.0.1.evil.example:${port}`,
    `${hostname()}.evil.example:${port}`,
    'localhost@evil.example',
    '::1',
    'a b',
    '',
  ]
  for (const name of NAMES) {
    test(`“${name}” is answered with 421 on every route, with any Origin, and so is a WebSocket`, () =>
      unnoticed(async () => {
        const ours: string[][] = [
          [],
          [`Origin: http://${name}`],
          [`Authorization: Bearer ${token}`],
          [`Cookie: ${cookie}`],
        ]
        for (const headers of ours) {
          for (const path of [...ROUTES, POLLING]) {
            const { status, body } = await ask(server, 'GET', path, name, headers)
            // Some of them are no Host to Node either.
            assert.ok(status === 421 || (status === 400 && /[ @]|^$/.test(name)), `${path} answered ${status}`)
            assert.ok(!body.includes('lobby') && !body.includes('sid'), body)
          }
          assert.match(await upgrade(server, name, headers), /^HTTP\/1\.1 4(?:21|00) /)
        }
      }))
  }

  test('a person reads which setting would make it ours, without any script, and the log says so once', () =>
    unnoticed(async () => {
      const sentence = `This server does not know the name “chat.example”. If that is its address, start it with --public-url http://chat.example:${port} (or PUBLIC_URL).`
      for (let time = 0; time < 3; time++) {
        const page = await ask(server, 'GET', '/', `chat.example:${port}`, ['Accept: text/html,*/*;q=0.8'])
        assert.ok(Buffer.from(page.body, 'latin1').includes(sentence), page.body)
        assert.match(page.head, /content-type: text\/html.*content-security-policy: default-src 'none'/is)
        assert.doesNotMatch(page.body, /<script/)
        const program = await ask(server, 'GET', MESSAGES, `chat.example:${port}`)
        const { error } = JSON.parse(Buffer.from(program.body, 'latin1').toString()) as { error: object }
        assert.deepEqual(error, {
          code: 'forbidden',
          message: sentence,
        })
      }
      const said = server.stderr.split('\n').filter((line) => line.includes('“chat.example”'))
      assert.equal(said.length, 1, server.stderr)
      assert.ok((JSON.parse(said[0] ?? '') as { msg: string }).msg === sentence)
    }))

  test('names made up one after the other do not fill the log', () =>
    unnoticed(async () => {
      for (let number = 0; number < 300; number++) await ask(server, 'GET', '/', `made-up-${number}.example`)
      assert.ok(server.stderr.split('\n').length < 120, `${server.stderr.split('\n').length} lines`)
    }))

  test('a name that is no name is not repeated to anybody', () =>
    unnoticed(async () => {
      for (const name of ['<script>alert(1)</script>', '"><img src=x>', "x'y", '%3Cscript%3E']) {
        const { body } = await ask(server, 'GET', '/', name, ['Accept: text/html'])
        assert.doesNotMatch(body, /<script>|<img/)
      }
    }))
})

describe('[A21] our own names', () => {
  const isOurs = async (to: Server, host: string, headers: string[] = []) => {
    assert.equal((await ask(to, 'GET', '/', host, headers)).status, 200, host)
    assert.equal((await ask(to, 'GET', POLLING, host, headers)).status, 200, host)
    assert.match(await upgrade(to, host, headers), /^HTTP\/1\.1 101 /, host)
  }

  test('localhost, any address and the machine’s own name, with any port or none', () =>
    unnoticed(async () => {
      const [label = ''] = hostname().split('.')
      for (const host of [
        'localhost',
        `LOCALHOST:${server.port}`,
        'localhost:1',
        '127.0.0.1',
        '[::1]:5050',
        '192.168.7.7:80',
        '[2001:db8::1]',
        `${label}:5050`,
        `${label}.local`,
      ])
        await isOurs(server, host)
    }))

  test('those that were set: the public URL and its further origins, which names a setting beside it', async () => {
    await isOurs(named, 'chat.example.org')
    await isOurs(named, 'chat.example.org:443')
    await isOurs(named, 'wiki.example:8080')
    const { body } = await ask(named, 'GET', '/', 'another.example')
    assert.ok(body.includes('--origins http://another.example (or EARSHOT_ORIGINS)'), body)
  })

  test('the name that it listens on', () => {
    const names = new OwnNames(['mybox.corp.example'], 'other.evil.example')
    const has = (text: string) => names.has(parseHost(text)!)
    for (const ours of ['mybox.corp.example', 'MyBox.corp.example:5050', 'other', 'other.local', 'other.home.arpa'])
      assert.ok(has(ours), ours)
    // A network can give the machine a name in any domain.
    for (const strange of [
      'other.evil.example',
      'other.example',
      'other.lan',
      'mybox',
      'evil.example',
      '.local',
      'local',
    ])
      assert.ok(!has(strange), strange)
    assert.ok(!new OwnNames([], '').has(parseHost('.local')!), 'a machine without a name')
  })

  test('a request that names none comes from no browser', () =>
    unnoticed(async () => {
      const socket = await dial(server.port)
      const answer = ending(socket)
      socket.write('GET /healthz HTTP/1.0\r\n\r\n')
      assert.match(await answer, /^HTTP\/1\.1 200/)
    }))

  test('a monitor may ask for health by any name', () =>
    unnoticed(async () => {
      for (const path of ['/healthz', '/readyz', '/healthz?from=lb'])
        assert.equal((await ask(server, 'GET', path, 'balancer.example')).status, 200, path)
      for (const path of ['/healthz/', '//healthz', '/healthz/../lobby', '/healthz%2f'])
        assert.equal((await ask(server, 'GET', path, 'balancer.example')).status, 421, path)
    }))
})

test('[A22] a page of the public URL is our own, under any name by which the proxy asks us', async () => {
  const origin = ['Origin: https://chat.example.org', 'Content-Type: application/json']
  const join = (headers: string[], name: string) =>
    bareRequest(named.port, 'POST', '/api/session', headers, JSON.stringify({ name }), 'localhost:5050')
  const joined = await join(origin, 'Proxied')
  assert.equal(joined.status, 201)
  const [mine = ''] = /earshot-\w+=[^;]+/.exec(joined.head) ?? []
  const said = await bareRequest(named.port, 'POST', MESSAGES, [...origin, `Cookie: ${mine}`], '{"body":"by cookie"}')
  assert.equal(said.status, 201)
  assert.match(await upgrade(named, '127.0.0.1', ['Origin: https://chat.example.org']), /^HTTP\/1\.1 101 /)
  for (const foreign of ['http://chat.example.org', 'https://chat.example.org:8443', 'https://a.chat.example.org']) {
    const { status, body } = await join([`Origin: ${foreign}`, 'Content-Type: application/json'], 'Foreign')
    assert.equal(status, 403)
    assert.ok(body.includes(`does not know the page at ${foreign}.`), body)
    assert.match(
      await upgrade(named, '127.0.0.1', [`Origin: ${foreign}`]),
      /^HTTP\/1\.1 403 [^]*does not know the page/,
    )
  }
  await eventually(() => assert.match(named.stderr, /page at https:\/\/a\.chat\.example\.org.*--origins https/))
})

test('[A23] the name that a proxy was asked by is believed of as many proxies as were named', async () => {
  const proxied = await startServer({ env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://chat.example.org' } })
  const get = (to: Server, host: string, forwarded: string) =>
    ask(to, 'GET', '/', host, [`X-Forwarded-Host: ${forwarded}`])
  assert.equal((await get(proxied, 'upstream:5050', 'chat.example.org')).status, 200)
  assert.equal((await get(proxied, 'upstream:5050', 'evil.example, chat.example.org')).status, 200)
  assert.equal((await get(proxied, 'localhost', 'evil.example')).status, 421)
  assert.equal((await get(proxied, 'localhost', 'chat.example.org, evil.example')).status, 421)
  assert.equal((await get(named, 'upstream:5050', 'chat.example.org')).status, 421, 'no proxy was named')
  assert.equal((await get(named, 'localhost', 'evil.example')).status, 200, 'no proxy was named')

  // The page of an unusual port, whose proxy says it to us.
  const page = [
    'X-Forwarded-Host: chat.example.org:8443',
    'Origin: https://chat.example.org:8443',
    'Content-Type: application/json',
  ]
  const joined = await bareRequest(proxied.port, 'POST', '/api/session', page, '{"name":"Ann"}', 'upstream')
  assert.equal(joined.status, 201, joined.body)
  await proxied.stop()
})
