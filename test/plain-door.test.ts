/** The seed's contract, proven with clients that this project did not write. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createInterface } from 'node:readline'
import type { Result } from '../protocol/errors.ts'
import { eventually, inTime } from './support/eventually.ts'
import { post, signIn, wholeHistory } from './support/http.ts'
import { type Peer, pythonPolling, pythonWebSocket } from './support/peers.ts'
import { ROOT } from './support/root.ts'
import { Process, startServer } from './support/server.ts'
import {
  accepted,
  enter,
  enterPlain,
  RawSocket,
  rawMember,
  refused,
  TRANSPORTS,
  turnedAway,
  type Transport,
} from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())

const host = await signIn(server, 'Host')
const everything = () => wholeHistory(server, host.token)
const authorOf = async (body: string) => (await everything()).find((message) => message.body === body)?.author.name

type Told = {
  heard?: string
  other?: string
  answer?: Result<unknown>
  refused?: { data?: { code: string } }
  connected?: Transport
}

/** The Python client as a guest in the room. */
class PythonGuest {
  readonly told: Told[] = []
  readonly process: Process

  constructor(peer: Peer, transport: Transport, auth: object = {}) {
    this.process = new Process(peer.command, [
      `${ROOT}/test/support/plain_peer.py`,
      server.url,
      transport,
      JSON.stringify(auth),
    ])
    if (this.process.child.stdout !== null) {
      createInterface({ input: this.process.child.stdout }).on('line', (line) =>
        this.told.push(JSON.parse(line) as Told),
      )
    }
  }

  async tells<Kind extends keyof Told>(kind: Kind, count = 1): Promise<NonNullable<Told[Kind]>> {
    return eventually(() => {
      const found = this.told.filter((told) => told[kind] !== undefined)[count - 1]?.[kind]
      if (!found) throw new Error(`no “${kind}” from Python: ${JSON.stringify(this.told)} ${this.process.stderr}`)
      return found
    }, 15_000)
  }

  say(what: unknown): void {
    this.process.child.stdin?.write(`${JSON.stringify(what)}\n`)
  }

  heard(body: string): number {
    return this.told.filter((told) => told.heard === body).length
  }

  async leave(): Promise<void> {
    this.process.child.stdin?.end()
    await this.process.end('SIGKILL')
  }
}

describe('Python, with the client of python-socketio', () => {
  const ways: [Transport, Peer][] = [
    ['polling', pythonPolling],
    ['websocket', pythonWebSocket],
  ]
  for (const [transport, peer] of ways) {
    test(`over ${transport} it talks and is heard, once, with one argument`, { skip: peer.skip }, async () => {
      const [snake, other] = [
        new PythonGuest(peer, transport, { name: `Monty ${transport}` }),
        await enterPlain(server.url),
      ]
      assert.equal(await snake.tells('connected'), transport)

      const said = `hello from Python over ${transport}: ünï☕`
      snake.say(said)
      const answer = await snake.tells('answer')
      assert.ok(answer.ok, JSON.stringify(answer))
      await other.hears(said)
      await eventually(() => assert.equal(snake.heard(said), 1))
      assert.equal(await authorOf(said), `Monty ${transport}`)

      accepted(await other.say(`hello Python over ${transport}`))
      await eventually(() => assert.equal(snake.heard(`hello Python over ${transport}`), 1))

      snake.say({ not: 'a string' })
      const no = await snake.tells('answer', 2)
      assert.equal(refused(no).code, 'bad_request')

      snake.say('the last word')
      await eventually(() => assert.equal(snake.heard('the last word'), 1))
      assert.equal(snake.heard(said), 1)
      assert.deepEqual(
        snake.told.filter((told) => told.other !== undefined),
        [],
        'no other event came',
      )
      assert.equal(snake.process.stderr, '', 'the handler with one parameter never complained')
      other.leave()
      await snake.leave()
    })

    test(`over ${transport} a bad token is refused with its code`, { skip: peer.skip }, async () => {
      const snake = new PythonGuest(peer, transport, { token: 'forged' })
      const refusal = await snake.tells('refused')
      assert.equal(refusal.data?.code, 'unauthorized')
      await snake.leave()
    })
  }
})

for (const transport of TRANSPORTS) {
  describe(`socket.io-client over ${transport}`, () => {
    const options = { transports: [transport] }

    test('all on the door hear a message once, its sender too, as exactly one string', async () => {
      const guests = await Promise.all([1, 2, 3].map(() => enterPlain(server.url, {}, options)))
      const [first] = guests
      assert.ok(first)
      const said = `one for all over ${transport}`
      const message = accepted(await first.say(said))
      assert.equal(message.body, said)
      // Once a later message has come, every copy of the first has had its chance.
      accepted(await first.say(`and after it, over ${transport}`))
      for (const guest of guests) {
        await guest.hears(`and after it, over ${transport}`)
        assert.deepEqual(
          guest.heard.filter(([body]) => body === said),
          [[said]],
        )
        assert.deepEqual(guest.otherEvents, [])
        guest.leave()
      }
    })

    test('a message without an ack is posted all the same', async () => {
      const guest = await enterPlain(server.url, {}, options)
      guest.socket.emit('message', `no answer needed over ${transport}`)
      await guest.hears(`no answer needed over ${transport}`)
      guest.leave()
    })

    test('a payload that is not one string is a bad_request, nothing is posted, and the connection lives', async () => {
      const guest = await enterPlain(server.url, {}, options)
      const before = (await everything()).length
      for (const wrong of [
        [],
        [42],
        [null],
        [true],
        [{ body: 'x' }],
        [['x']],
        [''],
        [' \n '],
        ['nul \0'],
        ['half \ud800'],
      ]) {
        assert.equal(refused(await guest.say(...wrong)).code, 'bad_request', JSON.stringify(wrong))
      }
      guest.socket.emit('message', 42)
      guest.socket.emit('message')
      assert.equal((await everything()).length, before)
      accepted(await guest.say(`still here over ${transport}`))
      guest.leave()
    })

    test('a message over the limit is too_long', async () => {
      const guest = await enterPlain(server.url, {}, options)
      assert.equal(refused(await guest.say('é'.repeat(8_193))).code, 'too_long')
      const longest = 'é'.repeat(8_192)
      assert.equal(accepted(await guest.say(longest)).body, longest)
      guest.leave()
    })

    test('a bad token is a connect_error with the code, never a guest', async () => {
      for (const token of ['forged', '', 'x'.repeat(10_000)]) {
        assert.equal((await turnedAway(server.url, '/', { token }, options)).code, 'unauthorized', token.slice(0, 20))
      }
    })
  })
}

