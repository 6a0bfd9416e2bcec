/** Too much of what is allowed: users who flood are told to wait, and no one else notices. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { Message, NewSession, Typing } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bystander } from '../support/bystander.ts'
import { openStream } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { type Answer, ask, bearer, json, MESSAGES, type Refused } from '../support/http.ts'
import { overHttp as give } from '../support/people.ts'
import { type Server, startServer } from '../support/server.ts'
import { accepted, enter, enterPlain, type Guest, type Member, TRANSPORTS, turnedAway } from '../support/sockets.ts'

const EVENTS = '/api/rooms/lobby/events'
const BURST = 20
const PLACES = 20

// Behind a proxy each user here can come from a network of their own.
const [server, limitless] = await Promise.all([
  startServer({ env: { TRUST_PROXY: '1' } }),
  startServer({ args: ['--limits', 'off'] }),
])
after(() => Promise.all([server.stop(), limitless.stop()]))
const [unnoticed, unnoticedToo] = await Promise.all([bystander(server), bystander(limitless)])

let networks = 0
/** Headers from a network that no other user here has. */
function anotherNetwork(): { 'x-forwarded-for': string } {
  return { 'x-forwarded-for': `203.0.113.${++networks}` }
}

/** Signs in without opening a connection. */
async function tokenOf(at: Server, name: string): Promise<string> {
  const { status, body } = await ask<NewSession>(at, '/api/session', json({ name }, anotherNetwork()))
  assert.equal(status, 201)
  return body.token
}

/** One way to send, and what comes back. */
type Sender = (body: string) => Promise<Result<Message>>
const overChat =
  (member: Member): Sender =>
  (body) =>
    member.run('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body })
const overPlain =
  (guest: Guest): Sender =>
  (body) =>
    guest.say(body)
const overHttp =
  (at: Server, token: string): Sender =>
  async (body) => {
    const answer = await ask<Message & Refused>(at, MESSAGES, json({ body }, bearer(token)))
    if (answer.status === 201) return { ok: true, value: answer.body }
    isTooMany(answer)
    return { ok: false, error: answer.body.error }
  }

function isTooMany({ status, headers, body }: Answer<Refused>): void {
  assert.equal(status, 429)
  assert.deepEqual(Object.keys(body), ['error'])
  asksToWait(body.error)
  assert.equal(headers.get('retry-after'), String(Math.ceil((body.error.retryAfterMs ?? 0) / 1_000)))
}

function asksToWait({ code, message, retryAfterMs }: Failure): void {
  assert.equal(code, 'rate_limited')
  assert.ok(message.length > 0)
  assert.ok(retryAfterMs !== undefined && Number.isInteger(retryAfterMs) && retryAfterMs > 0, `wait ${retryAfterMs} ms`)
}

/** How many may be taken that were sent within this time: a slow machine gives them time for one more each second. */
function mayBeTaken(count: number, most: number, ms: number): void {
  const late = Math.floor(ms / 1_000)
  assert.ok(count >= most && count <= most + late, `${count} were taken in ${Math.round(ms)} ms, and ${most} may be`)
}

const countTaken = (answers: Result<Message>[]) => answers.filter(({ ok }) => ok).length

/** Sends a hundred at once: as many are taken as allowed. A sender who waits as long as told is heard again. */
async function floods(send: Sender): Promise<void> {
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: 100 }, (_, number) => send(`flood ${number}`)))
  mayBeTaken(countTaken(answers), BURST, performance.now() - started)
  for (const answer of answers) if (!answer.ok) asksToWait(answer.error)

  const asked = performance.now()
  await pause(Math.max(...answers.map((answer) => (answer.ok ? 0 : (answer.error.retryAfterMs ?? 0)))))
  const again = await Promise.all(Array.from({ length: 10 }, () => send('after waiting')))
  mayBeTaken(countTaken(again), 1, performance.now() - asked)
}

