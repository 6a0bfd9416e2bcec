/** Impostors, and users whose session ended a moment ago. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { NewSession } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bareRequest } from '../support/bare-http.ts'
import { bystander } from '../support/bystander.ts'
import { openStream } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { EVENTS, everywhere, TYPED } from '../support/everywhere.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn, wholeHistory } from '../support/http.ts'
import { startServer } from '../support/server.ts'
import { enter, enterPlain, RawSocket, rawMember, refused, TRANSPORTS, turnedAway } from '../support/sockets.ts'

const GONE_WITHIN_MS = 1_000

// It logs as much as it can, so that the last test can look for secrets in it.
const server = await startServer({ args: ['--limits', 'off', '--log-level', 'trace'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const [ann, mallory] = await Promise.all([signIn(server, 'Ann'), signIn(server, 'Mallory')])
const everything = () => wholeHistory(server, ann.token)
const ownPage = { origin: server.url }

async function isNobody(token: string): Promise<void> {
  const what = JSON.stringify(token)
  for (const namespace of ['/', CHAT]) {
    for (const auth of [{ token }, { token, name: 'Ann' }])
      assert.equal((await turnedAway(server.url, namespace, auth)).code, 'unauthorized', `${what} on ${namespace}`)
  }
  // Line breaks and half characters cannot be in a header, and an empty one is none.
  if (!/^[\x21-\x7e]+$/.test(token)) return
  const credentials: Record<string, string>[] = [bearer(token), { cookie: `earshot=${token}`, ...ownPage }]
  for (const headers of credentials) {
    for (const [path, init] of [
      [MESSAGES, { headers }],
      [EVENTS, { headers }],
      [MESSAGES, json({ body: 'as nobody' }, headers)],
      ['/api/session', { method: 'DELETE', headers }],
    ] as const) {
      const { status, body } = await ask<Refused>(server, path, init)
      assert.deepEqual([status, body.error.code], [401, 'unauthorized'], `${what} at ${path}`)
    }
  }
  for (const transport of TRANSPORTS) {
    const extraHeaders = { cookie: `earshot=${token}`, ...ownPage }
    const refusal = await turnedAway(server.url, CHAT, {}, { transports: [transport], extraHeaders })
    assert.equal(refusal.code, 'unauthorized', `${what} as a cookie over ${transport}`)
  }
}

/** The last character of a token holds bits that no byte needs: another one decodes to the same bytes. */
function sameBytes(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
    const other = token.slice(0, -1) + last
    if (other !== token && Buffer.from(other, 'base64url').equals(bytes)) return other
  }
  throw new Error('There is no other way to write this token.')
}

describe('an invalid token is refused, on every door, and never makes a guest', () => {
  const tokens: Record<string, string[]> = {
    forged: ['forged', 'A'.repeat(43), 'null', 'undefined', '0', '[object Object]', '*', '%', "' or 1=1 --"],
    'cut short': ['', ann.token.slice(0, -1), ann.token.slice(1), ann.token.slice(0, 20)],
    'nearly right': [
      `${ann.token}A`,
      `${ann.token}=`,
      ` ${ann.token}`,
      `${ann.token}\n`,
      `${ann.token}\0`,
      ann.token.toLowerCase(),
      ann.token.slice(22) + ann.token.slice(0, 22),
      sameBytes(ann.token),
    ],
    'half one user’s and half another’s': [
      ann.token.slice(0, 20) + mallory.token.slice(20),
      ann.token.slice(0, -1) + mallory.token.slice(-1).replace(ann.token.slice(-1), 'x'),
      ann.token + mallory.token,
      `${ann.token}.${mallory.token}`,
    ],
    'what is known of a user, in place of a token': [ann.user.id, ann.user.name, 'u_1', '1'],
    'expired, by the looks of it': [
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4iLCJleHAiOjF9.',
      `s:${ann.token}.1`,
      `expires=0;${ann.token}`,
    ],
    'very long': ['x'.repeat(12_000)],
  }
  for (const [what, list] of Object.entries(tokens)) {
    test(what, () =>
      unnoticed(async () => {
        for (const token of list) await isNobody(token)
      }),
    )
  }

  test('no message and no guest was made', () =>
    unnoticed(async () => {
      assert.ok(!(await everything()).some(({ body }) => body === 'as nobody'))
      const { body } = await ask<NewSession>(server, '/api/session', json({ name: 'Ann' }))
      assert.equal(body.user.name, 'Ann', 'no guest called Ann is connected')
    }))
})

