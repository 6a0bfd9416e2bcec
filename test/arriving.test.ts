/** Coming in, keeping a name, coming back and leaving, from outside, for strangers, guests and persons. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import type { NewSession } from '../protocol/models.ts'
import { eventually, inTime } from './support/eventually.ts'
import { everywhere, TYPED } from './support/everywhere.ts'
import { type Answer, ask, bearer, json, type Refused } from './support/http.ts'
import {
  arrive,
  codeOf,
  done,
  draft,
  guest,
  online,
  overHttp,
  owner,
  ownerCode,
  PASSWORD,
  person,
  type Somebody,
} from './support/people.ts'
import { launch, type Server, startServer } from './support/server.ts'
import { accepted, enter, refused, turnedAway } from './support/sockets.ts'

const GONE_WITHIN_MS = 1_000

const server = await startServer({ args: ['--limits', 'off', '--log-level', 'trace'] })
after(() => server.stop())
const firstCode = await ownerCode(server)
const olga = await owner(server)
const knock = (at: { url: string }, payload: object, headers: Record<string, string> = {}) =>
  ask<NewSession & Refused>(at, '/api/session', json(payload, headers))
const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
async function timed<T>(act: () => Promise<T>): Promise<{ took: number; value: T }> {
  const started = performance.now()
  const value = await act()
  return { took: performance.now() - started, value }
}

/** Of a dozen tries. */
const QUICKEST = 4

describe('[P7] passwords', () => {
  test('a wrong one and an unknown name get the same answer, after the same time', async (t) => {
    await person(server, 'Patient Pat')
    const tries: Record<string, object> = {
      wrong: { name: 'Patient Pat', password: 'not her password' },
      unknown: { name: 'Patient Nobody', password: 'not her password' },
      guest: { name: (await guest(server)).user.name, password: 'not her password' },
    }
    const answers = new Set<string>()
    /** How much longer one of them takes than another, by the quickest of a dozen tries each. */
    const ratio = async () => {
      const times: Record<string, number[]> = { wrong: [], unknown: [], guest: [] }
      for (let round = 0; round < 15; round++) {
        for (const [what, payload] of Object.entries(tries)) {
          const { took, value } = await timed(() => knock(server, payload))
          const { date: _, ...headers } = Object.fromEntries(value.headers)
          answers.add(JSON.stringify([value.status, headers, value.text]))
          if (round >= 3) times[what]!.push(took)
        }
      }
      const quickest = Object.values(times).map((some) => median(some.toSorted((a, b) => a - b).slice(0, QUICKEST)))
      t.diagnostic(quickest.map((ms) => `${ms.toFixed(1)} ms`).join(', '))
      return Math.max(...quickest) / Math.min(...quickest)
    }
    // A busy machine makes some tries longer, and none shorter; a difference that is always there shows each time.
    const ratios = [await ratio()]
    while (ratios.length < 3 && Math.min(...ratios) >= 1.5) ratios.push(await ratio())
    assert.ok(Math.min(...ratios) < 1.5, ratios.join())
    assert.equal(answers.size, 1, [...answers].join('\n'))
    assert.match([...answers].join(), /401.*unauthorized/)
  })

  test('one of a megabyte, or of 257 characters, is 400 before it is hashed', async () => {
    const honest = await timed(() => knock(server, { name: 'Nobody', password: 'x'.repeat(256) }))
    assert.equal(honest.value.status, 401)
    const { token } = await guest(server)
    const took: number[] = []
    for (let round = 0; round < 9; round++) {
      const { took: ms, value } = await timed(() => knock(server, { name: 'Nobody', password: 'x'.repeat(257) }))
      assert.deepEqual([value.status, value.body.error.code], [400, 'bad_request'])
      took.push(ms)
    }
    assert.ok(median(took) < honest.took / 2, `${median(took)} ms, and ${honest.took} ms with hashing`)
    for (const password of ['x'.repeat(1_048_576), 'x'.repeat(60_000), 'short']) {
      // A refusal in the middle of a megabyte may arrive only as a closed connection. Then the test asks again.
      const huge = await eventually(() => knock(server, { name: 'Nobody', password }))
      assert.deepEqual([huge.status, huge.body.error.code], [400, 'bad_request'])
      const owning = await eventually(() =>
        ask<Refused>(server, '/api/owner', json({ code: 'x', name: 'X', password })),
      )
      assert.deepEqual([owning.status, owning.body.error.code], [400, 'bad_request'])
      if (password.length > 60_000) continue
      const member = await enter(server.url, { token })
      assert.equal(refused(await member.run('user:claim', { password })).code, 'bad_request')
      member.leave()
    }
  })

  test('are tried ten times in three minutes from one address, and twenty times for one name from everywhere', async () => {
    const limited = await startServer({ env: { TRUST_PROXY: '1' } })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const tries = async (count: number, name: (n: number) => string, address: (n: number) => string) => {
      const answers: Answer<NewSession & Refused>[] = []
      for (let n = 0; n < count; n++)
        answers.push(await knock(limited, { name: name(n), password: 'wrong password' }, from(address(n))))
      return answers
    }
    const isLate = ({ status, body, headers }: Answer<Refused>) => {
      assert.deepEqual([status, body.error.code], [429, 'rate_limited'])
      assert.ok(Number(headers.get('retry-after')) > 0 && (body.error.retryAfterMs ?? 0) <= 180_000)
    }
    const ofAddress = await tries(
      11,
      (n) => `Somebody ${n}`,
      () => '203.0.113.1',
    )
    assert.deepEqual(
      ofAddress.slice(0, 10).map(({ status }) => status),
      Array.from({ length: 10 }, () => 401),
    )
    isLate(ofAddress[10]!)
    const victim = await arrive(limited, { name: 'Victim' }, from('203.0.113.2'))
    await done(limited, victim, 'user:claim', { password: PASSWORD })
    const ofAccount = await tries(
      21,
      () => ' VICTIM ',
      (n) => `198.51.100.${n + 1}`,
    )
    assert.deepEqual(
      ofAccount.slice(0, 20).map(({ status }) => status),
      Array.from({ length: 20 }, () => 401),
    )
    isLate(ofAccount[20]!)
    // By then a right password is answered like a wrong one. Existing sessions are not affected.
    isLate(await knock(limited, { name: 'Victim', password: PASSWORD }, from('198.51.100.99')))
    await done(limited, victim, 'message:send', draft('lobby', 'still here'))
    // Guessing one's own password with a stolen session is no way around it.
    const guesses = []
    for (let n = 0; n < 8; n++) {
      const payload = { current: `wrong guess ${n}`, password: PASSWORD }
      guesses.push(codeOf(await overHttp(limited, victim.token, 'user:password', payload)))
    }
    assert.deepEqual(new Set(guesses), new Set(['forbidden', 'rate_limited']))
    await limited.stop()
  })
})

