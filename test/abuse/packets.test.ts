/** Packets without measure: how much one connection can make of the server, known to it or not. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { CHAT } from '../../protocol/socket.ts'
import { bystander } from '../support/bystander.ts'
import { memoryOf, workOf } from '../support/crowd.ts'
import { eventually, inTime } from '../support/eventually.ts'
import { signIn } from '../support/http.ts'
import { openPolling } from '../support/polling.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, enterPlain, RawSocket, rawMember } from '../support/sockets.ts'

const MB = 1e6

// Behind a proxy each user here can come from a network of their own.
const [server, limitless] = await Promise.all([
  startServer({ env: { TRUST_PROXY: '1' } }),
  startServer({ args: ['--limits', 'off'] }),
])
after(() => Promise.all([server.stop(), limitless.stop()]))
const [unnoticed, unnoticedToo] = await Promise.all([bystander(server), bystander(limitless)])

let networks = 0
const anotherNetwork = () => ({ 'x-forwarded-for': `2001:db8:0:${(++networks).toString(16)}::1` })
const times = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

/** By how much the server's memory has grown in the end, in bytes. */
async function growthBy(act: () => Promise<void>): Promise<number> {
  const before = memoryOf(server)
  await act()
  return memoryOf(server) - before
}

describe('[L21] a connection is in a namespace once', () => {
  test('a second request, before or after the answer to the first, ends the connection', () =>
    unnoticed(async () => {
      for (const namespace of ['', `${CHAT},`]) {
        const asked = `40${namespace}${JSON.stringify({ name: 'Twice' })}`
        const polling = await openPolling(server, anotherNetwork())
        await polling.say(asked, asked)
        assert.equal(await polling.poll(), undefined)

        const raw = new RawSocket(server.url, { headers: anotherNetwork() })
        await raw.frame('0{')
        raw.send(asked)
        raw.send(asked)
        await inTime('close', raw.closed)

        const member = new RawSocket(server.url, { headers: anotherNetwork() })
        await member.frame('0{')
        member.send(asked)
        await member.frame(`40${namespace}{`)
        member.send(asked)
        await inTime('close', member.closed)
      }
    }))

  test('after a refusal or a goodbye a client may ask again', () =>
    unnoticed(async () => {
      const raw = new RawSocket(server.url, { headers: anotherNetwork() })
      await raw.frame('0{')
      raw.send('40{"token":"forged"}')
      await raw.frame('44{')
      raw.send('40{"name":"Better"}')
      await raw.frame('40{')
      raw.send('41')
      raw.send(`40${CHAT},{"name":"Elsewhere"}`)
      await raw.frame(`42${CHAT},["welcome"`)
      const before = raw.frames.length
      raw.send('40{"name":"Back"}')
      await eventually(() => assert.ok(raw.frames.slice(before).some((frame) => frame.startsWith('40{'))))
      raw.close()
    }))

  test('twenty thousand requests in one payload are not even begun, and a message goes out once to each listener', () =>
    unnoticed(async () => {
      const listener = await enterPlain(server.url, {}, { extraHeaders: anotherNetwork() })
      accepted(await listener.say('the first one'))
      const control = await workFor(async () => void accepted(await listener.say('to one listener')))
      const growth = await growthBy(async () => {
        for (const _ of times(6, () => 0)) {
          const polling = await openPolling(server, anotherNetwork())
          await polling.say(...times(20_000, () => '40'))
          assert.equal(await polling.poll(), undefined)
        }
      })
      assert.ok(growth < 40 * MB, `memory grew by ${Math.round(growth / MB)} MB`)
      const work = await workFor(async () => void accepted(await listener.say('to one listener again')))
      assert.ok(work <= control + 50, `a message took ${work} ms of work, and ${control} before`)
      listener.leave()
    }))

  test('a namespace that does not exist is refused a few times, and then no longer', () =>
    unnoticed(async () => {
      const raw = new RawSocket(server.url, { headers: anotherNetwork() })
      await raw.frame('0{')
      raw.send('40/x0,')
      assert.match(await raw.frame('44/x0,'), /Invalid namespace/)
      for (let number = 1; number < 500; number++) raw.send(`40/x${number},`)
      await inTime('close', raw.closed)
      assert.ok(raw.frames.length < 20, `${raw.frames.length} answers`)

      const long = new RawSocket(server.url, { headers: anotherNetwork() })
      await long.frame('0{')
      long.send(`40/${'x'.repeat(60_000)},`)
      await inTime('close', long.closed)
    }))

  test('coming and going on one connection is counted as often as on many', () =>
    unnoticed(async () => {
      const { token } = await signIn(server, 'Revolving')
      const raw = new RawSocket(server.url, { headers: anotherNetwork() })
      await raw.frame('0{')
      raw.send(`40${CHAT},${JSON.stringify({ token })}`)
      await raw.frame(`42${CHAT},["welcome"`)
      let rounds = 0
      for (; rounds < 2_000 && raw.isOpen; rounds++) {
        raw.send(`40${JSON.stringify({ token })}`)
        const isIn = () => raw.frames.filter((frame) => frame.startsWith('40{')).length > rounds
        await eventually(() => assert.ok(!raw.isOpen || isIn()), 5_000, 1)
        raw.send('41')
        // Answered when the goodbye has been heard, too.
        raw.send(`42${CHAT},${rounds}["no such thing"]`)
        await raw.frameOrEnd(`43${CHAT},${rounds}[`)
      }
      assert.ok(rounds > 100 && rounds < 1_000, `${rounds} rounds`)
    }))
})

