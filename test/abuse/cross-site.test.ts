/** Other people's pages, in a visitor's browser, talking to our server behind the visitor's back. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import type { Message, NewSession } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bareRequest } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { openStream } from '../support/event-stream.ts'
import { inTime } from '../support/eventually.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn } from '../support/http.ts'
import { type Server, startServer } from '../support/server.ts'
import { enter, enterPlain, TRANSPORTS } from '../support/sockets.ts'

const POLLING = '/socket.io/?EIO=4&transport=polling'
const FRIEND = 'https://intranet.example'
const FRIEND_WITH_PORT = 'http://wiki.example:8080'

const [server, sociable] = await Promise.all([
  startServer({ args: ['--limits', 'off'] }),
  startServer({ args: ['--limits', 'off'], env: { EARSHOT_ORIGINS: `${FRIEND}, ${FRIEND_WITH_PORT}` } }),
])
after(() => Promise.all([server.stop(), sociable.stop()]))
const [unnoticed, unnoticedToo] = await Promise.all([bystander(server), bystander(sociable)])
const ann = await signIn(server, 'Ann')

const { port } = server
const FOREIGN: Record<string, string> = {
  'another site': 'http://evil.example',
  'another site on our port': `http://evil.example:${port}`,
  'a page from nowhere (null)': 'null',
  'nothing that is an origin': 'x',
  'an empty one': '',
  'a look-alike with our name in front': `http://localhost.evil.example:${port}`,
  'a look-alike with our name at the end': `http://evil-localhost:${port}`,
  'a subdomain of ours': `http://evil.localhost:${port}`,
  'our name as a user': `http://localhost:${port}@evil.example`,
  'our name as a path': `http://evil.example/localhost:${port}`,
  'our name after a dot': `http://localhost.:${port}`,
  'another port': `http://localhost:${port + 1}`,
  'our port and a digit more': `http://localhost:${port}0`,
  'no port': 'http://localhost',
  'another scheme': 'https://localhost',
  'another scheme on another port': `https://localhost:${port + 1}`,
  'our address by another name': `http://127.0.0.1:${port}`,
  'two at once': `http://localhost:${port}, http://evil.example`,
  'a file': 'file://',
  'an extension of the browser': `chrome-extension://localhost`,
}

/** Asks for a WebSocket and tells the outcome. */
function upgrade(to: Server, headers: Record<string, string>): Promise<'open' | 'refused'> {
  return inTime(
    'an answer to the upgrade',
    new Promise((resolve, reject) => {
      const asking = request(`${to.url}/socket.io/?EIO=4&transport=websocket`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': btoa('0123456789abcdef'),
          ...headers,
        },
      })
      asking.once('upgrade', (_response, socket) => {
        socket.destroy()
        resolve('open')
      })
      asking.once('response', (response) => {
        response.resume()
        resolve('refused')
      })
      asking.once('error', reject)
      asking.end()
    }),
  )
}

const routes = (headers: Record<string, string>): [string, RequestInit][] => [
  ['/api', { headers }],
  ['/api/session', json({ name: 'Mallory' }, headers)],
  ['/api/session', { method: 'DELETE', headers }],
  [MESSAGES, { headers }],
  [MESSAGES, json({ body: 'from another site' }, headers)],
  [MESSAGES, { method: 'POST', headers: { ...headers, 'content-type': 'text/plain' }, body: 'from another site' }],
  ['/api/rooms/lobby/changes?epoch=x&since=0', { headers }],
  ['/api/rooms/lobby/events', { headers }],
  ['/api/nothing', { headers }],
  [MESSAGES, { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } }],
]

async function isRefusedOnEveryRoute(headers: Record<string, string>): Promise<void> {
  const whoever: Record<string, string>[] = [{}, { cookie: ann.cookie }, bearer(ann.token)]
  for (const credentials of whoever) {
    for (const [path, init] of routes({ ...headers, ...credentials })) {
      const what = `${init.method ?? 'GET'} ${path} ${JSON.stringify(headers)}`
      const answer = await ask<Refused>(server, path, init)
      assert.deepEqual([answer.status, answer.body.error.code], [403, 'forbidden'], what)
      assert.equal(answer.headers.get('access-control-allow-origin'), null, what)
      assert.deepEqual(answer.headers.getSetCookie(), [], what)
    }
  }
}