test('[P7] without an invitation that holds no password is hashed for a stranger, and no name is told of', async () => {
  const closed = await startServer({ args: ['--limits', 'off', '--access', 'closed'] })
  const boss = await owner(closed)
  const { code } = await done(closed, boss, 'invite:create', { uses: 1 })
  // More than may wait for a hash at once: those would be told that too many sign in.
  const strangers = await Promise.all(
    Array.from({ length: 300 }, (_, n) =>
      knock(closed, { name: `Stranger ${n}`, invite: 'guessed', password: PASSWORD }),
    ),
  )
  assert.deepEqual([...new Set(strangers.map(({ body }) => body.error.code))], ['forbidden'])
  const curious = await knock(closed, { name: boss.user.name, invite: 'guessed', password: PASSWORD })
  assert.deepEqual([curious.status, curious.body.error.code], [403, 'forbidden'])
  const known = await knock(closed, { name: boss.user.name, invite: code, password: PASSWORD })
  assert.deepEqual([known.status, known.body.error.code], [409, 'conflict'])
  await arrive(closed, { name: 'Invited', invite: code, password: PASSWORD })
  await closed.stop()
})

describe('[P8] codes that work once', () => {
  const rounds = 20

  test('an invitation, redeemed at once by two newcomers and a known user, lets one in', async () => {
    const known = await person(server, 'Known')
    for (let round = 0; round < rounds; round++) {
      const room = await done(server, olga, 'room:create', { kind: 'closed', name: `Once ${round}` })
      const { code } = await done(server, olga, 'invite:create', { roomId: room.id, uses: 1 })
      const codes = await Promise.all([
        knock(server, { name: `Racer A ${round}`, invite: code }).then(({ status }) =>
          status === 201 ? 'ok' : status,
        ),
        knock(server, { name: `Racer B ${round}`, invite: code }).then(({ status }) =>
          status === 201 ? 'ok' : status,
        ),
        overHttp(server, known.token, 'invite:redeem', { invite: code }).then(codeOf),
      ])
      assert.equal(codes.filter((answer) => answer === 'ok').length, 1, codes.join())
      const { members } = await done(server, olga, 'room:members', { roomId: room.id })
      assert.equal(members.length, 2, 'the host and whoever won')
    }
  })

  test('a sign-in link, opened twice at once, signs in one device', async () => {
    const pat = await person(server, 'Linked Pat')
    for (let round = 0; round < rounds; round++) {
      const link = await done(server, pat, 'session:link', {})
      assert.equal(link.path, `/sign-in#${link.code}`)
      assert.ok(Math.abs(Date.parse(link.expiresAt) - Date.now() - 600_000) < 30_000, 'it holds ten minutes')
      const answers = await Promise.all([knock(server, { code: link.code }), knock(server, { code: link.code })])
      assert.deepEqual(answers.map(({ status }) => String(status)).sort(), ['201', '403'])
      const yes = answers.find(({ status }) => status === 201)!
      assert.equal(yes.body.user.id, pat.user.id)
      const no = answers.find(({ status }) => status === 403)!
      assert.match(no.body.error.message, /used|expired|new/i)
    }
    assert.equal((await done(server, pat, 'sessions:list', {})).sessions.length, rounds + 1)
  })

  test('[W306] looking at a sign-in link and at the owner link tells strangers only whether it works', async () => {
    const own = await startServer({ env: { TRUST_PROXY: '1' } })
    const look = (what: 'session' | 'owner', payload: object, address = '203.0.113.1') =>
      ask<Refused>(own, `/api/${what}/look`, json(payload, { 'x-forwarded-for': address }))
    const code = await eventually(() => ownerCode({ stdout: own.stdout }))
    const owner = await ask<NewSession>(own, '/api/owner', json({ code, name: 'Olga', password: PASSWORD }))
    const link = await done(own, owner.body, 'session:link', {})
    for (let count = 0; count < 2; count++) {
      const { status, text } = await look('session', { code: link.code })
      assert.deepEqual([status, text], [204, ''])
    }
    assert.equal((await knock(own, { code: link.code })).status, 201, 'looking does not use it up')
    for (const what of ['session', 'owner'] as const) {
      const used = await look(what, { code: what === 'owner' ? code : link.code })
      const unknown = await look(what, { code: 'x'.repeat(22) })
      assert.deepEqual([used.status, used.body], [403, unknown.body], 'a used link is as an unknown one')
      assert.equal((await look(what, { code: 7 })).status, 400)
      const answers: number[] = []
      for (let count = 0; count < 105; count++)
        answers.push((await look(what, { code: `guess ${count}` }, '203.0.113.2')).status)
      assert.equal(answers.at(-1), 429, 'guessing is limited')
      assert.equal((await look(what, { code: 'x' }, '203.0.113.3')).status, 403, 'for one network')
    }
    await own.stop()
  })

  test('the owner link, opened twice at once, makes one owner; another is made while the server runs', async () => {
    const own = await startServer({ args: ['--limits', 'off'] })
    const code = await eventually(() => ownerCode({ stdout: own.stdout }))
    const open = (secret: string, name: string) =>
      ask<NewSession & Refused>(own, '/api/owner', json({ code: secret, name, password: PASSWORD }))
    assert.equal((await open('x'.repeat(22), 'Guesser')).status, 403)
    const answers = await Promise.all(['Otto', 'Olaf', 'Oskar', 'Otis'].map((name) => open(code, name)))
    assert.deepEqual(answers.map(({ status }) => String(status)).sort(), ['201', '403', '403', '403'])
    const first = answers.find(({ status }) => status === 201)!.body
    const again = await open(code, 'Late')
    assert.deepEqual([again.status, again.body.error.code], [403, 'forbidden'])
    assert.match(again.body.error.message, /owner-link/, 'it says what to do')
    const { people } = await done(own, first, 'people:find', {})
    assert.deepEqual(
      people.map(({ role }) => role),
      ['owner'],
    )

    // Locked out: anyone with access to the machine makes a new link, and with it a new password for the same name.
    const here = await everywhere(own, first.token)
    const made = launch(['owner-link', '--data', own.dataDir, '--port', String(own.port)])
    assert.equal((await inTime('owner-link', made.exited, 10_000)).code, 0, made.stderr)
    const next = await ownerCode({ stdout: made.stdout })
    assert.ok(made.stdout.includes(`http://localhost:${own.port}/owner#`))
    const back = await open(next, first.user.name)
    assert.deepEqual([back.status, back.body.user.id], [201, first.user.id])
    await eventually(() => assert.deepEqual(here.open(), []), GONE_WITHIN_MS)
    await done(own, back.body, 'settings:update', { roomsBy: 'members' })
    assert.equal((await open(next, 'Twice')).status, 403)
    await own.stop()
  })
})