describe('[L22] one request of polling carries a thousand packets at most', () => {
  test('a thousand are carried out, and more end the connection', () =>
    unnoticedToo(async () => {
      const polling = await openPolling(limitless)
      await polling.say('40{"name":"Packed"}')
      await polling.poll()
      const listener = await enterPlain(limitless.url)
      await polling.say(...times(1_000, (number) => `42["message","packed ${number}"]`))
      await listener.hears('packed 999', 20_000)
      assert.equal(new Set(listener.heard.map(String)).size, 1_000)
      await polling.poll()
      await polling.say(...times(1_001, (number) => `42["message","too many ${number}"]`))
      assert.equal(await polling.poll(), undefined)
      accepted(await listener.say('and nothing of it was posted'))
      await listener.hears('and nothing of it was posted')
      assert.ok(!listener.heard.some(([body]) => String(body).startsWith('too many')))
      listener.leave()
    }))
})

describe('[L23] the work and memory of one connection are bounded', () => {
  test('a thousand events may be unanswered; further ones are refused at once, and later ones are taken again', () =>
    unnoticedToo(async () => {
      const member = await enter(limitless.url, { name: 'Hasty' })
      const results = await Promise.all(
        times(3_000, (number) => member.run('room:history', { roomId: 'lobby', limit: 1 + (number % 2) })),
      )
      const refusals = results.flatMap((result) => (result.ok ? [] : [result.error]))
      assert.ok(refusals.length < 2_001, `${refusals.length} were refused`)
      for (const { code, retryAfterMs } of refusals)
        assert.deepEqual([code, (retryAfterMs ?? 0) > 0], ['overloaded', true])
      accepted(await member.run('room:history', { roomId: 'lobby' }))
      member.leave()
    }))

  test('a client that asks on and on and reads nothing is cut off', () =>
    unnoticedToo(async () => {
      for (const namespace of ['/', CHAT] as const) {
        const before = memoryOf(limitless)
        const raw = await rawMember(limitless.url, namespace, { name: `Deaf ${namespace.length}` })
        raw.ws.pause()
        const prefix = namespace === '/' ? '' : `${namespace},`
        let asked = 0
        await eventually(
          () => {
            for (let turn = 0; turn < 1_000; turn++) raw.send(`42${prefix}${++asked}["no such thing",1]`)
            assert.ok(!raw.isOpen, `still open after ${asked} questions`)
          },
          20_000,
          1,
        )
        const growth = memoryOf(limitless) - before
        assert.ok(growth < 60 * MB, `memory grew by ${Math.round(growth / MB)} MB`)
      }
    }))
})

/** How long processors worked for the server meanwhile, in ms. */
async function workFor(act: () => Promise<void>): Promise<number> {
  const before = workOf(server)
  await act()
  return workOf(server) - before
}
