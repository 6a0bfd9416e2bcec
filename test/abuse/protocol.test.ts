/** Clients that break the protocol. After each, the same process lives and a bystander notices nothing. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { commands } from '../../protocol/commands.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bareRequest, dial, ending } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { eventually, inTime } from '../support/eventually.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn, wholeHistory } from '../support/http.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, enterPlain, RawSocket, rawMember, refused, TRANSPORTS } from '../support/sockets.ts'

const FRAME_LIMIT = 65_536

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const mallory = await signIn(server, 'Mallory')
const everything = () => wholeHistory(server, mallory.token)

const handshake = (method: string, query: string, body?: string) =>
  bareRequest(
    server.port,
    method,
    `/socket.io/${query}`,
    body === undefined ? [] : ['Content-Type: text/plain;charset=UTF-8'],
    body,
  )

describe('handshakes that are none', () => {
  const attempts: [string, string, string][] = [
    ['an old protocol (EIO=3)', 'GET', '?EIO=3&transport=polling'],
    ['no protocol', 'GET', '?transport=polling'],
    ['no transport', 'GET', '?EIO=4'],
    ['a transport that does not exist', 'GET', '?EIO=4&transport=carrier-pigeon'],
    ['a transport from the prototype', 'GET', '?EIO=4&transport=constructor'],
    ['a script (JSON-P)', 'GET', '?EIO=4&transport=polling&j=0'],
    ['an unknown sid', 'GET', '?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA'],
    ['a sid from the prototype', 'GET', '?EIO=4&transport=polling&sid=__proto__'],
    ['a handshake with PUT', 'PUT', '?EIO=4&transport=polling'],
    ['a handshake with POST', 'POST', '?EIO=4&transport=polling'],
  ]
  for (const [what, method, query] of attempts) {
    test(`${what} is answered with 400`, () =>
      unnoticed(async () => {
        assert.equal((await handshake(method, query)).status, 400)
      }))
  }

  test('a WebSocket of the old protocol is closed without a word', () =>
    unnoticed(async () => {
      const raw = new RawSocket(server.url, { query: 'EIO=3&transport=websocket' })
      await inTime('close', raw.closed)
      assert.deepEqual(raw.frames, [])
    }))
})

describe('too much at once', () => {
  test('a frame over the limit closes the connection with 1009', () =>
    unnoticed(async () => {
      const raw = await rawMember(server.url, CHAT, { token: mallory.token })
      raw.send(`42${CHAT},1["message:send",${JSON.stringify('x'.repeat(FRAME_LIMIT))}]`)
      assert.equal((await inTime('close', raw.closed)).code, 1009)
    }))

  test('a polling body over the limit is answered with 413', () =>
    unnoticed(async () => {
      const opened = await handshake('GET', '?EIO=4&transport=polling')
      const sid = /"sid":"([\w-]+)"/.exec(opened.body)?.[1]
      assert.ok(sid)
      const answer = await handshake('POST', `?EIO=4&transport=polling&sid=${sid}`, `4${'x'.repeat(FRAME_LIMIT)}`)
      assert.equal(answer.status, 413)
    }))

  test('an HTTP body over any measure is answered with 413', () =>
    unnoticed(async () => {
      const answer = await ask<Refused>(server, MESSAGES, json({ body: 'x'.repeat(5_000_000) }, bearer(mallory.token)))
      assert.equal(answer.status, 413)
      assert.equal(answer.body.error.code, 'too_long')
    }))

  test('200,000 fragments of one byte are cut off and leave no mountain of memory', () =>
    unnoticed(async () => {
      const sendFragments = async () => {
        const raw = await rawMember(server.url, '/')
        const isBackedUp = () => raw.ws.bufferedAmount > 100_000
        raw.ws.send('4', { fin: false })
        for (let sent = 0; sent < 200_000 && raw.isOpen; sent++) {
          raw.ws.send('2', { fin: false })
          if (isBackedUp()) await eventually(() => assert.ok(!raw.isOpen || !isBackedUp()), 5_000, 1)
        }
        const { code } = await inTime('close', raw.closed)
        assert.notEqual(code, 1000)
      }
      // The first one makes room for the needs of any traffic: a leak shows the second time as well.
      await sendFragments()
      const before = residentMemory()
      await sendFragments()
      const growth = residentMemory() - before
      assert.ok(growth < 20e6, `memory grew by ${Math.round(growth / 1e6)} MB`)
    }))
})

describe('binary, where nothing is binary', () => {
  const bait: [string, string, string[]][] = [
    ['eleven attachments', '4511-["message",{"_placeholder":true,"num":0}]', []],
    ['two for one that was announced', '451-["message",{"_placeholder":true,"num":0}]', ['binary', 'binary']],
    ['one that nothing announced', '42["message","text"]', ['binary']],
    ['another event before it came', '451-["message",{"_placeholder":true,"num":0}]42["message","text"]', []],
    ['an ack with an attachment', '461-1[{"_placeholder":true,"num":0}]', ['binary']],
    ['a negative number of attachments', '45-1-["message"]', []],
    ['no number of attachments', '45["message"]', []],
  ]
  for (const [what, header, rest] of bait) {
    test(`${what}: the connection is closed`, () =>
      unnoticed(async () => {
        const raw = await rawMember(server.url, '/')
        for (const packet of header.split(/(?<=\])(?=4)/)) raw.send(packet)
        for (const bytes of rest) if (raw.isOpen) raw.ws.send(Buffer.from(bytes))
        await inTime('close', raw.closed)
      }))
  }

  for (const transport of TRANSPORTS) {
    test(`[G14] bytes over ${transport} are bad_request on both doors, and their sender stays connected as the same user`, () =>
      unnoticed(async () => {
        const options = { transports: [transport] }
        const [member, guest] = await Promise.all([
          enter(server.url, { token: mallory.token }, options),
          enterPlain(server.url, {}, options),
        ])
        const before = (await everything()).length
        const body = { roomId: 'lobby', clientId: 'b', body: Buffer.from('bytes') }
        assert.equal(refused(await member.ask('message:send', body)).code, 'bad_request')
        const { author } = accepted(await guest.say('I am'))
        const no = refused(await guest.say(Buffer.from('bytes')))
        assert.deepEqual([no.code, /one string/.test(no.message)], ['bad_request', true])
        assert.equal(refused(await guest.say([Buffer.from('a'), { b: Buffer.alloc(9_000) }])).code, 'bad_request')
        guest.socket.emit('message', Buffer.from('without an ack'))
        member.socket.emit('message:send', body)
        assert.deepEqual(accepted(await guest.say('I am still')).author, author)
        await member.say('and so am I')
        assert.equal((await everything()).length, before + 3)
        member.leave()
        guest.leave()
      }))
  }
})

test('[G15] a request that breaks off before all of it has come is no bug of ours', () =>
  unnoticed(async () => {
    const begun = [
      ['POST', MESSAGES, 'Content-Length: 1000', '{"body'],
      ['POST', MESSAGES, 'Transfer-Encoding: chunked', '5\r\n{"bod'],
      ['PATCH', `${MESSAGES}/1`, 'Content-Length: 1000', '{"body'],
      ['DELETE', '/api/me', 'Content-Length: 1000', '{'],
      ['POST', '/api/session', 'Content-Length: 1000', ''],
    ]
    for (const [method, path, length, body] of begun) {
      for (const isAbrupt of [true, false]) {
        const socket = await dial(server.port)
        const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${mallory.token}`
        socket.write(`${head}\r\nContent-Type: application/json\r\n${length}\r\n\r\n${body}`)
        // Another answer: by then this one has been read as far as it came.
        await ask(server, '/healthz')
        const ended = ending(socket)
        if (isAbrupt) socket.resetAndDestroy()
        else socket.end()
        await inTime('the end', ended)
      }
    }
  }))

describe('broken packets', () => {
  const packets = [
    '4',
    '49',
    '4x',
    '42',
    '42[',
    '42{}',
    '42[]',
    '42[1]',
    '42[null]',
    '42["connect"]',
    '42["disconnect"]',
    '42["error"]',
    '42["connect_error"]',
    '42["newListener"]',
    '42["__proto__",1]',
    '42["constructor",1]',
    '42/nowhere,["message","x"]',
    '43',
    '431',
    '4399999999999["x"]',
    '44{"x":1}',
    '42999999999999999999999["message","x"]',
    '4/chat',
    '40/',
    '40/chat,[]',
    '40/chat,"x"',
    '41/nowhere',
    '5',
    '6',
    '9',
    '',
    '2probe',
    '3',
    'b4AAAA',
    '\u0000',
  ]
  for (const namespace of ['/', CHAT] as const) {
    test(`each on its own connection, after joining ${namespace}`, () =>
      unnoticed(async () => {
        const raws = await Promise.all(packets.map(() => rawMember(server.url, namespace, { token: mallory.token })))
        raws.forEach((raw, index) => {
          raw.send(packets[index] ?? '')
          raw.send(`42${namespace === '/' ? '' : `${namespace},`}7["message","after"]`)
        })
        // Either it is cut off, or it goes on being answered.
        await Promise.all(raws.map((raw) => raw.frameOrEnd('43', 10_000)))
        raws.forEach((raw) => raw.close())
      }))
  }

  test('events before any namespace was joined: the connection is closed', () =>
    unnoticed(async () => {
      const raw = new RawSocket(server.url)
      await raw.frame('0{')
      raw.send('42["message","too early"]')
      await inTime('close', raw.closed, 8_000)
      assert.ok(!(await everything()).some(({ body }) => body === 'too early'))
    }))
})

describe('words that are no orders', () => {
  test('every command is carried out without an ack as well', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      for (const name of Object.keys(commands)) {
        member.socket.emit(name)
        member.socket.emit(name, null)
        member.socket.emit(name, { roomId: 'lobby', clientId: `silent ${name}`, body: `silent ${name}` })
      }
      await member.hears('silent message:send')
      member.leave()
    }))

  test('a command that does not exist is bad_request', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      for (const name of [
        'message:shout',
        'toString',
        '__proto__',
        'constructor',
        'hasOwnProperty',
        'welcome',
        'room:changed',
        '',
      ]) {
        assert.equal(refused(await member.ask(name, {})).code, 'bad_request', name)
      }
      member.leave()
    }))

  const WRONG: unknown[] = [
    undefined,
    null,
    0,
    -1,
    1.5,
    9e15,
    1e308,
    true,
    '',
    'x'.repeat(1_000),
    [],
    [[]],
    {},
    { toString: 1 },
    '\0',
    '\ud800',
    '__proto__',
  ]
  test('a wrong type in any field is bad_request or not_found', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      const { epoch } = member.welcome
      const right: Record<string, Record<string, unknown>> = {
        'message:send': { roomId: 'lobby', clientId: 'right', body: 'right', replyTo: 1 },
        'room:history': { roomId: 'lobby', before: 5, limit: 5 },
        'room:changes': { roomId: 'lobby', epoch, since: 0, limit: 5 },
        'typing:start': { roomId: 'lobby' },
      }
      for (const [name, payload] of Object.entries(right)) {
        for (const field of Object.keys(payload)) {
          for (const wrong of WRONG) {
            const clientId = field === 'clientId' ? wrong : crypto.randomUUID()
            const given = { ...payload, ...('clientId' in payload && { clientId }), [field]: wrong }
            const result = await member.ask(name, given)
            if (!result.ok)
              assert.match(result.error.code, /^(bad_request|not_found)$/, `${name} ${field} ${JSON.stringify(wrong)}`)
          }
        }
      }
      for (const [name, wrong] of [
        ['room:history', { roomId: ['lobby'] }],
        ['message:send', { roomId: 'lobby', clientId: 1, body: 'x' }],
      ] as const) {
        assert.equal(refused(await member.ask(name, wrong)).code, 'bad_request')
      }
      member.leave()
    }))

  test('a payload that is no object is bad_request, and so is a key that the command does not know', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      for (const name of Object.keys(commands)) {
        for (const payload of [
          undefined,
          null,
          1,
          'lobby',
          true,
          [],
          ['lobby'],
          [{ roomId: 'lobby' }],
          { roomId: 'lobby', clientId: 'k', body: 'k', sudo: true },
        ]) {
          assert.equal(
            refused(await member.ask(name, payload)).code,
            'bad_request',
            `${name} ${JSON.stringify(payload)}`,
          )
        }
      }
      member.leave()
    }))

  test('author, role, seq and sentAt are not for the client to say', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      const forged = {
        author: { id: 'u', name: 'Ann', kind: 'person' },
        role: 'host',
        seq: 1,
        rev: 1,
        sentAt: '1970-01-01T00:00:00Z',
      }
      const given = { roomId: 'lobby', clientId: 'forged', body: 'forged', ...forged }
      const result = await member.ask<{ author: { name: string }; seq: number; sentAt: string }>('message:send', given)
      assert.ok(result.ok)
      assert.equal(result.value.author.name, 'Mallory')
      assert.ok(result.value.seq > 1)
      assert.ok(Date.now() - Date.parse(result.value.sentAt) < 60_000)
      member.leave()
    }))

  const PROTOTYPES = [
    '{"__proto__":{"roomId":"lobby","clientId":"p","body":"polluted"}}',
    '{"roomId":"lobby","clientId":"p","body":"polluted","__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}},"roomId":"lobby","clientId":"p","body":"polluted"}',
    '{"roomId":"lobby","clientId":"p","body":{"__proto__":{"x":1}}}',
    '{"roomId":"__proto__","clientId":"p","body":"polluted"}',
    '{"roomId":"lobby","clientId":"p","body":"polluted","replyTo":1e309}',
    '{"roomId":"lobby","clientId":"p","body":"polluted","replyTo":-0.0001}',
  ]
  test('__proto__, constructor and 1e309 are refused on the typed door', () =>
    unnoticed(async () => {
      const raw = await rawMember(server.url, CHAT, { token: mallory.token })
      for (const [index, payload] of PROTOTYPES.entries()) {
        raw.send(`42${CHAT},${index}["message:send",${payload}]`)
        assert.match(await raw.frame(`43${CHAT},${index}[`), /"ok":false.*"code":"(bad_request|not_found)"/, payload)
      }
      assert.ok(!(await everything()).some(({ body }) => body === 'polluted'))
      raw.close()
    }))

  test('… and over HTTP', () =>
    unnoticed(async () => {
      const bodies = [
        '{"__proto__":{"body":"polluted"}}',
        '{"body":"polluted","__proto__":{"x":1}}',
        '{"body":"polluted","replyTo":1e309}',
        '{"body":1e309}',
        'null',
        '[]',
        '"x"',
        '{',
        '',
      ]
      for (const body of bodies) {
        const { status } = await ask(server, MESSAGES, json(body, bearer(mallory.token)))
        assert.equal(status, 400, body)
      }
      assert.ok(!(await everything()).some(({ body }) => body === 'polluted'))
    }))

  test('extra arguments do no harm', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      const payload = { roomId: 'lobby', clientId: 'extra', body: 'extra arguments' }
      const raw = await rawMember(server.url, CHAT, { token: mallory.token })
      raw.send(`42${CHAT},1["message:send",${JSON.stringify(payload)},1,2,{"a":[]},null]`)
      await raw.frameOrEnd(`43${CHAT},1[`)
      raw.send(`42${CHAT},2["room:history",{"roomId":"lobby"},"more"]`)
      await raw.frameOrEnd(`43${CHAT},2[`)
      raw.close()
      member.leave()
    }))

  for (const depth of [5_000, 30_000, 100_000]) {
    test(`JSON nested ${depth.toLocaleString('en')} deep is refused`, () =>
      unnoticed(async () => {
        const deep = '['.repeat(depth) + ']'.repeat(depth)
        const payload = `{"roomId":"lobby","clientId":"deep","body":${deep}}`
        const raw = await rawMember(server.url, CHAT, { token: mallory.token })
        raw.send(`42${CHAT},1["message:send",${payload}]`)
        raw.send(`42${CHAT},2["message:send",${deep}]`)
        const answer = await raw.frameOrEnd(`43${CHAT},1[`)
        if (answer !== undefined) assert.match(answer, /bad_request/)
        if (payload.length < FRAME_LIMIT) assert.ok(answer, 'it is answered, the connection lives')
        raw.close()

        const { status } = await ask(server, MESSAGES, json(`{"body":${deep}}`, bearer(mallory.token)))
        assert.ok(status === 400 || status === 413, `HTTP answered ${status}`)
        const session = await ask(server, '/api/session', json(`{"name":${deep}}`))
        assert.ok(session.status === 400 || session.status === 413, `HTTP answered ${session.status}`)
      }))
  }

  test('deep JSON while connecting is refused', () =>
    unnoticed(async () => {
      const deep = '{"a":'.repeat(8_000) + '1' + '}'.repeat(8_000)
      for (const namespace of ['', `${CHAT},`]) {
        const raw = new RawSocket(server.url)
        await raw.frame('0{')
        raw.send(`40${namespace}{"name":${deep}}`)
        await raw.frameOrEnd('44', 8_000)
        raw.close()
      }
    }))

  test('credentials of the wrong type are a connect_error with a code', () =>
    unnoticed(async () => {
      for (const namespace of ['', `${CHAT},`]) {
        for (const auth of [
          '{"token":1}',
          '{"token":null}',
          '{"token":{}}',
          '{"name":1}',
          '{"name":{}}',
          '{"name":["x"]}',
          '{"token":["x"],"name":"x"}',
          '{"__proto__":{"name":"x"},"token":"x"}',
        ]) {
          const raw = new RawSocket(server.url)
          await raw.frame('0{')
          raw.send(`40${namespace}${auth}`)
          assert.match(await raw.frame(`44${namespace}`), /"code":"(bad_request|unauthorized)"/, auth)
          raw.close()
        }
      }
    }))

  test('pages beyond all measure are clamped, refused or a reset', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      const { epoch } = member.welcome
      const page = await member.run('room:history', { roomId: 'lobby', limit: 1e9 })
      assert.ok(page.ok && page.value.messages.length <= 200)
      assert.equal(refused(await member.ask('room:changes', { roomId: 'lobby', epoch, since: -1 })).code, 'bad_request')
      const ahead = await member.run('room:changes', { roomId: 'lobby', epoch, since: 9e15 })
      assert.deepEqual(ahead.ok ? ahead.value : ahead.error.code, { reset: 'ahead' })
      for (const query of [
        'limit=1e9',
        'limit=-1',
        'limit=x',
        'before=-1',
        'before=9e99',
        'after=%00',
        'around=1&around=2',
        'before=1&after=1',
        'limit=',
      ]) {
        const { status } = await ask(server, `${MESSAGES}?${query}`, { headers: bearer(mallory.token) })
        assert.ok(status === 200 || status === 400, `${query}: ${status}`)
      }
      member.leave()
    }))
})

// These wait for clocks of the server, so they wait together.
describe('clients that come and say nothing', { concurrency: true }, () => {
  test('no CONNECT within five seconds: the connection is closed', () =>
    unnoticed(async () => {
      const raw = new RawSocket(server.url)
      await raw.frame('0{')
      await inTime('close', raw.closed, 8_000)
    }))

  test('headers that drip are cut off within fifteen seconds', () =>
    unnoticed(async () => {
      const socket = await dial(server.port)
      const ended = ending(socket)
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
      const drip = setInterval(() => socket.write('x'), 500)
      try {
        await inTime('close', ended, 16_000)
      } finally {
        clearInterval(drip)
      }
    }))

  test('a connection that never says anything is cut off', () =>
    unnoticed(async () => {
      const socket = await dial(server.port)
      await inTime('close', ending(socket), 16_000)
    }))

  test('a hundred connections that drip do not keep others out', () =>
    unnoticed(async () => {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => dial(server.port)))
      sockets.forEach((socket) =>
        socket.write('POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n'),
      )
      const guest = await enterPlain(server.url)
      guest.leave()
      sockets.forEach((socket) => socket.destroy())
    }))
})

function residentMemory(): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