describe('without credentials', () => {
  for (const transport of TRANSPORTS) {
    test(`the typed door is shut over ${transport}`, () =>
      unnoticed(async () => {
        for (const auth of [{}, { user: 'Ann' }, { id: ann.user.id }]) {
          const { code, message } = await turnedAway(server.url, CHAT, auth, { transports: [transport] })
          assert.equal(code, 'unauthorized')
          assert.match(message, /token/, 'it says what to send')
        }
      }))
  }

  test('reading, writing and listening over HTTP are 401', () =>
    unnoticed(async () => {
      for (const [path, init] of [
        [MESSAGES, {}],
        [EVENTS, {}],
        ['/api/rooms/lobby/changes?epoch=x&since=0', {}],
        [MESSAGES, json({ body: 'as nobody' })],
        [`${MESSAGES}?token=${ann.token}`, {}],
        [MESSAGES, { headers: { authorization: ann.token } }],
        [MESSAGES, { headers: { authorization: `Basic ${btoa(`ann:${ann.token}`)}` } }],
      ] as const) {
        const { status, body, headers } = await ask<Refused>(server, path, init)
        assert.deepEqual([status, body.error.code], [401, 'unauthorized'], path)
        assert.equal(headers.get('www-authenticate'), 'Bearer')
      }
    }))
})

describe('the cookie alone, with no page of ours to vouch for it', () => {
  const { cookie } = mallory

  test('does not post, and does not sign anybody out', () =>
    unnoticed(async () => {
      const strangers: Record<string, string>[] = [
        { cookie },
        { cookie, 'sec-fetch-site': 'cross-site' },
        { cookie, 'sec-fetch-site': 'same-site' },
        { cookie, 'sec-fetch-site': 'none' },
        { cookie, referer: 'http://evil.example/' },
        { cookie, origin: 'http://evil.example' },
      ]
      for (const headers of strangers) {
        const posted = await ask<Refused>(server, MESSAGES, json({ body: 'by cookie' }, headers))
        assert.deepEqual([posted.status, posted.body.error.code], [403, 'forbidden'], JSON.stringify(headers))
        const ended = await ask<Refused>(server, '/api/session', { method: 'DELETE', headers })
        assert.equal(ended.status, 403, JSON.stringify(headers))
      }
      assert.equal((await ask(server, MESSAGES, { headers: bearer(mallory.token) })).status, 200, 'still signed in')
      assert.ok(!(await everything()).some(({ body }) => body === 'by cookie'))
    }))

  for (const transport of TRANSPORTS) {
    test(`does not count over ${transport}`, () =>
      unnoticed(async () => {
        const options = { transports: [transport], extraHeaders: { cookie } }
        assert.equal((await turnedAway(server.url, CHAT, {}, options)).code, 'unauthorized')

        const guest = await enterPlain(server.url, {}, options)
        const body = `whose words, over ${transport}?`
        assert.ok((await guest.say(body)).ok)
        const message = (await everything()).findLast((candidate) => candidate.body === body)
        assert.match(message?.author.name ?? '', /^Guest \d+$/)
        guest.leave()
      }))
  }

  test('beside another user’s token the token counts', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: ann.token }, { extraHeaders: { cookie, ...ownPage } })
      assert.equal(member.welcome.you.id, ann.user.id)
      member.leave()
    }))
})

test('pid and offset in CONNECT bring nothing back: it is a new connection', () =>
  unnoticed(async () => {
    const first = await rawMember(server.url, CHAT, { token: mallory.token })
    const opened = await first.frame(`40${CHAT},`)
    const { sid } = JSON.parse(opened.slice(opened.indexOf('{'))) as { sid: string }
    assert.deepEqual(Object.keys(JSON.parse(opened.slice(opened.indexOf('{'))) as object), ['sid'])
    first.close()
    await ask(server, MESSAGES, json({ body: 'said meanwhile' }, bearer(ann.token)))

    for (const pid of [sid, 'x', '__proto__', { length: 1 }, 1]) {
      for (const token of [mallory.token, 'forged']) {
        if (token === 'forged') {
          assert.equal((await turnedAway(server.url, CHAT, { token, pid, offset: '0' })).code, 'unauthorized')
          continue
        }
        const again = await rawMember(server.url, CHAT, { token, pid, offset: '0' })
        const answer = await again.frame(`40${CHAT},`)
        const connect = JSON.parse(answer.slice(answer.indexOf('{'))) as Record<string, string>
        assert.deepEqual(Object.keys(connect), ['sid'])
        assert.notEqual(connect.sid, sid)
        await again.frame(`42${CHAT},["welcome"`)
        assert.ok(!again.frames.some((frame) => frame.includes('said meanwhile')), 'nothing is played again')
        again.close()
      }
    }
  }))