test('[P9] an invitation that is unknown, used up, taken back or expired says so and what to do, at every door', async () => {
  const invited = await startServer({ args: ['--limits', 'off', '--access', 'invite'] })
  const boss = await owner(invited)
  for (const payload of [{ name: 'Stranger' }, { name: 'Stranger', invite: 'x'.repeat(22) }]) {
    const { status, body } = await knock(invited, payload)
    assert.deepEqual([status, body.error.code], [403, 'forbidden'])
    assert.match(body.error.message, /ask/i)
  }
  for (const namespace of ['/', '/chat'])
    assert.equal((await turnedAway(invited.url, namespace, { name: 'Stranger' })).code, 'forbidden')
  const usedUp = await done(invited, boss, 'invite:create', { uses: 2 })
  assert.equal(usedUp.path, `/invite#${usedUp.code}`)
  await arrive(invited, { name: 'First', invite: usedUp.code })
  await arrive(invited, { name: 'Second', invite: usedUp.code })
  const takenBack = await done(invited, boss, 'invite:create', {})
  await done(invited, boss, 'invite:revoke', { inviteId: takenBack.id })
  const words = new Set<string>()
  for (const { code } of [usedUp, takenBack]) {
    const { status, body } = await knock(invited, { name: 'Third', invite: code })
    assert.deepEqual([status, body.error.code], [403, 'forbidden'])
    assert.match(body.error.message, /ask|new/i)
    words.add(body.error.message)
    const known = refused(await overHttp(invited, boss.token, 'invite:redeem', { invite: code }))
    assert.equal(known.code, 'forbidden')
  }
  assert.equal(words.size, 2, 'used up and taken back are told apart')
  assert.deepEqual((await done(invited, boss, 'invites:list', {})).invites, [])
  await invited.stop()
})

