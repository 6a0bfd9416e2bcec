/**
 * Lines that are cut in the middle of a handshake. Each answer of the store is held back in turn until the line is gone.
 * Afterwards as many guests come in as before.
 */
import assert from 'node:assert/strict'
import { subscribe } from 'node:diagnostics_channel'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { after, mock, test } from 'node:test'
import type { Presence } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { eventually } from '../support/eventually.ts'
import { HeldStore } from '../support/held-store.ts'
import { signIn } from '../support/http.ts'
import { openPolling } from '../support/polling.ts'
import { serveHere } from '../support/server-here.ts'
import { accepted, enter, RawSocket, TRANSPORTS, type Transport, turnedAway } from '../support/sockets.ts'

const PLACES = 20

// Rate limits recover with time; here time passes at once.
const now = performance.now.bind(performance)
let skipped = 0
mock.method(performance, 'now', () => now() + skipped)
const letTimePass = () => (skipped += 120_000)

const lines = new Set<Socket>()
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket }
  lines.add(socket)
  socket.once('close', () => lines.delete(socket))
})

const held = new HeldStore()
const server = await serveHere([], held.through)
after(() => server.stop())
const known = await Promise.all(Array.from({ length: PLACES }, (_, n) => signIn(server, `Known ${n}`)))

/** Here a full house of guests comes in by polling at once, and is never heard of again. */
const other = await serveHere([])
after(() => other.stop())
for (let count = 0; count < PLACES; count++) {
  const { say, poll } = await openPolling(other)
  assert.equal(await say(`40${CHAT},${JSON.stringify({ name: `Silent ${count}` })}`), 200)
  // An unread room would be noticed sooner.
  await eventually(async () => assert.match((await poll())?.join() ?? '', /"welcome"/))
}
assert.equal((await turnedAway(other.url, CHAT, { name: 'One too many' })).code, 'rate_limited')

/** A visitor on the way in; `isIn` once there is nothing more to be asked. */
type Visitor = { cut: () => Promise<void>; isIn: Promise<void> }
type Auth = { token?: string; name?: string }

/** A client without a name only listens. Its first message makes it a guest. */
const isNobody = ({ token, name }: Auth) => token === undefined && name === undefined

/** By WebSocket, with bare frames. */
function overWebSocket(namespace: string, auth: Auth): Visitor {
  const raw = new RawSocket(server.url)
  const prefix = namespace === '/' ? '' : `${namespace},`
  const comeIn = async () => {
    await raw.opened
    raw.send(`40${prefix}${JSON.stringify(auth)}`)
    if (namespace === CHAT) {
      await raw.frame(`42${CHAT},["welcome"`)
    } else {
      await raw.frame('40{')
      if (!isNobody(auth)) return
      raw.send('42["message","I am in"]')
      await raw.frame('42["message","I am in"]')
    }
  }
  return { cut: async () => raw.close(), isIn: comeIn() }
}

/** By polling, with bare requests over connections of their own. */
function overPolling(namespace: string, auth: Auth): Visitor {
  const agent = new Agent({ keepAlive: true })
  const path = () => `/socket.io/?EIO=4&transport=polling${sid && `&sid=${sid}`}`
  const ask = (method: string, body = '') =>
    new Promise<string>((resolve, reject) => {
      if (isCut) throw new Error('The line is cut.')
      const headers = { 'content-type': 'text/plain;charset=UTF-8' }
      request(server.url + path(), { agent, method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve(text)).on('error', reject)
      })
        .on('error', reject)
        .end(body)
    })
  const heard: string[] = []
  let sid = ''
  let isCut = false
  const listen = async () => {
    for (;;) heard.push(...(await ask('GET')).split('\u001e'))
  }
  const comeIn = async () => {
    sid = (JSON.parse((await ask('GET')).slice(1)) as { sid: string }).sid
    const cut = listen()
    cut.catch(() => undefined)
    const say = async (packet: string, answer: string) => {
      await ask('POST', packet)
      const answered = eventually(() =>
        assert.ok(
          heard.some((one) => one.startsWith(answer)),
          `no ${answer} came`,
        ),
      )
      answered.catch(() => undefined)
      await Promise.race([answered, cut])
    }
    if (namespace === CHAT) await say(`40${CHAT},${JSON.stringify(auth)}`, `42${CHAT},["welcome"`)
    else {
      await say(`40${JSON.stringify(auth)}`, '40{')
      if (isNobody(auth)) await say('42["message","I am in"]', '42["message","I am in"]')
    }
  }
  const cut = async () => {
    isCut = true
    agent.destroy()
    // Where no poll waits a lost line is noticed only by its silence; that of a request that breaks off is noticed at once.
    const line = connect(Number(new URL(server.url).port), 'localhost')
    line.end(`POST ${path()} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n3`)
    await new Promise((resolve) => line.on('error', resolve).resume().on('close', resolve))
  }
  return { cut, isIn: comeIn() }
}

