/** Door two, as a script and as a browser use it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import type { HistoryPage, Message, NewSession } from '../protocol/models.ts'
import { bareRequest } from './support/bare-http.ts'
import { openStream } from './support/event-stream.ts'
import { eventually } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, post, type Refused, signIn } from './support/http.ts'
import { curl } from './support/peers.ts'
import { startServer } from './support/server.ts'
import { accepted, enter, RawSocket } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const ann = await signIn(server, 'Ann')
const asAnn = bearer(ann.token)
const say = (payload: unknown, headers: Record<string, string> = asAnn) =>
  ask<Message & Refused>(server, MESSAGES, json(payload, headers))

describe('signing in', () => {
  test('a name gives a token, the user and a cookie that no script can read', async () => {
    const { status, body, headers } = await ask<NewSession>(server, '/api/session', json({ name: 'Bob' }))
    assert.equal(status, 201)
    assert.deepEqual(Object.keys(body).sort(), ['token', 'user'])
    assert.equal(body.user.name, 'Bob')
    assert.equal(body.user.kind, 'guest')
    assert.ok(body.token.length >= 32)
    const [cookie = ''] = headers.getSetCookie()
    assert.match(cookie, /; ?HttpOnly/i)
    assert.match(cookie, /; ?SameSite=Lax/i)
    assert.match(cookie, /; ?Path=\/(;|$)/i)
  })

  test('the answer with a token is kept by no cache', async () => {
    const { headers } = await ask(server, '/api/session', json({ name: 'Cache' }))
    assert.match(headers.get('cache-control') ?? '', /no-store/)
  })

  test('the cookie reads, and is the same person on the typed door', async () => {
    const { status } = await ask(server, MESSAGES, { headers: { cookie: ann.cookie } })
    assert.equal(status, 200)
    const member = await enter(server.url, {}, { extraHeaders: { cookie: ann.cookie, origin: server.url } })
    assert.deepEqual(member.welcome.you, ann.user)
    member.leave()
  })

  test('a chat that is closed makes no guests', async () => {
    const closed = await startServer({ args: ['--access', 'closed'] })
    const { status, body } = await ask<Refused>(closed, '/api/session', json({ name: 'Ann' }))
    assert.deepEqual([status, body.error.code], [403, 'forbidden'])
    await closed.stop()
  })
})

describe('posting', () => {
  test('JSON gives 201, the message, and where it is to be found', async () => {
    const { status, body, headers } = await say({ body: '  as JSON  ' })
    assert.equal(status, 201)
    assert.equal(body.body, 'as JSON')
    assert.deepEqual(body.author, ann.user)
    assert.equal(body.roomId, 'lobby')
    assert.match(headers.get('location') ?? '', new RegExp(`/lobby/(.*/)?${body.seq}$`))
    const found = await ask<HistoryPage>(server, `${MESSAGES}?around=${body.seq}&limit=1`, { headers: asAnn })
    assert.deepEqual(found.body.messages, [body])
  })

  test('plain text is posted as it is', async () => {
    const { status, body } = await ask<Message>(server, MESSAGES, {
      method: 'POST',
      headers: { ...asAnn, 'content-type': 'text/plain; charset=utf-8' },
      body: 'ünï & "text" = 100 %\nsecond line',
    })
    assert.equal(status, 201)
    assert.equal(body.body, 'ünï & "text" = 100 %\nsecond line')
  })

  test('[C2] the same clientId twice is one message, and with another body a conflict', async () => {
    const first = await say({ body: 'once', clientId: 'http-1' })
    const again = await say({ body: 'once', clientId: 'http-1' })
    assert.deepEqual([again.status, again.body], [first.status, first.body])
    const other = await say({ body: 'twice', clientId: 'http-1' })
    assert.deepEqual([other.status, other.body.error.code], [409, 'conflict'])

    const member = await enter(server.url, { token: ann.token })
    const overSocket = accepted(await member.run('message:send', { roomId: 'lobby', clientId: 'http-1', body: 'once' }))
    assert.deepEqual(overSocket, first.body)
    member.leave()
  })

  test('[C2] twenty racing copies are one message', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => say({ body: 'racing', clientId: 'http-race' })))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
    assert.equal(new Set(answers.map(({ body }) => body.seq)).size, 1)
  })

  test('a room goes by its slug and its id alike, and one that does not exist is 404', async () => {
    const { status, body } = await ask<Refused>(server, '/api/rooms/nowhere/messages', json({ body: 'x' }, asAnn))
    assert.deepEqual([status, body.error.code], [404, 'not_found'])
    assert.equal((await ask(server, '/api/rooms/nowhere/messages', { headers: asAnn })).status, 404)
    assert.equal((await ask(server, '/api/nothing', { headers: asAnn })).status, 404)
  })

  test('without credentials, or with bad ones, it is 401', async () => {
    const bad: Record<string, string>[] = [
      {},
      bearer('forged'),
      { authorization: 'Basic QTpC' },
      { cookie: ann.cookie.replace(/=.*/, '=forged'), origin: server.url },
    ]
    for (const headers of bad) {
      const { status, body } = await say({ body: 'x' }, headers)
      assert.deepEqual([status, body.error.code], [401, 'unauthorized'], JSON.stringify(headers))
    }
    assert.equal((await ask(server, MESSAGES, { headers: bearer('forged') })).status, 401)
    assert.equal((await ask(server, '/api/rooms/lobby/events', { headers: bearer('forged') })).status, 401)
    // A bad token is refused, even beside a good cookie. It never makes the request another user’s.
    assert.equal(
      (await say({ body: 'x' }, { ...bearer('forged'), cookie: ann.cookie, origin: server.url })).status,
      401,
    )
  })

  test('a body that is too long is 413, another type of content 415, and a missing or unknown field 400', async () => {
    assert.equal((await say({ body: 'x'.repeat(16_385) })).status, 413)
    for (const type of ['application/xml', 'image/png']) {
      const { status, body } = await ask<Refused>(server, MESSAGES, {
        method: 'POST',
        headers: { ...asAnn, 'content-type': type },
        body: 'x',
      })
      assert.equal(status, 415, type)
      assert.equal(typeof body.error.message, 'string')
    }
    for (const payload of [
      {},
      { body: 1 },
      { body: '' },
      { body: 'x', replyTo: 'y' },
      { body: 'x', sudo: true },
      '{"body":',
      '[]',
    ]) {
      const { status, body } = await say(payload)
      assert.deepEqual([status, body.error.code], [400, 'bad_request'], JSON.stringify(payload))
    }
  })
})

describe('curl', { skip: curl.skip }, () => {
  const run = promisify(execFile)
  const answer = async (...args: string[]) => {
    const { stdout } = await run(curl.command, ['--silent', '--show-error', '--write-out', '\n%{http_code}', ...args])
    const [, body = '', status = ''] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? []
    return { status: Number(status), body: JSON.parse(body) as Message & NewSession & Refused }
  }
  const auth = ['-H', `Authorization: Bearer ${ann.token}`]

  test("curl -d 'hi' with a token posts “hi”", async () => {
    const { status, body } = await answer('-d', 'hi', ...auth, server.url + MESSAGES)
    assert.equal(status, 201)
    assert.equal(body.body, 'hi')
  })

  test('a text from curl is posted as it was typed', async () => {
    const { body } = await answer('-d', '1 + 1 = 2 & so on, 100 %', ...auth, server.url + MESSAGES)
    assert.equal(body.body, '1 + 1 = 2 & so on, 100 %')
    const text = await answer(
      '-H',
      'Content-Type: text/plain',
      '--data-binary',
      'line 1\nline 2',
      ...auth,
      server.url + MESSAGES,
    )
    assert.equal(text.body.body, 'line 1\nline 2')
  })

  test('curl signs in with a name', async () => {
    const { status, body } = await answer(
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"name":"Curl"}',
      `${server.url}/api/session`,
    )
    assert.equal(status, 201)
    const hello = await answer(
      '-d',
      'hello from curl',
      '-H',
      `Authorization: Bearer ${body.token}`,
      server.url + MESSAGES,
    )
    assert.equal(hello.body.author.name, 'Curl')
  })

  test('without a token curl is told how to get one', async () => {
    const { status, body } = await answer('-d', 'hi', server.url + MESSAGES)
    assert.deepEqual([status, body.error.code], [401, 'unauthorized'])
  })
})

describe('reading', () => {
  test('pages go both ways without a seam, and before and after leave out the seq given', async () => {
    for (let number = 1; number <= 12; number++) await post(server, ann.token, `page ${number}`)
    const page = async (query: string) =>
      (await ask<HistoryPage>(server, `${MESSAGES}?${query}`, { headers: asAnn })).body
    const newest = await page('limit=5')
    const { lastSeq } = newest.room
    const seqs = ({ messages }: HistoryPage) => messages.map(({ seq }) => seq)
    assert.deepEqual(
      seqs(newest),
      [4, 3, 2, 1, 0].map((back) => lastSeq - back),
    )
    assert.deepEqual(seqs(await page(`before=${lastSeq - 4}&limit=3`)), [lastSeq - 7, lastSeq - 6, lastSeq - 5])
    assert.deepEqual(seqs(await page(`after=${lastSeq - 2}`)), [lastSeq - 1, lastSeq])
    assert.deepEqual(seqs(await page('after=0&limit=2')), [1, 2])
    assert.ok(seqs(await page(`around=${lastSeq - 5}&limit=5`)).includes(lastSeq - 5))
    assert.deepEqual(seqs(await page(`after=${lastSeq}`)), [])
  })

  test('both doors give the same answers', async () => {
    const member = await enter(server.url, { token: ann.token })
    const { epoch } = member.welcome
    const get = async (path: string) =>
      (await ask<unknown>(server, `/api/rooms/lobby/${path}`, { headers: asAnn })).body
    assert.deepEqual(
      await get('messages?limit=7'),
      accepted(await member.run('room:history', { roomId: 'lobby', limit: 7 })),
    )
    assert.deepEqual(
      await get('messages?before=5&limit=2'),
      accepted(await member.run('room:history', { roomId: 'lobby', before: 5, limit: 2 })),
    )
    assert.deepEqual(
      await get(`changes?epoch=${epoch}&since=3&limit=4`),
      accepted(await member.run('room:changes', { roomId: 'lobby', epoch, since: 3, limit: 4 })),
    )
    assert.deepEqual(await get('changes?epoch=another&since=3'), { reset: 'epoch_changed' })
    assert.deepEqual(await get(`changes?epoch=${epoch}&since=1000000`), { reset: 'ahead' })
    member.leave()
  })

  test('[C7] missed changes come in pages that meet', async () => {
    const member = await enter(server.url, { token: ann.token })
    const { epoch } = member.welcome
    const all: number[] = []
    for (let since = 0, more = true; more;) {
      const page = accepted(await member.run('room:changes', { roomId: 'lobby', epoch, since, limit: 6 }))
      assert.ok('from' in page)
      assert.equal(page.from, since)
      assert.ok(page.to > page.from || !page.more)
      all.push(...page.messages.map(({ rev }) => rev))
      since = page.to
      more = page.more
      if (!more) assert.equal(page.to, page.head)
    }
    assert.deepEqual(
      all,
      all.map((_, index) => index + 1),
    )
    member.leave()
  })
})

describe('events', () => {
  const events = `${server.url}/api/rooms/lobby/events`

  test('[C6, C7] a reader that comes back with the last id misses nothing and hears nothing twice', async () => {
    const before = await openStream(events, asAnn)
    assert.match(before.response.headers.get('content-type') ?? '', /^text\/event-stream/)
    await post(server, ann.token, 'event 1')
    await post(server, ann.token, 'event 2')
    await before.hears('event 2')
    const { lastId } = before
    assert.match(lastId, /^[^:]+:\d+$/)
    before.close()

    for (let number = 3; number <= 40; number++) await post(server, ann.token, `event ${number}`)
    const busy = (async () => {
      for (let number = 41; number <= 80; number++) await post(server, ann.token, `event ${number}`)
    })()
    const back = await openStream(events, { ...asAnn, 'last-event-id': lastId })
    await busy
    await back.hears('event 80')
    assert.deepEqual(
      [...before.bodies, ...back.bodies],
      Array.from({ length: 80 }, (_, index) => `event ${index + 1}`),
    )

    let rev = Number(lastId.split(':')[1])
    for (const { event, id, change } of back.events) {
      assert.equal(event, 'changed')
      assert.equal(change.from, rev, 'ranges follow each other')
      assert.equal(Number(id.split(':')[1]), change.to)
      rev = change.to
    }
    back.close()
  })

  test('an id of another history is answered with a reset, never with a hole', async () => {
    const stream = await openStream(events, { ...asAnn, 'last-event-id': 'another:5' })
    await eventually(() => assert.equal(stream.events[0]?.event, 'reset'))
    stream.close()
    assert.equal(
      (await ask(server, '/api/rooms/lobby/events', { headers: { ...asAnn, 'last-event-id': 'nonsense' } })).status,
      400,
    )
  })
})

describe('other people’s pages', () => {
  const foreign = [
    'https://evil.example',
    'null',
    `${server.url}.evil.example`,
    `http://localhost:${server.port + 1}`,
    `http://localhost:${server.port}@evil.example`,
  ]
  for (const origin of foreign) {
    test(`a page of ${origin.replaceAll(String(server.port), 'PORT').replaceAll(String(server.port + 1), 'OTHER')} is turned away, cookie or not`, async () => {
      for (const headers of [{ cookie: ann.cookie }, asAnn]) {
        const { status, body } = await say({ body: 'cross-site' }, { ...headers, origin })
        assert.deepEqual([status, body.error.code], [403, 'forbidden'])
      }
      const polling = await bareRequest(server.port, 'GET', '/socket.io/?EIO=4&transport=polling', [
        `Origin: ${origin}`,
      ])
      assert.equal(polling.status, 403)
      const raw = new RawSocket(server.url, { headers: { origin, cookie: ann.cookie } })
      await assert.rejects(raw.opened, /Unexpected server response: 40[03]/)
    })
  }

  test('a cookie without an Origin cannot post, and opens no door as its owner; with our own it can', async () => {
    const without = await say({ body: 'no origin' }, { cookie: ann.cookie })
    assert.deepEqual([without.status, without.body.error.code], [403, 'forbidden'])
    assert.equal(
      (await say({ body: 'cross-site' }, { cookie: ann.cookie, 'sec-fetch-site': 'cross-site' })).status,
      403,
    )
    const nobody = await enter(server.url, {}, { extraHeaders: { cookie: ann.cookie } }).catch(() => undefined)
    assert.notEqual(nobody?.welcome.you.id, ann.user.id)
    nobody?.leave()
    assert.equal((await say({ body: 'our own page' }, { cookie: ann.cookie, origin: server.url })).status, 201)
  })

  test('an origin that was allowed may connect, another may not', async () => {
    const friendly = await startServer({ env: { EARSHOT_ORIGINS: 'http://localhost:5051, https://intranet.example' } })
    for (const origin of ['http://localhost:5051', 'https://intranet.example']) {
      const polling = await bareRequest(friendly.port, 'GET', '/socket.io/?EIO=4&transport=polling', [
        `Origin: ${origin}`,
      ])
      assert.equal(polling.status, 200)
      assert.match(polling.head, new RegExp(`access-control-allow-origin: ${origin}`, 'i'))
    }
    assert.equal(
      (
        await bareRequest(friendly.port, 'GET', '/socket.io/?EIO=4&transport=polling', [
          'Origin: http://localhost:5052',
        ])
      ).status,
      403,
    )
    await friendly.stop()
  })

  test('reading changes nothing, for every caller', async () => {
    for (const path of ['/api/session', '/api/owner']) {
      const { status, headers } = await ask(server, path, { headers: { cookie: ann.cookie } })
      assert.ok(status === 404 || status === 405, `GET ${path} answered ${status}`)
      assert.deepEqual(headers.getSetCookie(), [])
    }
  })
})