test('[P16] a newcomer with an inactive invitation, or without one, does not learn who is in the chat', async () => {
  const invited = await startServer({ args: ['--limits', 'off', '--access', 'invite'] })
  const boss = await owner(invited)
  const spent = await done(invited, boss, 'invite:create', { uses: 1 })
  const here = await online(invited, await arrive(invited, { name: 'Guest here', invite: spent.code }))
  const names = ['Nobody', 'Olga Owner', '\u041elga Owner', 'Guest here', 'Guest h\u0435re']
  for (const invite of [undefined, 'bogus', spent.code]) {
    const answers = new Set<string>()
    for (const name of names) {
      const { status, text } = await knock(invited, { name, invite })
      answers.add(`${status} ${text}`)
    }
    assert.equal(answers.size, 1, [...answers].join('\n'))
    assert.match([...answers].join(), /^403 .*forbidden/)
  }
  for (const namespace of ['/', '/chat'])
    for (const name of names) assert.equal((await turnedAway(invited.url, namespace, { name })).code, 'forbidden', name)
  const { code } = await done(invited, boss, 'invite:create', { uses: 1 })
  const known = await knock(invited, { name: 'Olga Owner', invite: code })
  assert.deepEqual([known.status, known.body.error.code], [409, 'conflict'])
  here.leave()
  await arrive(invited, { name: 'Invited', invite: code })
  await invited.stop()
})