test('messages from the typed door and from HTTP are heard on the plain door', async () => {
  const [guest, ann] = await Promise.all([enterPlain(server.url), enter(server.url, { name: 'Ann' })])
  await ann.say('from the typed door')
  await post(server, host.token, 'from HTTP')
  await guest.hears('from HTTP')
  assert.deepEqual(guest.heard, [['from the typed door'], ['from HTTP']])

  accepted(await guest.say('from the plain door'))
  await ann.hears('from the plain door')
  guest.leave()
  ann.leave()
})

test('a guest without a name is Guest and a number, each a different one', async () => {
  const guests = await Promise.all([1, 2, 3].map(() => enterPlain(server.url)))
  const names = []
  for (const [number, guest] of guests.entries())
    names.push(accepted(await guest.say(`who am I, ${number}?`)).author.name)
  for (const name of names) assert.match(name, /^Guest \d+$/)
  assert.equal(new Set(names).size, 3)
  guests.forEach((guest) => guest.leave())
})

test('a name comes from auth or from the query', async () => {
  const byAuth = await enterPlain(server.url, { name: 'Ada' })
  const byQuery = await enterPlain(server.url, {}, { query: { name: 'Grace Hopper' } })
  assert.equal(accepted(await byAuth.say('named in auth')).author.name, 'Ada')
  assert.equal(accepted(await byQuery.say('named in the address')).author.name, 'Grace Hopper')
  byAuth.leave()
  byQuery.leave()
})

test('a token posts as its user', async () => {
  const guest = await enterPlain(server.url, { token: host.token })
  assert.deepEqual(accepted(await guest.say('as myself')).author, host.user)
  guest.leave()
})

test('nothing else travels on the plain door: the frames are the bare protocol', async () => {
  const raw = new RawSocket(server.url)
  await inTime('the upgrade', raw.opened)
  raw.send('40')
  assert.match(await raw.frame('40'), /^40\{"sid":"[\w-]+"\}$/)

  raw.send('421["message","bare"]')
  assert.match(await raw.frame('431'), /^431\[\{"ok":true,"value":\{.*"body":"bare".*\}\}\]$/)
  await raw.frame('42[')
  raw.send('42["message","and another"]')
  await raw.frame('42["message","and another"')
  assert.match(
    raw.frames[0] ?? '',
    /^0\{"sid":"[\w-]+","upgrades":\[\],"pingInterval":\d+,"pingTimeout":\d+,"maxPayload":65536\}$/,
  )
  assert.deepEqual(
    raw.frames.filter((frame) => frame.startsWith('42')),
    ['42["message","bare"]', '42["message","and another"]'],
  )
  assert.equal(raw.frames.filter((frame) => !/^(0\{|40\{|42\[|431\[|2$)/.test(frame)).length, 0, raw.frames.join('\n'))
  raw.close()
})

test('asking for a session to be recovered makes a new one', async () => {
  const raw = await rawMember(server.url, '/', { pid: 'abc', offset: '1' })
  assert.match(await raw.frame('40'), /^40\{"sid":"[\w-]+"\}$/)
  raw.close()
})

describe('the examples run as their README says', () => {
  const people: [string, string, string[], Peer | { skip: false }][] = [
    ['client.ts', process.execPath, ['examples/plain/client.ts', server.url], { skip: false }],
    ['listen.py', pythonWebSocket.command, ['examples/plain/listen.py', server.url], pythonWebSocket],
  ]
  for (const [name, command, args, { skip }] of people) {
    test(`${name} sends what I type and prints what it hears`, { skip }, async () => {
      const witness = await enterPlain(server.url)
      const example = new Process(command, args)
      example.child.stdin?.write(`typed into ${name}\n`)
      await witness.hears(`typed into ${name}`, 15_000)
      accepted(await witness.say(`said to ${name}`))
      await eventually(() => assert.equal(example.stdout, `typed into ${name}\nsaid to ${name}\n`))
      witness.leave()
      await example.end()
    })
  }

  test('serve.ts serves the page and the client it needs', async () => {
    const example = new Process(process.execPath, ['examples/plain/serve.ts', '0'])
    const url = await eventually(() => {
      const found = /http:\/\/localhost:\d+/.exec(example.stdout)?.[0]
      if (found === undefined) throw new Error(`no address: ${example.stderr}`)
      return found
    })
    assert.match(await (await fetch(url)).text(), /<script src="\/socket\.io\.min\.js">/)
    assert.match(await (await fetch(`${url}/socket.io.min.js`)).text(), /Socket\.IO/)
    assert.equal((await fetch(`${url}/serve.ts`)).status, 404)
    await example.end()
  })
})