describe('headers of every answer', () => {
  test('the page comes with a policy that lets no foreign script run and no other page frame it', async () => {
    for (const path of ['/', '/lobby', '/lobby/1']) {
      const { status, headers } = await ask(server, path)
      assert.equal(status, 200, path)
      assert.match(headers.get('content-type') ?? '', /^text\/html/)
      const policy = headers.get('content-security-policy') ?? ''
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1] ?? '*'
      assert.doesNotMatch(scripts, /unsafe-inline|unsafe-eval|\*|data:|https?:/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.match(policy, /object-src 'none'|default-src 'none'/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.ok(headers.get('referrer-policy'))
      assert.equal(headers.get('x-powered-by'), null)
    }
  })

  test('a signed-in user’s page names the files around the room, so that they come at once; a stranger’s does not', async () => {
    const filesOf = async (headers: Record<string, string>) => {
      const page = await (await fetch(server.url, { headers })).text()
      return [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)
    }
    const [mine, others] = [await filesOf({ cookie: ann.cookie }), await filesOf({})]
    const more = mine.filter((path) => !others.includes(path))
    for (const kind of ['js', 'css'])
      assert.ok(
        more.some((path) => new RegExp(`/shell-.*${kind}$`).test(path)),
        kind,
      )
    for (const path of mine) {
      const answer = await fetch(server.url + path)
      assert.equal(answer.status, 200, path)
      for (const [, name = ''] of (await answer.text()).matchAll(/\bfrom\s?["`]\.\/([^"`]+)/g))
        assert.ok(mine.includes(`/assets/${name}`), `${path} also needs ${name}, which comes only after it`)
    }
    assert.deepEqual(
      others.filter((path) => !mine.includes(path)),
      [],
    )
  })

  test('the API does too, and names its errors', async () => {
    const { status, headers, body } = await ask<Refused>(server, '/api/nothing')
    assert.equal(status, 404)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.deepEqual(Object.keys(body), ['error'])
    assert.equal(body.error.code, 'not_found')
    assert.equal(typeof body.error.message, 'string')
  })

  test('it says that it is alive and ready, without credentials', async () => {
    assert.equal((await ask(server, '/healthz')).status, 200)
    assert.equal((await ask(server, '/readyz')).status, 200)
  })
})

test('[C12] a user who posts too fast is told how long to wait; others are not', async () => {
  const limited = await startServer()
  const [hasty, calm] = [await signIn(limited, 'Hasty'), await signIn(limited, 'Calm')]
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, number) =>
      ask<Refused>(limited, MESSAGES, json({ body: `${number}` }, bearer(hasty.token))),
    ),
  )
  const taken = answers.filter(({ status }) => status === 201).length
  assert.ok(taken >= 20 && taken <= 25, `${taken} of 60 were taken`)
  for (const { status, headers, body } of answers) {
    if (status === 201) continue
    assert.deepEqual([status, body.error.code], [429, 'rate_limited'])
    assert.ok(Number(headers.get('retry-after')) >= 1, 'Retry-After says when')
  }
  await post(limited, calm.token, 'no hurry')

  // The same limit, whichever door: it is the person who is hasty.
  const member = await enter(limited.url, { token: hasty.token })
  const result = await member.run('message:send', { roomId: 'lobby', clientId: 'other-door', body: 'over here then' })
  assert.ok(!result.ok && result.error.code === 'rate_limited' && (result.error.retryAfterMs ?? 0) > 0)
  member.leave()
  await limited.stop()
})

describe('[G16] a field that a command does not know is named', () => {
  const noField = (field: string) => `Unknown field ${JSON.stringify(field)}. The fields are`
  test('in a body, in a query, on the way in and on the socket', async () => {
    const message = (answer: { body: Refused }) => answer.body.error.message
    const inBody = await say({ body: 'x', bdoy: 'y' })
    assert.equal(inBody.status, 400)
    assert.equal(inBody.body.error.message, `${noField('bdoy')} roomId, clientId, body, files, replyTo.`)
    const inQuery = await ask<Refused>(server, `${MESSAGES}?limmit=5`, { headers: asAnn })
    assert.equal(inQuery.status, 400)
    assert.match(message(inQuery), /^Unknown field "limmit"\. The fields are .*limit/)
    assert.match(message(await ask<Refused>(server, '/api/session', json({ nmae: 'Ann' }))), /"nmae".*name/)
    const member = await enter(server.url, { token: ann.token })
    const onSocket = await member.ask('room:history', { roomId: 'lobby', befor: 3 })
    assert.ok(!onSocket.ok && onSocket.error.message.startsWith(noField('befor')))
    assert.ok(!(await member.ask('sessions:list', { all: true })).ok)
    member.leave()
  })

  test('as it was written, and no longer than anybody reads', async () => {
    for (const field of ['__proto__', '<b>', '"', 'x'.repeat(5_000), '\u202e']) {
      const { status, body } = await ask<Refused>(
        server,
        MESSAGES,
        json(`{"body":"x",${JSON.stringify(field)}:1}`, asAnn),
      )
      assert.equal(status, 400)
      assert.ok(body.error.message.startsWith(noField(field.slice(0, 50))), body.error.message)
    }
  })
})