describe('[P10] a name', () => {
  test('that is kept keeps its messages, rooms and read marks, and is signed in to from a second device', async () => {
    const { token, user } = await guest(server, 'Keeper')
    const room = await done(server, { token }, 'room:create', { kind: 'closed', name: 'Keeper’s' })
    const { seq } = await done(server, { token }, 'message:send', draft(room.id, 'mine'))
    await done(server, { token }, 'room:read', { roomId: room.id, seq })
    const member = await online(server, { token })
    const changed = new Promise<{ kind: string }>((resolve) => member.socket.once('user:changed', resolve))
    const claims = await Promise.all([
      member.run('user:claim', { password: PASSWORD }),
      overHttp(server, token, 'user:claim', { password: `${PASSWORD} 2` }),
    ])
    assert.equal(claims.filter(({ ok }) => ok).length, 1, 'of two who keep it at once one wins')
    assert.equal((await inTime('user:changed', changed)).kind, 'person')
    const password = claims[0]!.ok ? PASSWORD : `${PASSWORD} 2`
    const second = await arrive(server, { name: ' KEEPER ', password })
    assert.deepEqual([second.user.id, second.user.kind], [user.id, 'person'])
    const { rooms } = (await online(server, second)).welcome
    const [kept] = rooms.filter(({ id }) => id === room.id)
    assert.deepEqual([kept?.role, kept?.readSeq], ['host', seq])
    const { messages } = await done(server, second, 'room:history', { roomId: room.id })
    assert.deepEqual(messages[0]?.author, { ...user, kind: 'person' })
    const taken = await knock(server, { name: 'keeper' })
    assert.deepEqual([taken.status, taken.body.error.code, taken.body.error.suggestion], [409, 'conflict', 'Keeper 2'])
    assert.equal((await knock(server, { name: 'Кеерег' })).status, 409, 'nor may anybody look like it')
    assert.equal((await knock(server, { name: 'Кeeper' })).status, 400, 'nor with a letter of another alphabet')
    member.leave()
  })

  test('that changes is shown on all earlier messages, and told to users who see it', async () => {
    const ren = await person(server, 'Ren Before')
    const { seq } = await done(server, ren, 'message:send', draft('lobby', 'under another name'))
    const onlooker = await online(server, olga)
    const told = new Promise<{ name: string }>((resolve) => onlooker.socket.once('user:changed', resolve))
    await done(server, ren, 'user:rename', { name: 'Ren After' })
    assert.equal((await inTime('user:changed', told)).name, 'Ren After')
    const { messages } = await done(server, olga, 'room:history', { roomId: 'lobby', around: seq, limit: 1 })
    assert.equal(messages[0]?.author.name, 'Ren After')
    onlooker.leave()
  })

  test('whose holder leaves for good is free, and the messages stay under “former member” or are gone', async () => {
    for (const messages of ['keep', 'delete'] as const) {
      const name = `Leaver ${messages}`
      const leaver = await person(server, name)
      const words = `said by ${name}`
      const { seq } = await done(server, leaver, 'message:send', draft('lobby', words))
      const here = await everywhere(server, leaver.token)
      const wrong = await overHttp(server, leaver.token, 'user:leave', { messages, password: 'not my password' })
      assert.equal(codeOf(wrong), 'forbidden')
      await done(server, leaver, 'user:leave', { messages, password: PASSWORD })
      await eventually(() => assert.deepEqual(here.open(), []), GONE_WITHIN_MS)
      for (const door of TYPED) assert.deepEqual(here.goodbyes.get(door), { reason: 'left' }, door)
      const page = await done(server, olga, 'room:history', { roomId: 'lobby', around: seq, limit: 1 })
      assert.equal(page.messages[0]?.author.name, 'former member')
      assert.equal(page.messages[0]?.body, messages === 'keep' ? words : '')
      assert.equal((await knock(server, { name, password: PASSWORD })).status, 401)
      assert.deepEqual((await done(server, olga, 'people:find', { query: name })).people, [])
      await guest(server, name)
    }
  })
})

