import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, describe, test } from 'node:test'
import { type ReadonlySignal, effect } from '@preact/signals-core'
import { Server, type Socket } from 'socket.io'
import type { CommandName, Payload } from '../protocol/commands.ts'
import type { Failure, Result } from '../protocol/errors.ts'
import type { Welcome } from '../protocol/models.ts'
import { PROTOCOL } from '../protocol/version.ts'
import { Client, type ClientOptions } from './client.ts'
import type { ConnectionState } from './connection.ts'
import { memoryOutbox } from './outbox-memory.ts'
import { type FakeClock, fakeClock } from './testing/fake-clock.ts'
import { ANN, BOB, ModelRoom } from './testing/model-room.ts'

/** A small server on a real port, controlled by the test. */
async function setUp(context: TestContext) {
  const http = createServer()
  const io = new Server(http, { serveClient: false })
  http.listen(0, 'localhost')
  await once(http, 'listening')
  const room = new ModelRoom()
  const clock = fakeClock()
  const visits: unknown[] = []
  const server = {
    refusals: [] as Failure[],
    protocol: PROTOCOL,
    greet: true,
    answers: true,
  }
  let latest: Socket | undefined
  const chat = io.of('/chat')
  chat.use((socket, next) => {
    visits.push(socket.handshake.auth)
    const failure = server.refusals.shift()
    next(failure && Object.assign(new Error(failure.message), { data: failure }))
  })
  chat.on('connection', (socket) => {
    latest = socket
    const { token } = socket.handshake.auth
    const welcome: Welcome = {
      protocol: server.protocol,
      server: { name: 'Earshot', version: '1.2.3', maxFileBytes: 1 },
      epoch: room.epoch,
      you: ANN,
      me: { user: ANN, role: 'guest', blocked: [] },
      settings: { auditFor: 'moderators', roomsBy: 'everyone' },
      preferences: {},
      rooms: [room.view()],
    }
    if (server.greet) socket.emit('welcome', token ? welcome : { ...welcome, token: 'fresh' })
    socket.onAny((name: CommandName, payload: Payload<CommandName>, answer: (result: Result<unknown>) => void) => {
      if (server.answers) answer(room.answer(name, payload))
    })
  })
  const address: AddressInfo | string | null = http.address()
  const url = typeof address === 'object' ? `http://localhost:${address?.port}/` : ''
  const member = (options: ClientOptions = {}) => {
    const client = new Client({ url, clock, random: () => 0.5, ...options })
    context.after(() => client.close())
    return client
  }
  context.after(async () => io.close())
  return { server, room, clock, visits, member, chat, latest: () => latest }
}

/** Resolves with the first value that fits. If none comes, the test runner reports it. */
async function become<T>(watched: ReadonlySignal<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((found) => {
    const stop = effect(() => {
      const { value } = watched
      if (!fits(value)) return
      queueMicrotask(() => stop())
      found(value)
    })
  })
}

const state = async (client: Client, wanted: ConnectionState['state']) =>
  become(client.connection.state, (now) => now.state === wanted)

const waiting = async (client: Client) =>
  become(client.connection.state, (now) => now.state === 'offline' && !now.retrying)

/** Lets the first wait before another try pass. */
const retry = async (clock: FakeClock) => clock.pass(500)