describe(
  'a hundred messages in a second from one guest: twenty are taken, the rest are told when to come back',
  {
    concurrency: true,
  },
  () => {
    for (const transport of TRANSPORTS) {
      test(`on the typed door, over ${transport}`, () =>
        unnoticed(async () => {
          const options = { transports: [transport], extraHeaders: anotherNetwork() }
          const member = await enter(server.url, { name: `Flo ${transport}` }, options)
          await floods(overChat(member))
          member.leave()
        }))
    }

    test('on the plain door, with a name and without one', () =>
      unnoticed(async () => {
        for (const auth of [{ name: 'Plain Flo' }, {}]) {
          const guest = await enterPlain(server.url, auth, { extraHeaders: anotherNetwork() })
          await floods(overPlain(guest))
          guest.leave()
        }
      }))

    test('over HTTP, with 429 and Retry-After', () =>
      unnoticed(async () => {
        const token = await tokenOf(server, 'HTTP Flo')
        await floods(overHttp(server, token))
      }))

    test('all doors and tabs of a guest together, not each', () =>
      unnoticed(async () => {
        const token = await tokenOf(server, 'Everywhere Flo')
        const [tab, secondTab, guest] = await Promise.all([
          enter(server.url, { token }, { extraHeaders: anotherNetwork() }),
          enter(server.url, { token }, { extraHeaders: anotherNetwork() }),
          enterPlain(server.url, { token }, { extraHeaders: anotherNetwork() }),
        ])
        const senders = [overChat(tab), overChat(secondTab), overPlain(guest), overHttp(server, token)]
        const started = performance.now()
        const answers = await Promise.all(
          senders.flatMap((send) => Array.from({ length: 15 }, (_, number) => send(`${number}`))),
        )
        mayBeTaken(countTaken(answers), BURST, performance.now() - started)
        tab.leave()
        secondTab.leave()
        guest.leave()
      }))

    test('coming back with a new connection does not help', () =>
      unnoticed(async () => {
        const token = await tokenOf(server, 'Stubborn Flo')
        const started = performance.now()
        let taken = 0
        for (let round = 0; round < 3; round++) {
          const member = await enter(server.url, { token }, { extraHeaders: anotherNetwork() })
          const answers = await Promise.all(Array.from({ length: 20 }, () => overChat(member)('again')))
          taken += countTaken(answers)
          member.leave()
        }
        mayBeTaken(taken, BURST, performance.now() - started)
      }))
  },
)

describe('typing:start a thousand times a second', () => {
  test('a listener is told at most twice a second, and nothing is written', () =>
    unnoticed(async () => {
      const [typist, listener] = await Promise.all([
        enter(server.url, { name: 'Typist' }, { extraHeaders: anotherNetwork() }),
        enter(server.url, { name: 'Listener' }, { extraHeaders: anotherNetwork() }),
      ])
      const told: Typing[] = []
      listener.socket.on('typing', (typing: Typing) => told.push(typing))
      const before = await stored(server, listener)

      const started = performance.now()
      for (let sent = 0; sent < 2_000; sent += 50) {
        for (let number = 0; number < 50; number++) typist.socket.emit('typing:start', { roomId: 'lobby' })
        await pause(50)
      }
      const seconds = (performance.now() - started) / 1_000
      assert.ok(told.length >= 1, 'it is told at all')
      assert.ok(told.length <= 2 * seconds, `told ${told.length} times in ${seconds.toFixed(1)} s`)
      assert.deepEqual(
        told[0]?.users.map(({ name }) => name),
        ['Typist'],
      )
      // It may be told to wait first.
      await eventually(async () => assert.ok((await typist.ask('typing:start', { roomId: 'lobby' })).ok))
      assert.deepEqual(await stored(server, listener), before)
      typist.leave()
      listener.leave()
    }))

  test('twenty who type in turn are told no more often', () =>
    unnoticed(async () => {
      const typists = await Promise.all(
        Array.from({ length: 20 }, (_, number) =>
          enter(server.url, { name: `Typist ${number}` }, { extraHeaders: anotherNetwork() }),
        ),
      )
      const listener = await enter(server.url, { name: 'Listener' }, { extraHeaders: anotherNetwork() })
      const told: Typing[] = []
      listener.socket.on('typing', (typing: Typing) => told.push(typing))
      const started = performance.now()
      for (let round = 0; round < 30; round++) {
        for (const { socket } of typists) socket.emit('typing:start', { roomId: 'lobby' })
        await pause(50)
      }
      const seconds = (performance.now() - started) / 1_000
      assert.ok(told.length >= 1 && told.length <= 2 * seconds + 1, `told ${told.length} times in ${seconds} s`)
      for (const typist of [...typists, listener]) typist.leave()
    }))
})

/** How large the files are and how often the lobby has changed. */
async function stored({ dataDir }: Server, member: Member) {
  const sizes = ['earshot.db', 'earshot.db-wal'].map((file) => {
    const { size, mtimeMs } = statSync(join(dataDir, file))
    return { file, size, mtimeMs }
  })
  const { room } = accepted(await member.run('room:history', { roomId: 'lobby', limit: 1 }))
  return { sizes, rev: room.rev, lastSeq: room.lastSeq }
}