describe('[P11] a session', () => {
  const sessionsOf = async (somebody: Somebody) => (await done(server, somebody, 'sessions:list', {})).sessions

  test('is ended with the others by a new password, within a second and on every door; this one goes on', async () => {
    const pat = await person(server, 'Changing Pat')
    const other = await arrive(server, { name: 'Changing Pat', password: PASSWORD })
    const { code } = await done(server, pat, 'session:link', {})
    const [mine, elsewhere] = await Promise.all([everywhere(server, pat.token), everywhere(server, other.token)])
    assert.deepEqual([mine.open().length, elsewhere.open().length], [7, 7])
    const wrong = await mine.tab.run('user:password', { current: 'not my password', password: 'a new password' })
    assert.equal(refused(wrong).code, 'forbidden')
    accepted(await mine.tab.run('user:password', { current: PASSWORD, password: 'a new password' }))
    await eventually(() => assert.deepEqual(elsewhere.open(), []), GONE_WITHIN_MS)
    for (const door of TYPED) assert.deepEqual(elsewhere.goodbyes.get(door), { reason: 'password_changed' }, door)
    assert.equal(mine.open().length, 7)
    assert.equal((await ask(server, '/api/sessions', { headers: bearer(other.token) })).status, 401)
    assert.equal((await knock(server, { code })).status, 403, 'nor does a link made before sign anybody in')
    assert.equal((await knock(server, { name: 'Changing Pat', password: PASSWORD })).status, 401)
    assert.equal((await knock(server, { name: 'Changing Pat', password: 'a new password' })).status, 201)
    mine.leave()
  })

  test('is in a list with its device and last use, and ends one by one or all but this', async () => {
    const pat = await person(server, 'Listed Pat')
    const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
    const second = await arrive(server, { name: 'Listed Pat', password: PASSWORD }, firefox)
    const third = await arrive(server, { name: 'Listed Pat', password: PASSWORD })
    const list = await sessionsOf(pat)
    assert.equal(list.length, 3)
    assert.equal(list.filter(({ isThis }) => isThis).length, 1)
    const { id, startedAt, lastUsedAt } = list.find(({ device }) => device === 'Firefox on Linux')!
    for (const time of [startedAt, lastUsedAt]) assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000)
    const there = await everywhere(server, second.token)
    await done(server, pat, 'session:end', { sessionId: id })
    await eventually(() => assert.deepEqual(there.open(), []), GONE_WITHIN_MS)
    for (const door of TYPED) assert.deepEqual(there.goodbyes.get(door), { reason: 'ended_elsewhere' }, door)
    // No one ends another user’s session.
    const stranger = await person(server, 'Session stranger')
    const [own] = await sessionsOf(stranger)
    assert.equal(codeOf(await overHttp(server, pat.token, 'session:end', { sessionId: own!.id })), 'not_found')
    await done(server, pat, 'session:endAll', { others: true })
    assert.equal((await ask(server, '/api/sessions', { headers: bearer(third.token) })).status, 401)
    assert.equal((await sessionsOf(pat)).length, 1)
    await done(server, pat, 'session:endAll', {})
    assert.equal((await ask(server, '/api/sessions', { headers: bearer(pat.token) })).status, 401)
  })
})

describe('[P5] where access is', () => {
  test('closed, people sign in, and an invitation makes a person at once', async () => {
    const closed = await startServer({ args: ['--limits', 'off', '--access', 'closed'] })
    const boss = await owner(closed)
    const { code } = await done(closed, boss, 'invite:create', { uses: 1 })
    for (const payload of [{ name: 'Guest' }, { name: 'Guest', invite: code }]) {
      const { status, body } = await knock(closed, payload)
      assert.deepEqual([status, body.error.code], [403, 'forbidden'])
    }
    const newcomer = await arrive(closed, { name: 'New person', invite: code, password: PASSWORD })
    assert.equal(newcomer.user.kind, 'person')
    assert.equal((await knock(closed, { name: 'New person', password: PASSWORD })).status, 201)
    for (const path of ['/', '/lobby', '/lobby/1'])
      assert.ok(!(await ask(closed, path)).text.includes('"page":'), `${path} shows nothing to strangers`)
    await closed.stop()
  })
})

test('[G3] a role, an author, a seq or a time that a newcomer or a member claims has no effect, at either door', async () => {
  const claims = { role: 'owner', author: olga.user, seq: 1, rev: 1, sentAt: '1970-01-01T00:00:00Z' }
  const mallory = await arrive(server, { name: 'Mallory', ...claims })
  assert.equal(mallory.user.kind, 'guest')
  const member = await online(server, mallory)
  assert.equal(member.welcome.me.role, 'guest')
  for (const result of [
    await member.ask<{ author: { id: string }; seq: number; sentAt: string }>('message:send', {
      ...draft('lobby', 'as Olga'),
      ...claims,
    }),
    await overHttp(server, mallory.token, 'message:send', { ...draft('lobby', 'as Olga'), ...claims } as never),
  ]) {
    const { author, seq, sentAt } = accepted(result)
    assert.equal(author.id, mallory.user.id)
    assert.ok(seq > 1 && Date.parse(sentAt) > Date.now() - 60_000)
  }
  const raised = await overHttp(server, mallory.token, 'user:rename', { name: 'Mallory 3', role: 'owner' } as never)
  assert.equal(codeOf(raised), 'ok')
  assert.equal((await online(server, mallory)).welcome.me.role, 'guest')
  member.leave()
})

