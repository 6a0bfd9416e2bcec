/** Clients that want everything: all pages, all connections, all memory. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { after, describe, test } from 'node:test'
import type { ChangesPage, HistoryPage } from '../../protocol/models.ts'
import { dial, ending } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { forAll, Listener, memoryOf } from '../support/crowd.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, MESSAGES, post, signIn, wholeHistory } from '../support/http.ts'
import { startServer } from '../support/server.ts'
import { enter } from '../support/sockets.ts'

const MOST_PER_PAGE = 200
const CROWD = 1_000

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const mallory = await signIn(server, 'Mallory')
const headers = bearer(mallory.token)
/** Descriptors that the server's process holds: each connection is one. */
const descriptors = () => readdirSync(`/proc/${server.pid}/fd`).length
const atRest = descriptors()

describe('pages beyond all measure', () => {
  const NUMBERS = [
    '0',
    '-1',
    '-0',
    '0.5',
    '1e9',
    '9e15',
    '9007199254740991',
    '9007199254740993',
    '1e308',
    '1e309',
    '-1e308',
    'Infinity',
    'NaN',
    '0x10',
    '1_000',
    '٣',
    '5;drop table messages',
    "1' or '1'='1",
    'null',
    'true',
    '[]',
    '{}',
    '',
    ' ',
    '%00',
    `${'9'.repeat(5_000)}`,
  ]
  const places = ['before', 'after', 'around', 'limit', 'since']

  test('there are more messages than a page holds', async () => {
    const member = await enter(server.url, { token: mallory.token })
    await Promise.all(Array.from({ length: MOST_PER_PAGE + 50 }, (_, number) => member.say(`message ${number}`)))
    member.leave()
  })

  for (const place of places) {
    test(`${place} over HTTP is a page, a reset or 400`, () =>
      unnoticed(async () => {
        const { epoch } = (await enter(server.url, { token: mallory.token })).welcome
        const isOfChanges = place === 'since'
        const paths = NUMBERS.flatMap((number) => {
          const asked = `${place}=${number.replaceAll(' ', '%20')}`
          const changes = `/api/rooms/lobby/changes?epoch=${epoch}&${place === 'limit' ? 'since=0&' : ''}${asked}`
          return isOfChanges || place === 'limit' ? [changes, `${MESSAGES}?${asked}`] : [`${MESSAGES}?${asked}`]
        })
        for (const path of paths) {
          const { status, body } = await ask<HistoryPage & ChangesPage>(server, path, { headers })
          assert.ok(status === 200 || status === 400, `${path.slice(0, 100)} answered ${status}`)
          if (status === 200 && 'messages' in body) assert.ok(body.messages.length <= MOST_PER_PAGE, path.slice(0, 100))
        }
      }))

    test(`${place} on the typed door is a page, a reset or bad_request`, () =>
      unnoticed(async () => {
        const member = await enter(server.url, { token: mallory.token })
        const { epoch } = member.welcome
        const values: unknown[] = [...NUMBERS, ...NUMBERS.map(Number), null, true, [], [1], {}, { valueOf: 1 }]
        for (const value of values) {
          for (const [name, payload] of [
            ['room:history', { roomId: 'lobby', [place]: value }],
            ['room:changes', { roomId: 'lobby', epoch, since: 0, [place]: value }],
          ] as const) {
            const result = await member.ask<HistoryPage & ChangesPage>(name, payload)
            const what = `${name} ${place} ${String(JSON.stringify(value)).slice(0, 50)}`
            if (!result.ok) assert.equal(result.error.code, 'bad_request', what)
            else if ('messages' in result.value) assert.ok(result.value.messages.length <= MOST_PER_PAGE, what)
          }
        }
        member.leave()
      }))
  }

  test('a limit beyond measure is read as the most there is, on both doors', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      for (const limit of [201, 1e9, Number.MAX_SAFE_INTEGER]) {
        const result = await member.run('room:history', { roomId: 'lobby', limit })
        assert.ok(result.ok)
        assert.equal(result.value.messages.length, MOST_PER_PAGE)
        const { status, body } = await ask<HistoryPage>(server, `${MESSAGES}?limit=${limit}`, { headers })
        assert.deepEqual([status, body.messages.length], [200, MOST_PER_PAGE])
      }
      member.leave()
    }))

  test('a rev that was never reached is a reset, and one below zero is refused, on both doors', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      const { epoch } = member.welcome
      const changes = (since: string) =>
        ask(server, `/api/rooms/lobby/changes?epoch=${epoch}&since=${since}`, { headers })
      for (const since of ['9e15', '1e15', String(Number.MAX_SAFE_INTEGER)]) {
        assert.deepEqual((await changes(since)).body, { reset: 'ahead' })
        const result = await member.run('room:changes', { roomId: 'lobby', epoch, since: Number(since) })
        assert.deepEqual(result.ok && result.value, { reset: 'ahead' })
      }
      for (const since of ['-1', '-1e308', '0.5', '1e308']) {
        assert.equal((await changes(since)).status, 400, since)
        const result = await member.run('room:changes', { roomId: 'lobby', epoch, since: Number(since) })
        assert.equal(result.ok ? 'taken' : result.error.code, 'bad_request', since)
      }
      member.leave()
    }))
})