describe('a page of another origin is refused', () => {
  for (const [what, origin] of Object.entries(FOREIGN)) {
    test(`${what}: ${origin}`, () =>
      unnoticed(async () => {
        const before = contents(server)
        const credentials: Record<string, string>[] = [{}, { cookie: ann.cookie }, bearer(ann.token)]
        for (const headers of credentials) {
          assert.equal(await upgrade(server, { ...headers, origin }), 'refused', 'a WebSocket')
          const polling = await ask(server, POLLING, { headers: { ...headers, origin } })
          assert.equal(polling.status, 403, 'polling')
          assert.ok(!polling.text.includes('"sid"'))
          assert.equal(polling.headers.get('access-control-allow-origin'), null)
        }
        await isRefusedOnEveryRoute({ origin })
        assert.deepEqual(contents(server), before)
      }))
  }

  test('and so is one that hides its origin and is known only by Sec-Fetch-Site', () =>
    unnoticed(async () => {
      const before = contents(server)
      await isRefusedOnEveryRoute({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })
      assert.equal(await upgrade(server, { 'sec-fetch-site': 'cross-site' }), 'refused')
      assert.deepEqual(contents(server), before)
    }))

  test('a form of another site can post nothing', () =>
    unnoticed(async () => {
      const before = contents(server)
      const form = 'application/x-www-form-urlencoded'
      const { status } = await bareRequest(
        port,
        'POST',
        MESSAGES,
        [`Cookie: ${ann.cookie}`, 'Origin: null', `Content-Type: ${form}`, 'Sec-Fetch-Mode: navigate'],
        'body=from+a+form',
      )
      assert.equal(status, 403)
      assert.deepEqual(contents(server), before)
    }))
})

describe('requests that are let in', () => {
  const own = `http://localhost:${port}`

  test('our own page, with its cookie', () =>
    unnoticed(async () => {
      const headers = { cookie: ann.cookie, origin: own }
      assert.equal(await upgrade(server, headers), 'open')
      assert.equal((await ask(server, MESSAGES, json({ body: 'from our page' }, headers))).status, 201)
      for (const transport of TRANSPORTS) {
        const member = await enter(server.url, {}, { transports: [transport], extraHeaders: headers })
        assert.equal(member.welcome.you.id, ann.user.id)
        member.leave()
      }
    }))

  test('our own page over plain HTTP, whose browser says only where it comes from', () =>
    unnoticed(async () => {
      const headers = { cookie: ann.cookie, referer: `${own}/lobby` }
      assert.equal((await ask(server, MESSAGES, json({ body: 'from our page' }, headers))).status, 201)
    }))

  test('a program without an origin, by its token', () =>
    unnoticed(async () => {
      assert.equal((await ask(server, MESSAGES, json({ body: 'a program' }, bearer(ann.token)))).status, 201)
      for (const transport of TRANSPORTS) {
        const options = { transports: [transport] }
        const [member, guest] = await Promise.all([
          enter(server.url, { token: ann.token }, options),
          enterPlain(server.url, { token: ann.token }, options),
        ])
        assert.equal(member.welcome.you.id, ann.user.id)
        assert.ok((await guest.say(`a program, over ${transport}`)).ok)
        member.leave()
        guest.leave()
      }
    }))
})

test('reading changes nothing, on any address', () =>
  unnoticed(async () => {
    const { epoch } = (await enter(server.url, { token: ann.token })).welcome
    const paths = [
      '/',
      '/lobby',
      '/lobby/1',
      '/nowhere',
      '/healthz',
      '/api',
      '/api/session',
      '/api/session?name=Mallory',
      '/api/owner?code=1&name=Mallory&password=x',
      '/api/nothing',
      MESSAGES,
      `${MESSAGES}?body=said+by+reading`,
      `${MESSAGES}?before=5&limit=200`,
      `/api/rooms/lobby/changes?epoch=${epoch}&since=0`,
      '/api/rooms/lobby/messages/1',
      POLLING,
      `${POLLING}&name=Mallory`,
      `${POLLING}&token=${ann.token}`,
    ]
    const before = contents(server)
    for (const headers of [{}, { cookie: ann.cookie }, bearer(ann.token)] as Record<string, string>[]) {
      for (const path of [...paths, ...paths]) {
        const { status } = await ask(server, path, { headers })
        assert.ok(status < 500, `${path} answered ${status}`)
        const head = await fetch(server.url + path, { method: 'HEAD', headers })
        assert.ok(head.status < 500, `HEAD ${path} answered ${head.status}`)
      }
      if ('authorization' in headers) (await openStream(`${server.url}/api/rooms/lobby/events`, headers)).close()
    }
    assert.deepEqual(contents(server), before)
  }))