// The last one: it reads everything that the server has logged and written for the tests above.
test('[P12] no secret is in any list, in the log, or readable in the data folder', async () => {
  const pat = await person(server, 'Secretive Pat')
  const second = await arrive(server, { name: 'Secretive Pat', password: PASSWORD })
  const room = await done(server, olga, 'room:create', { kind: 'closed', name: 'Secretive', memberIds: [pat.user.id] })
  const [invite, open, link, banned] = await Promise.all([
    done(server, olga, 'invite:create', { roomId: room.id }),
    done(server, pat, 'invite:create', { uses: 5 }),
    done(server, pat, 'session:link', {}),
    guest(server, 'Banned and listed'),
  ])
  const { seq } = await done(server, banned, 'message:send', draft('lobby', 'reported'))
  await done(server, pat, 'message:report', { roomId: 'lobby', seq })
  await done(server, olga, 'user:ban', { userId: banned.user.id })
  await knock(server, { name: 'Secretive Pat', password: 'a wrong secret' })
  await knock(server, { name: 'With invite', invite: invite.code })
  await knock(server, { code: 'a wrong sign-in code' })

  const said: string[] = []
  for (const somebody of [olga, pat]) {
    const member = await online(server, somebody)
    said.push(JSON.stringify(member.welcome))
    member.leave()
    for (const [name, payload] of [
      ['sessions:list', {}],
      ['invites:list', {}],
      ['people:find', {}],
      ['bans:list', {}],
      ['reports:list', {}],
      ['audit:list', { limit: 200 }],
      ['rooms:browse', {}],
      ['room:members', { roomId: room.id }],
      ['room:history', { roomId: 'lobby', limit: 200 }],
      ['presence:watch', { roomId: 'lobby' }],
      ['messages:saved', {}],
      ['inbox:list', {}],
    ] as const) {
      const result = await overHttp(server, somebody.token, name, payload as never)
      assert.ok(result.ok || somebody !== olga, name)
      said.push(JSON.stringify(result))
    }
    said.push((await ask(server, '/', { headers: { cookie: `earshot=${somebody.token}` } })).text)
  }
  assert.ok(said.some((text) => text.includes(invite.id)) && said.some((text) => text.includes('Banned and listed')))

  const secrets: Record<string, string> = {
    'Olga’s token': olga.token,
    'Pat’s token': pat.token,
    'Pat’s second token': second.token,
    'an invitation to a room': invite.code,
    'an invitation': open.code,
    'a sign-in link': link.code,
    'the owner link': firstCode,
    'a password': PASSWORD,
    'a wrong password': 'a wrong secret',
    'a wrong code': 'a wrong sign-in code',
  }
  const hashes = [olga.token, pat.token, invite.code, link.code].flatMap((secret) => {
    const digest = createHash('sha256').update(secret).digest()
    return [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')]
  })
  for (const text of said) {
    for (const [what, secret] of Object.entries(secrets)) assert.ok(!text.includes(secret), `a list holds ${what}`)
    for (const hash of hashes) assert.ok(!text.includes(hash), 'a list holds a hash')
    assert.ok(!text.includes('$argon2'), 'a list holds a hash of a password')
  }
  assert.match(server.stderr + server.stdout, /"level":/, 'there is a log')
  // The one line that is there to show it.
  const log = (server.stderr + server.stdout).replace(/^ {2}To become its owner, .*$/m, '')
  for (const [what, secret] of Object.entries(secrets)) assert.ok(!log.includes(secret), `the log holds ${what}`)
  assert.ok(!log.includes('$argon2'))
  for (const [name, text] of filesOf(server)) {
    for (const [what, secret] of Object.entries(secrets)) assert.ok(!text.includes(secret), `${name} holds ${what}`)
  }
  assert.ok(
    filesOf(server).some(([, text]) => text.includes('$argon2id$')),
    'passwords are kept as hashes',
  )
})

const filesOf = ({ dataDir }: Server): [string, string][] =>
  readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(dataDir, name), 'latin1')])