describe('the connection', { timeout: 5_000 }, () => {
  test('[N1] it is online when the server has said welcome, and not before', async (context) => {
    const { server, room, member, latest } = await setUp(context)
    server.greet = false
    const client = member()
    assert.equal(client.connection.state.value.state, 'idle')
    client.connect()
    const connected = new Promise<void>((go) => {
      const timer = setInterval(() => latest() && go(clearInterval(timer)), 5)
    })
    await connected
    assert.equal(client.connection.state.value.state, 'connecting')
    latest()?.emit('welcome', {
      protocol: PROTOCOL,
      server: { name: 'Earshot', version: '1.2.3', maxFileBytes: 1 },
      epoch: room.epoch,
      you: ANN,
      me: { user: ANN, role: 'guest', blocked: [] },
      settings: { auditFor: 'moderators', roomsBy: 'everyone' },
      preferences: {},
      rooms: [room.view()],
    } satisfies Welcome)
    await state(client, 'online')
    assert.deepEqual([client.you.value, client.server.value?.name], [ANN, 'Earshot'])
    assert.equal(client.rooms.get('lobby')?.view.value.name, 'Lobby')
  })

  test('[N2] however the line is lost, it comes back after a while, and with the token that made it a guest', async (context) => {
    const { clock, visits, member, latest } = await setUp(context)
    const client = member({ credentials: { name: 'Ann' } })
    client.connect()
    await state(client, 'online')
    for (const lose of [() => latest()?.conn.close(), () => latest()?.disconnect(), () => client.connection.renew()]) {
      lose()
      await waiting(client)
      await retry(clock)
      await state(client, 'online')
    }
    assert.deepEqual(visits, [{ name: 'Ann' }, ...Array.from({ length: 3 }, () => ({ token: 'fresh' }))])
    assert.equal(client.token.value, 'fresh')
  })

  test('[N3] a final refusal ends the tries; other credentials begin anew', async (context) => {
    const { server, clock, visits, member } = await setUp(context)
    const failure: Failure = { code: 'unauthorized', message: 'Who are you?' }
    server.refusals.push(failure)
    const client = member({ credentials: { token: 'stale' } })
    client.connect()
    assert.deepEqual(await state(client, 'refused'), { state: 'refused', failure })
    assert.equal(clock.due(), 0)
    client.connect({ name: 'Ann' })
    await state(client, 'online')
    assert.deepEqual(visits, [{ token: 'stale' }, { name: 'Ann' }])
  })

  test('[N4] a server that says "later" is tried again, not before the time it names', async (context) => {
    const { server, clock, visits, member } = await setUp(context)
    server.refusals.push({ code: 'rate_limited', message: 'Later.', retryAfterMs: 60_000 })
    const client = member()
    client.connect()
    await waiting(client)
    await clock.pass(59_000)
    assert.deepEqual(client.connection.state.value, { state: 'offline', since: 0, retrying: false })
    assert.equal(visits.length, 1)
    await clock.pass(1_000)
    await state(client, 'online')
  })

  test('[N5] after the session has ended it stays away', async (context) => {
    const { clock, member, latest } = await setUp(context)
    const client = member()
    client.connect()
    await state(client, 'online')
    latest()?.emit('session:ended', { reason: 'banned' })
    latest()?.disconnect()
    assert.deepEqual(await state(client, 'ended'), { state: 'ended', reason: 'banned' })
    assert.equal(clock.due(), 0)
  })

  test('[N6] a server that speaks another wire is left alone', async (context) => {
    const { server, clock, member } = await setUp(context)
    server.protocol = PROTOCOL + 1
    const client = member()
    client.connect()
    assert.deepEqual(await state(client, 'ended'), { state: 'ended', reason: 'new_version' })
    assert.equal(clock.due(), 0)
  })

  test('[N7] an order without a connection, or cut off from its answer, is a failure that can be tried again', async (context) => {
    const { server, member, latest } = await setUp(context)
    const client = member()
    const early = await client.run('room:history', { roomId: 'lobby' })
    assert.equal(early.ok || early.error.code, 'overloaded')
    server.answers = false
    client.connect()
    await state(client, 'online')
    const cut = client.run('room:history', { roomId: 'lobby' })
    latest()?.conn.close()
    const result = await cut
    assert.equal(result.ok || result.error.code, 'overloaded')
  })

  test('[N8] a client that cannot wait connects at once', async (context) => {
    const { member, latest } = await setUp(context)
    const client = member()
    client.connect()
    await state(client, 'online')
    latest()?.conn.close()
    await waiting(client)
    client.connection.retryNow()
    await state(client, 'online')
  })

  test('[N9] it also works by polling alone', async (context) => {
    const { member } = await setUp(context)
    const client = member({ transports: ['polling'] })
    client.connect()
    await state(client, 'online')
  })

  test('[N10] a message written offline is sent once there is a connection, and comes back as a message', async (context) => {
    const { room, member } = await setUp(context)
    const outbox = memoryOutbox()
    const boot = {
      protocol: PROTOCOL,
      server: { name: 'Earshot', version: '1', maxFileBytes: 1 },
      epoch: room.epoch,
      you: ANN,
    } as const
    room.post(BOB)
    const page = room.page({ roomId: 'lobby' })
    const client = member({ outbox, boot: { ...boot, access: 'open', page } })
    const lobby = client.rooms.get('lobby')
    await lobby?.send('one')
    await lobby?.send('two', 1)
    assert.equal(client.outbox.waiting.value, 2)
    assert.deepEqual(
      lobby?.timeline.entries.value.map(({ kind }) => kind),
      ['message', 'draft', 'draft'],
    )
    client.connect()
    await become(client.outbox.waiting, (count) => count === 0)
    assert.deepEqual(
      lobby?.timeline.entries.value.map((entry) => entry.kind === 'message' && entry.message.body),
      ['text 0', 'one', 'two'],
    )
    assert.equal(client.rooms.list.value[0]?.lastSeq, 3)
    assert.deepEqual(await outbox.all(), [])
  })

  test('[N11] the people typing are shown without me, and forgotten with the connection', async (context) => {
    const { member, latest } = await setUp(context)
    const client = member()
    client.connect()
    await state(client, 'online')
    const lobby = client.rooms.get('lobby')
    assert.ok(lobby)
    latest()?.emit('typing', { roomId: 'lobby', users: [ANN, BOB] })
    assert.deepEqual(await become(lobby.typing, ({ length }) => length > 0), [BOB])
    latest()?.conn.close()
    await become(lobby.typing, ({ length }) => length === 0)
  })
})