function overEvents(): Visitor {
  const agent = new Agent()
  const headers = { authorization: `Bearer ${someToken()}` }
  const comeIn = () =>
    new Promise<void>((resolve, reject) => {
      request(`${server.url}/api/rooms/lobby/events`, { agent, headers }, (response) => {
        response.on('error', reject).once('data', () => resolve())
      })
        .on('error', reject)
        .end()
    })
  return { cut: async () => agent.destroy(), isIn: comeIn() }
}

let cuts = 0
let names = 0
let tokens = 0
const someToken = () => known[++tokens % known.length]!.token

/** Cuts a full house at each question that is asked on this way in. */
async function cutEverywhere(visit: () => Visitor): Promise<void> {
  held.asked.clear()
  const first = visit()
  await first.isIn
  await first.cut()
  await eventually(() => assert.equal(lines.size, 0))
  const questions = [...held.asked]
  assert.ok(questions.length > 1, `only ${questions.join()} was asked`)

  for (const question of questions) {
    letTimePass()
    held.hold(question)
    const visitors = Array.from({ length: PLACES }, visit)
    const ends = Promise.allSettled(visitors.map(({ isIn }) => isIn))
    // Some are asked in passing, and hold no one up.
    await Promise.race([held.holds(PLACES), ends])
    await Promise.all(visitors.map(({ cut }) => cut()))
    await eventually(() => assert.equal(lines.size, 0, 'the server has noticed'))
    held.release()
    await ends
    cuts += PLACES
  }
}

/** As many as ever come in from the same network, not one more. When they have left, no one is here. */
async function isAsBefore(): Promise<void> {
  letTimePass()
  const comers = Array.from({ length: PLACES }, () => enter(server.url, { name: `Comer ${++names}` }))
  const crowd = await Promise.all(comers)
  const { code } = await turnedAway(server.url, CHAT, { name: 'One too many' })
  assert.equal(code, 'rate_limited')
  const presence: Presence = accepted(await crowd[0]!.run('presence:watch', { roomId: 'lobby' }))
  assert.equal(presence.count, PLACES)
  for (const member of crowd) member.leave()
  await eventually(() => assert.equal(lines.size, 0))
}

const WAYS: Record<Transport, (namespace: string, auth: Auth) => Visitor> = {
  polling: overPolling,
  websocket: overWebSocket,
}
for (const transport of TRANSPORTS) {
  for (const namespace of ['/', CHAT]) {
    test(`[L20] a line cut on the way to ${namespace} by ${transport} leaves no place taken`, async () => {
      const visit = WAYS[transport]
      await cutEverywhere(() => visit(namespace, { name: `Cut off ${++names}` }))
      await cutEverywhere(() => visit(namespace, { token: someToken() }))
      if (namespace === '/') await cutEverywhere(() => visit(namespace, {}))
      await isAsBefore()
    })
  }
}

test('[L20] nor does a stream of events that is cut before it begins', async () => {
  await cutEverywhere(overEvents)
  await isAsBefore()
  assert.ok(cuts > 50 * PLACES, `${cuts} lines were cut`)
})

test('[L20] lines that fall silent without an end keep their places for half a minute at most', async () => {
  const comeIn = () => enter(other.url, { name: `Comer ${++names}` })
  // A ping is due after 20 s, and an answer 10 s later.
  const member = await eventually(comeIn, 45_000, 1_000)
  const isAlone = async () => {
    const { count }: Presence = accepted(await member.run('presence:watch', { roomId: 'lobby' }))
    assert.equal(count, 1)
  }
  await eventually(isAlone, 10_000)
  member.leave()
})