describe('[C13] signing out', () => {
  const ways: Record<string, (here: Awaited<ReturnType<typeof everywhere>>) => Promise<void>> = {
    'DELETE /api/session with the token': async ({ token }) => {
      const answer = await ask(server, '/api/session', { method: 'DELETE', headers: bearer(token) })
      assert.equal(answer.status, 204)
      assert.match(answer.headers.getSetCookie().join(), /^earshot-\w+=;.*Max-Age=0/)
    },
    'DELETE /api/session with the cookie': async ({ cookie }) => {
      const headers = { cookie, ...ownPage }
      assert.equal((await ask(server, '/api/session', { method: 'DELETE', headers })).status, 204)
    },
    'session:end over WebSocket': async ({ tab }) => {
      tab.socket.emit('session:end', {})
      await eventually(() => assert.ok(!tab.socket.connected), GONE_WITHIN_MS)
    },
    'session:end over polling': async ({ polling }) => {
      polling.socket.emit('session:end', {})
      await eventually(() => assert.ok(!polling.socket.connected), GONE_WITHIN_MS)
    },
  }
  for (const [way, end] of Object.entries(ways)) {
    test(`${way}: every connection is closed within a second and the token is worth nothing`, () =>
      unnoticed(async () => {
        const { token } = await signIn(server, `Leaver by ${way}`.slice(0, 32))
        const here = await everywhere(server, token)
        assert.equal(here.open().length, 7)
        await end(here)
        await eventually(() => assert.deepEqual(here.open(), []), GONE_WITHIN_MS)
        for (const door of TYPED)
          assert.deepEqual(here.goodbyes.get(door), { reason: 'signed_out' }, `${door} was told why`)

        await isNobody(here.token)
        await post('after she left')
        assert.ok(!here.tab.heard.includes('after she left'))
      }))
  }

  async function post(body: string): Promise<void> {
    const { status } = await ask(server, MESSAGES, json({ body }, bearer(ann.token)))
    assert.equal(status, 201)
  }

  test('the answer comes before the connection is closed', () =>
    unnoticed(async () => {
      for (const transport of TRANSPORTS) {
        const { token } = await signIn(server, 'Polite')
        const member = await enter(server.url, { token }, { transports: [transport] })
        assert.ok((await member.ask('session:end', {})).ok, transport)
      }
    }))

  test('a message of an ended session is not taken, however early it was sent', () =>
    unnoticed(async () => {
      const { token } = await signIn(server, 'Hasty')
      const [leaving, other] = await Promise.all([
        rawMember(server.url, CHAT, { token }),
        rawMember(server.url, CHAT, { token }),
      ])
      const send = (id: number, body: string) =>
        `42${CHAT},${id}["message:send",${JSON.stringify({ roomId: 'lobby', clientId: body, body })}]`
      leaving.send(`42${CHAT},1["session:end",{}]`)
      for (let number = 2; number < 12; number++) leaving.send(send(number, `too late ${number}`))
      await leaving.frameOrEnd(`43${CHAT},1[`)
      // The other tab may not know yet, and nor may its requests.
      other.send(send(1, 'too late, from the other tab'))
      const { status } = await ask(server, MESSAGES, json({ body: 'too late, by HTTP' }, bearer(token)))
      assert.equal(status, 401)

      await Promise.all([leaving.closed, other.closed])
      for (const frame of [...leaving.frames, ...other.frames].filter((heard) => heard.startsWith(`43${CHAT},`)))
        if (!frame.startsWith(`43${CHAT},1[{"ok":true`)) assert.match(frame, /"code":"unauthorized"/)
      assert.deepEqual(
        (await everything()).filter(({ body }) => body.startsWith('too late')),
        [],
      )
    }))

  test('a connection that comes in at that very moment is closed as well', () =>
    unnoticed(async () => {
      for (let wait = 0; wait < 12; wait++) {
        const { token } = await signIn(server, 'Racer')
        const raws = ['', `${CHAT},`].map((namespace) => {
          const raw = new RawSocket(server.url)
          void raw.frameOrEnd('0{').then(() => raw.send(`40${namespace}${JSON.stringify({ token })}`))
          return raw
        })
        const coming = openStream(server.url + EVENTS, bearer(token)).catch(() => 'refused' as const)
        // Each time a little later, so that some are in the middle of coming in.
        await pause(wait)
        const ended = await ask(server, '/api/session', { method: 'DELETE', headers: bearer(token) })
        assert.equal(ended.status, 204)
        const stream = await coming
        await eventually(() => {
          assert.ok(stream === 'refused' || stream.isOver, `the stream is open, ended after ${wait} ms`)
          for (const raw of raws) {
            const isRefused = raw.frames.some((frame) => frame.startsWith('44'))
            assert.ok(isRefused || !raw.isOpen, `a connection is open, ended after ${wait} ms`)
          }
        }, GONE_WITHIN_MS)
        for (const raw of raws) raw.close()
      }
    }))
})