describe('twenty guests of one network', () => {
  test('are all there may be at once: the next one is told to wait, on every door', () =>
    unnoticed(async () => {
      const network = anotherNetwork()
      const options = { extraHeaders: network }
      const tokens = await Promise.all(['One', 'Two'].map((name) => tokenOf(server, name)))
      const crowd = await Promise.all(
        Array.from({ length: PLACES }, (_, number) =>
          number % 2 === 0
            ? enter(server.url, { name: `Crowd ${number}` }, options)
            : enterPlain(server.url, { name: `Crowd ${number}` }, options),
        ),
      )
      for (const transport of TRANSPORTS) {
        for (const namespace of ['/', CHAT]) {
          for (const auth of [{ name: 'One too many' }, { token: tokens[0] }])
            asksToWait(await turnedAway(server.url, namespace, auth, { transports: [transport], ...options }))
        }
      }
      isTooMany(await ask<Refused>(server, EVENTS, { headers: { ...bearer(tokens[1] ?? ''), ...network } }))

      // Others come in as before, and so does the next one when a user has left.
      const other = await enter(server.url, { name: 'Neighbour' }, { extraHeaders: anotherNetwork() })
      other.leave()
      crowd.pop()?.leave()
      const next = await eventually(() => enter(server.url, { name: 'Next' }, options))
      asksToWait(await turnedAway(server.url, CHAT, { name: 'One too many' }, options))
      next.leave()
      const stream = await eventually(() => openStream(server.url + EVENTS, { ...bearer(tokens[1] ?? ''), ...network }))
      asksToWait(await turnedAway(server.url, CHAT, { name: 'One too many' }, options))
      stream.close()
      const last = await eventually(() => enter(server.url, { name: 'Last' }, options))
      for (const member of [...crowd, last]) member.leave()
    }))

  test('a visitor refused a hundred times has taken no place', () =>
    unnoticed(async () => {
      const options = { extraHeaders: anotherNetwork() }
      const crowd = await Promise.all(
        Array.from({ length: PLACES }, (_, number) => enterPlain(server.url, { name: `Full ${number}` }, options)),
      )
      await Promise.all(Array.from({ length: 60 }, () => turnedAway(server.url, CHAT, { name: 'Knocker' }, options)))
      crowd.pop()?.leave()
      const next = await eventually(() => enter(server.url, { name: 'Patient' }, options))
      for (const member of [...crowd, next]) member.leave()
    }))
})

test('a network that opens connection after connection is refused, and others are not', () =>
  unnoticed(async () => {
    const network = anotherNetwork()
    const knock = (headers: Record<string, string>) => ask(server, '/socket.io/?EIO=4&transport=polling', { headers })
    const answers = await Promise.all(Array.from({ length: 260 }, () => knock(network)))
    const no = answers.filter(({ status }) => status !== 200)
    assert.ok(no.length > 0 && no.length < 100, `${no.length} of 260 were refused`)
    assert.ok(no.every(({ status }) => status >= 400 && status < 500))
    assert.equal((await knock(anotherNetwork())).status, 200)
    const signIns = await Promise.all(
      Array.from({ length: 130 }, (_, number) => ask(server, '/api/session', json({ name: `F ${number}` }, network))),
    )
    assert.ok(signIns.some(({ status }) => status === 429))
    assert.equal((await ask(server, '/api/session', json({ name: 'Other' }, anotherNetwork()))).status, 201)
  }))

test('with --limits off no one is told to wait', () =>
  unnoticedToo(async () => {
    const token = await tokenOf(limitless, 'Free Flo')
    const crowd = await Promise.all(Array.from({ length: 40 }, () => enter(limitless.url, { token })))
    const streams = await Promise.all(
      Array.from({ length: 25 }, () => openStream(limitless.url + EVENTS, bearer(token))),
    )
    const signIns = await Promise.all(
      Array.from({ length: 150 }, (_, number) => ask(limitless, '/api/session', json({ name: `S ${number}` }))),
    )
    assert.ok(signIns.every(({ status }) => status === 201))
    const guest = await enterPlain(limitless.url, { token })
    const [first] = crowd
    assert.ok(first)
    for (const send of [overChat(first), overPlain(guest), overHttp(limitless, token)]) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, number) => send(`free ${number}`)))
      assert.ok(answers.every(({ ok }) => ok))
    }
    for (const member of [...crowd, guest]) member.leave()
    for (const stream of streams) stream.close()
  }))

describe('[L8] rooms', () => {
  test('are made ten within an hour, over both doors together; direct rooms do not count', () =>
    unnoticed(async () => {
      const token = await tokenOf(server, 'Room maker')
      const [other, member] = await Promise.all([
        tokenOf(server, 'Pen friend').then((pen) => enter(server.url, { token: pen })),
        enter(server.url, { token }, { extraHeaders: anotherNetwork() }),
      ])
      const make = (number: number) => {
        const payload = { kind: 'open', name: `Flood room ${number}` } as const
        return number % 2 === 0 ? member.run('room:create', payload) : give(server, token, 'room:create', payload)
      }
      for (let number = 0; number < 10; number++) accepted(await make(number))
      for (const number of [10, 11]) {
        const result = await make(number)
        assert.ok(!result.ok)
        asksToWait(result.error)
        assert.ok((result.error.retryAfterMs ?? 0) <= 360_000)
      }
      const direct = { kind: 'direct' as const, memberIds: [other.welcome.you.id] }
      const ids = new Set<string>()
      for (let again = 0; again < 15; again++) ids.add(accepted(await member.run('room:create', direct)).id)
      assert.equal(ids.size, 1)
      const many = await Promise.all(Array.from({ length: 100 }, () => member.run('room:create', direct)))
      assert.ok(
        many.some((result) => !result.ok && result.error.code === 'rate_limited'),
        'but not without end',
      )
      other.leave()
      member.leave()
    }))
})