describe('a page that was allowed by EARSHOT_ORIGINS', () => {
  for (const origin of [FRIEND, FRIEND_WITH_PORT]) {
    test(`${origin} signs in, posts, reads and listens`, () =>
      unnoticedToo(async () => {
        const may = ({ headers }: { headers: Headers }) => {
          assert.equal(headers.get('access-control-allow-origin'), origin)
          assert.match(headers.get('vary') ?? '', /origin/i)
        }
        const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
        const preflight = await ask(sociable, MESSAGES, { method: 'OPTIONS', headers: { origin, ...asked } })
        assert.ok(preflight.status === 200 || preflight.status === 204, `the preflight was ${preflight.status}`)
        assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/i)
        assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /content-type/i)
        assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /POST/)
        may(preflight)

        const session = await ask<NewSession>(sociable, '/api/session', json({ name: 'Friend' }, { origin }))
        assert.equal(session.status, 201)
        may(session)
        const { token } = session.body
        const posted = await ask<Message>(sociable, MESSAGES, json({ body: 'hello' }, { origin, ...bearer(token) }))
        assert.equal(posted.status, 201)
        may(posted)
        may(await ask(sociable, MESSAGES, { headers: { origin, ...bearer(token) } }))
        // A refusal is to be read as well.
        may(await ask(sociable, MESSAGES, json({ body: '' }, { origin, ...bearer(token) })))
        may(await ask(sociable, MESSAGES, { headers: { origin } }))

        assert.equal(await upgrade(sociable, { origin }), 'open')
        may(await ask(sociable, POLLING, { headers: { origin } }))
        for (const transport of TRANSPORTS) {
          const options = { transports: [transport], extraHeaders: { origin } }
          const member = await enter(sociable.url, { token }, options)
          await member.say(`hello over ${transport}`)
          member.leave()
        }
      }))
  }

  test('reads the events as they come', () =>
    unnoticedToo(async () => {
      const { token } = await signIn(sociable, 'Reader')
      const stream = await openStream(`${sociable.url}/api/rooms/lobby/events`, { origin: FRIEND, ...bearer(token) })
      stream.close()
      assert.equal(stream.response.headers.get('access-control-allow-origin'), FRIEND)
      assert.equal(stream.response.headers.get('x-content-type-options'), 'nosniff')
    }))

  test('opens the door for no one else', () =>
    unnoticedToo(async () => {
      const strangers = [
        'http://intranet.example',
        'https://intranet.example:8443',
        'https://intranet.example.evil.example',
        'https://evil-intranet.example',
        'https://a.intranet.example',
        'http://wiki.example',
        'https://wiki.example:8080',
        `${FRIEND},${FRIEND_WITH_PORT}`,
        'null',
      ]
      for (const origin of strangers) {
        assert.equal(await upgrade(sociable, { origin }), 'refused', origin)
        assert.equal((await ask(sociable, POLLING, { headers: { origin } })).status, 403, origin)
        const session = await ask(sociable, '/api/session', json({ name: 'Mallory' }, { origin }))
        assert.equal(session.status, 403, origin)
        assert.equal(session.headers.get('access-control-allow-origin'), null, origin)
      }
    }))

  test('is no page of a server that did not allow it', () =>
    unnoticed(async () => {
      assert.equal(await upgrade(server, { origin: FRIEND }), 'refused')
    }))
})

test('the typed door is told of no guest that a refused page wanted to be', () =>
  unnoticed(async () => {
    const member = await enter(server.url, { name: 'Mallory' })
    assert.equal(member.welcome.you.name, 'Mallory', 'nobody of that name is here')
    member.leave()
    assert.equal(
      await upgrade(server, { origin: `http://localhost:${port}` }),
      'open',
      `${CHAT} is open for our own page`,
    )
  }))

/** How much the store holds, and how often the lobby has changed. */
function contents({ dataDir }: Server): Record<string, unknown> {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true })
  try {
    const tables = ['users', 'sessions', 'memberships', 'messages']
    return Object.fromEntries([
      ...tables.map((table) => [table, database.prepare(`select count(*) as n from ${table}`).get()?.n]),
      ['rooms', JSON.stringify(database.prepare('select * from rooms').all())],
      ['meta', JSON.stringify(database.prepare('select * from meta').all())],
    ]) as Record<string, unknown>
  } finally {
    database.close()
  }
}