test(`${CROWD.toLocaleString('en')} clients that come back at the same moment are all back within ten seconds`, async (t) => {
  const crowd = Array.from({ length: CROWD }, (_, number) => new Listener(server, `Crowd ${number}`))
  t.after(() => crowd.forEach((listener) => listener.leave()))
  await forAll(crowd, 100, (listener) => listener.enter())
  await unnoticed(async () => {
    crowd.forEach((listener) => listener.leave())
    await post(server, mallory.token, 'said while they were away')
    const started = performance.now()
    await Promise.all(crowd.map((listener) => listener.enter().then(() => listener.catchUp())))
    const took = performance.now() - started
    t.diagnostic(`${CROWD} were back and had caught up after ${Math.round(took)} ms`)
    assert.ok(took < 10_000, `it took ${Math.round(took)} ms`)
  })
  const { room } = (await ask<HistoryPage>(server, `${MESSAGES}?limit=1`, { headers })).body
  await eventually(() => {
    for (const { rev, holes } of crowd) assert.deepEqual([rev, holes], [room.rev, []])
  })
})

// Most of this is waiting for the server to lose its patience, so it is done together.
describe('connections that only take up room', { concurrency: true }, () => {
  test('two thousand that say nothing or half of something do not keep others out, and are let go', async (t) => {
    const before = atRest
    const halves = [
      '',
      'G',
      'GET / HTTP/1.1\r\nHost: localhost\r\n',
      'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n',
    ]
    const sockets: Socket[] = []
    t.after(() => sockets.forEach((socket) => socket.destroy()))
    for (let batch = 0; batch < 20; batch++)
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => dial(server.port)))))
    sockets.forEach((socket, index) => socket.write(halves[index % halves.length] ?? ''))
    await eventually(() => assert.ok(descriptors() > before + 1_500))

    await unnoticed(async () => {
      const newcomer = await enter(server.url, { name: 'Newcomer' })
      newcomer.leave()
      await signIn(server, 'Newcomer by HTTP')
    })
    // Those that began a body have half a minute for it; the others are sooner out of time.
    await eventually(() => assert.ok(descriptors() < before + 600, `${descriptors() - before} are held`), 20_000, 250)
  })

  test('four requests that do not wait for their answers are answered in their turn', async () => {
    const { created, said, bodies } = await postAhead(4)
    assert.equal(created, 4)
    assert.deepEqual(said, bodies)
  })

  test('a connection that asks further ahead is let go, and little of it is done', async () => {
    const { said } = await postAhead(5)
    assert.ok(said.length <= 1, `${said.length} were taken up`)
  })

  const UNREAD = 60
  const asking = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${mallory.token}\r\n\r\n`
  const ways: Record<string, string> = {
    'event streams': asking('/api/rooms/lobby/events'),
    // Several on one connection, so that the machine's own buffers for it are soon full.
    'pages of history': asking(`${MESSAGES}?limit=200`).repeat(20),
  }
  for (const [way, request] of Object.entries(ways)) {
    test(`[C11] ${way} that no one reads are let go, and memory stays`, async (t) => {
      const own = await startServerWithLongMessages()
      const deaf = await Promise.all(Array.from({ length: UNREAD }, () => dial(own.server.port)))
      t.after(() => deaf.forEach((socket) => socket.destroy()))
      const before = memoryOf(own.server)
      let most = before
      for (const socket of deaf) {
        socket.pause()
        socket.write(request.replaceAll(mallory.token, own.token))
      }
      await own.unnoticed(async () => {
        const talking = own.talk()
        try {
          await eventually(
            () => {
              most = Math.max(most, memoryOf(own.server))
              const held = stillHeld(own.server.port, deaf)
              assert.equal(held, 0, `${held} that nobody reads are still open, for ${mb(most - before)} of memory`)
            },
            60_000,
            100,
          )
        } finally {
          talking.stop()
        }
      })
      t.diagnostic(`memory grew by ${mb(most - before)}`)
      // The pages asked for are more than 300 MB. The heap for the few that are under way goes up and down.
      assert.ok(most - before < 200e6, `memory grew by ${mb(most - before)}`)
      await own.server.stop()
    })
  }
})

/** Posts without waiting for an answer in between. */
async function postAhead(count: number) {
  const bodies = Array.from({ length: count }, (_, number) => `${count} ahead, ${number}`)
  const requests = bodies.map((body, index) =>
    [
      'POST /api/rooms/lobby/messages HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${mallory.token}`,
      `Content-Length: ${body.length}`,
      `Connection: ${index === count - 1 ? 'close' : 'keep-alive'}`,
      `\r\n${body}`,
    ].join('\r\n'),
  )
  const socket = await dial(server.port)
  const answers = ending(socket)
  socket.write(requests.join(''))
  const created = (await answers).match(/HTTP\/1\.1 201/g)?.length ?? 0
  const history = await wholeHistory(server, mallory.token)
  return { created, said: history.map(({ body }) => body).filter((body) => bodies.includes(body)), bodies }
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** A server of its own, whose memory nothing else uses, with a member who writes long messages. */
async function startServerWithLongMessages() {
  const own = await startServer({ args: ['--limits', 'off'] })
  const watched = await bystander(own)
  const { token } = await signIn(own, 'Talker')
  const author = await enter(own.url, { token })
  author.socket.off('room:changed')
  const body = 'x'.repeat(16_000)
  await Promise.all(Array.from({ length: 30 }, () => author.say(body)))
  return {
    server: own,
    unnoticed: watched,
    token,
    /** Four long messages every 50 ms. */
    talk() {
      const timer = setInterval(() => {
        for (let number = 0; number < 4; number++)
          author.socket.emit('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body })
      }, 50).unref()
      return { stop: () => clearInterval(timer) }
    },
  }
}

/** How many of these connections the server's process still holds. */
function stillHeld(port: number, sockets: Socket[]): number {
  const wanted = new Set(sockets.map(({ localPort }) => localPort))
  const ours = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = ['tcp', 'tcp6'].flatMap((family) => readFileSync(`/proc/net/${family}`, 'utf8').split('\n').slice(1))
  return rows.filter((row) => {
    const [, local = '', remote = '', , , , , , , inode] = row.trim().split(/\s+/)
    // Without an inode it is only the machine that still has something to deliver.
    return local.endsWith(`:${ours}`) && wanted.has(Number.parseInt(remote.split(':')[1] ?? '', 16)) && inode !== '0'
  }).length
}