describe('many sign-ins from one network', () => {
  test('are 429 with Retry-After, with any X-Forwarded-For, and make no users', async () => {
    const limited = await startServer()
    const stillUnnoticed = await bystander(limited)
    await stillUnnoticed(async () => {
      const from = (number: number) => ({ 'x-forwarded-for': `203.0.113.${number}`, forwarded: `for=10.0.0.${number}` })
      const answers = await Promise.all(
        Array.from({ length: 140 }, (_, number) =>
          ask<Refused & NewSession>(limited, '/api/session', json({ name: `Flood ${number}` }, from(number))),
        ),
      )
      const no = answers.filter(({ status }) => status !== 201)
      assert.ok(no.length > 0, 'nobody was refused')
      for (const { status, headers, body } of no) {
        assert.equal(status, 429)
        assert.deepEqual(Object.keys(body), ['error'])
        assert.equal(body.error.code, 'rate_limited')
        const { retryAfterMs } = body.error
        assert.ok(retryAfterMs !== undefined && retryAfterMs > 0 && retryAfterMs < 60_000, `${retryAfterMs}`)
        assert.equal(headers.get('retry-after'), String(Math.ceil(retryAfterMs / 1_000)))
        assert.deepEqual(headers.getSetCookie(), [])
      }
      // The doors count together.
      for (const namespace of ['/', CHAT]) {
        // One more a second is let in: on a slow machine that is this one, and the next try is refused.
        const refusal = await eventually(async () => {
          await Promise.all(
            Array.from({ length: 20 }, () => ask(limited, '/api/session', json({ name: 'Flood again' }))),
          )
          return turnedAway(limited.url, namespace, { name: 'Flood by socket' })
        }, 30_000)
        assert.equal(refusal.code, 'rate_limited')
        assert.ok((refusal.retryAfterMs ?? 0) > 0)
      }
      // A user with a token is not affected.
      const welcome = answers.find(({ status }) => status === 201)
      assert.ok(welcome)
      const member = await enter(limited.url, { token: welcome.body.token })
      member.leave()
    })
    await limited.stop()
  })
})

// The last one: it reads everything that the server has logged for the tests above.
test('no token and nothing that was written is in the log, however much it says', () =>
  unnoticed(async () => {
    const secret = `secret-${crypto.randomUUID()}`
    const { token } = await signIn(server, 'Logged')
    const headers = { 'content-type': 'application/json', ...bearer(token) }
    await ask(server, MESSAGES, json({ body: secret }, bearer(token)))
    await ask(server, MESSAGES, { method: 'POST', headers, body: `{"body":"${secret}` })
    await ask(server, MESSAGES, { method: 'POST', headers, body: `{"body":"${secret}","${secret}":1}` })
    await ask(server, MESSAGES, { method: 'POST', headers, body: `{"body":"${secret}${'x'.repeat(70_000)}"}` })
    await ask(server, `/api/rooms/${secret}/messages?before=${secret}&token=${token}`, { headers: bearer(token) })
    await ask(server, '/api/session', json(`{"name":"${secret}`))
    await ask(server, `/${secret}%00`, { headers: { cookie: `earshot=${token}` } })
    await bareRequest(server.port, 'GET', '/ bad', [`Authorization: Bearer ${token}`, secret])
    await turnedAway(server.url, CHAT, { token: `${token}x` })

    const member = await enter(server.url, { token })
    const { id: sid } = member.socket.io.engine as unknown as { id: string }
    assert.equal(refused(await member.ask('message:send', { [secret]: secret })).code, 'bad_request')
    assert.equal(refused(await member.ask(secret, secret)).code, 'bad_request')
    const raw = await rawMember(server.url, CHAT, { token })
    raw.send(`42${CHAT},["message:send",{"body":"${secret}`)
    await raw.closed
    member.leave()
    const deaf = await rawMember(server.url, '/', { token })
    deaf.send(`42["message","${secret}"]`)
    await eventually(async () =>
      assert.equal((await everything()).filter(({ body }) => body === secret).length, 2, 'it was said twice'),
    )
    deaf.close()

    const log = server.stderr + server.stdout
    assert.match(server.stderr, /"level":/, 'there is a log')
    const hidden = { token, 'another token': ann.token, 'a cookie': mallory.cookie, 'a message': secret, sid }
    for (const [what, text] of Object.entries(hidden)) assert.ok(!log.includes(text), `the log holds ${what}`)
    for (const { body } of await everything())
      if (body.length > 8) assert.ok(!log.includes(body), `the log holds “${body}”`)
  }))
