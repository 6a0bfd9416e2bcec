/** Moderation from outside: each act at every door, and its entry in the log. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import type { Payload } from '../protocol/commands.ts'
import { moderationCommands } from '../protocol/commands/moderation.ts'
import type { Failure, Result } from '../protocol/errors.ts'
import type { Change, HistoryPage, Message, NewSession } from '../protocol/models.ts'
import { CHAT } from '../protocol/socket.ts'
import { openStream } from './support/event-stream.ts'
import { eventually, inTime } from './support/eventually.ts'
import { everywhere, TYPED } from './support/everywhere.ts'
import { ask, bearer, json, type Refused, wholeHistory } from './support/http.ts'
import {
  arrive,
  codeOf,
  done,
  draft,
  guest,
  moderator,
  online,
  overHttp,
  owner,
  PASSWORD,
  person,
  type Somebody,
} from './support/people.ts'
import { aPicture } from './support/pictures.ts'
import { startServer } from './support/server.ts'
import { accepted, enterPlain, rawMember, refused, turnedAway } from './support/sockets.ts'

const GONE_WITHIN_MS = 1_000

// Behind a proxy each user here can come from an address of their own.
const server = await startServer({ args: ['--limits', 'off'], env: { TRUST_PROXY: '1' } })
after(() => server.stop())
const olga = await owner(server)
const [mod, ann, bob] = await Promise.all([
  moderator(server, olga, 'Moderator'),
  person(server, 'Ann'),
  person(server, 'Bob'),
])
const from = (address: string) => ({ 'x-forwarded-for': address })
const knock = (payload: object, address = '198.51.100.1') =>
  ask<NewSession & Refused>(server, '/api/session', json(payload, from(address)))

/** Says something through every door by which a user can write in the lobby. */
async function sayEverywhere({ token }: Somebody, body: string): Promise<Record<string, Result<Message>>> {
  const [typed, polling, plain] = await Promise.all([
    online(server, { token }),
    online(server, { token }),
    enterPlain(server.url, { token }),
  ])
  const posted = async (init: RequestInit): Promise<Result<Message>> => {
    const answer = await ask<Message & { error: Failure }>(server, '/api/rooms/lobby/messages', init)
    return answer.status === 201 ? { ok: true, value: answer.body } : { ok: false, error: answer.body.error }
  }
  const said = {
    typed: await typed.run('message:send', draft('lobby', body)),
    polling: await polling.run('message:send', draft('lobby', body)),
    plain: await plain.say(body),
    json: await posted(json({ body }, bearer(token))),
    text: await posted({ method: 'POST', headers: { ...bearer(token), 'content-type': 'text/plain' }, body }),
  }
  for (const { socket } of [typed, polling, plain]) socket.disconnect()
  return said
}

function allAnswered(said: Record<string, Result<Message>>, code: string, words?: RegExp): void {
  for (const [door, result] of Object.entries(said)) {
    assert.equal(codeOf(result), code, door)
    if (words && !result.ok) assert.match(result.error.message, words, door)
  }
}

describe('[M1] a ban', () => {
  const kinds: Record<string, (at: { url: string }, name: string) => Promise<Somebody>> = {
    'a person': person,
    'a guest': guest,
  }
  for (const [what, make] of Object.entries(kinds)) {
    test(`of ${what} closes every connection within a second, and nothing more is taken`, async (t) => {
      const banned = await make(server, `Banned as ${what}`)
      const here = await everywhere(server, banned.token)
      assert.equal(here.open().length, 7)
      const flood = await rawMember(server.url, CHAT, { token: banned.token })
      let sent = 0
      const sending = setInterval(() => {
        for (let burst = 0; burst < 5; burst++)
          flood.send(`42${CHAT},${++sent}${JSON.stringify(['message:send', draft('lobby', `queued ${sent}`)])}`)
      }, 1)
      t.after(() => clearInterval(sending))
      await eventually(() => assert.ok(sent > 20))
      await done(server, mod, 'user:ban', { userId: banned.user.id, minutes: 60, reason: 'Shouting' })
      const { room } = await done(server, ann, 'room:history', { roomId: 'lobby', limit: 1 })
      await eventually(() => assert.deepEqual(here.open(), []), GONE_WITHIN_MS)
      await inTime('the flooding connection closes', flood.closed, GONE_WITHIN_MS)
      clearInterval(sending)
      const { until } = (await done(server, mod, 'bans:list', {})).bans.find(({ user }) => user.id === banned.user.id)!
      const goodbye = { reason: 'banned', ban: { until, reason: 'Shouting' } }
      for (const door of TYPED) assert.deepEqual(here.goodbyes.get(door), goodbye, door)

      await done(server, ann, 'message:send', draft('lobby', `after ${what}`))
      const later = await wholeHistory(server, ann.token)
      assert.deepEqual(
        later.filter(({ seq, author }) => seq > room.lastSeq && author.id === banned.user.id),
        [],
      )
      assert.ok(!here.tab.heard.includes(`after ${what}`))
      for (const namespace of ['/', CHAT])
        assert.equal((await turnedAway(server.url, namespace, { token: banned.token })).code, 'unauthorized')
      assert.equal((await ask(server, '/api/sessions', { headers: bearer(banned.token) })).status, 401)
    })
  }

  test('says until when and why at a sign-in with the right password, and to no one else', async () => {
    const banned = await person(server, 'Banned Ben')
    const { code } = await done(server, banned, 'session:link', {})
    await done(server, mod, 'user:ban', { userId: banned.user.id, minutes: 90, reason: 'Shouting' })
    const until = new Date(Date.now() + 90 * 60_000).toISOString().slice(0, 10)
    const { status, body } = await knock({ name: 'Banned Ben', password: PASSWORD })
    assert.deepEqual([status, body.error.code], [403, 'banned'])
    assert.match(body.error.message, /Shouting/)
    assert.ok(body.error.message.includes(until), body.error.message)
    assert.equal((await knock({ code })).status, 403, 'a link made before opens nothing')
    const wrong = await knock({ name: 'Banned Ben', password: 'not the password' })
    assert.deepEqual([wrong.status, wrong.body.error.code], [401, 'unauthorized'])
    await done(server, mod, 'user:unban', { userId: banned.user.id })
    assert.equal((await knock({ name: 'Banned Ben', password: PASSWORD })).status, 201)
  })

  test('works only against a lesser role', async () => {
    const other = await moderator(server, olga, 'Other moderator')
    for (const { user } of [other, olga])
      assert.equal(codeOf(await overHttp(server, mod.token, 'user:ban', { userId: user.id })), 'forbidden')
    assert.equal(codeOf(await overHttp(server, mod.token, 'user:ban', { userId: mod.user.id })), 'bad_request')
    assert.equal(codeOf(await overHttp(server, mod.token, 'user:ban', { userId: 'u_nobody' })), 'not_found')
  })
})

describe('[M2] a banned guest’s address', () => {
  test('makes no new guests, at any door; others come, and persons sign in from it', async () => {
    const [its, other] = ['203.0.113.7', '203.0.113.8']
    const banned = await arrive(server, { name: 'Nuisance' }, from(its))
    await done(server, mod, 'user:ban', { userId: banned.user.id, minutes: 5, reason: 'private words' })
    const { status, body } = await knock({ name: 'Nuisance again' }, its)
    assert.deepEqual([status, body.error.code], [403, 'banned'])
    assert.match(body.error.message, /until/)
    assert.ok(!body.error.message.includes('private words'), 'a neighbour is not told why')
    for (const namespace of ['/', CHAT]) {
      const refusal = await turnedAway(server.url, namespace, { name: 'Again' }, { extraHeaders: from(its) })
      assert.equal(refusal.code, 'banned', namespace)
    }
    // A client that only listened on the plain door has no user yet, and gets none by speaking.
    const silent = await enterPlain(server.url, {}, { extraHeaders: from(its) })
    assert.equal(refused(await silent.say('hello')).code, 'banned')
    silent.leave()

    assert.equal((await knock({ name: 'A neighbour' }, other)).status, 201)
    assert.equal((await knock({ name: 'Ann', password: PASSWORD }, its)).status, 201)
    await done(server, mod, 'user:unban', { userId: banned.user.id })
    assert.equal((await knock({ name: 'Nuisance no more' }, its)).status, 201)
  })

  test('stays free where the moderator wants it so, and where it is this machine itself', async () => {
    const one = await arrive(server, { name: 'One of many' }, from('203.0.113.20'))
    await done(server, mod, 'user:ban', { userId: one.user.id, address: false })
    assert.equal((await knock({ name: 'Another of many' }, '203.0.113.20')).status, 201)
    const local = await arrive(server, { name: 'Local' }, from('127.0.0.1'))
    await done(server, mod, 'user:ban', { userId: local.user.id })
    assert.equal((await knock({ name: 'Local too' }, '127.0.0.1')).status, 201)
  })
})

test('[M3] bans, mutes, removals from rooms and links end at their time', async () => {
  const first = await startServer({ args: ['--limits', 'off'], env: { TRUST_PROXY: '1' } })
  const boss = await owner(first)
  const ben = await person(first, 'Ben')
  const cid = await person(first, 'Cid')
  const nuisance = await arrive(first, { name: 'Nuisance' }, from('203.0.113.9'))
  const room = await done(first, boss, 'room:create', { kind: 'open', name: 'Room', memberIds: [cid.user.id] })
  await done(first, boss, 'user:ban', { userId: ben.user.id, minutes: 1 })
  await done(first, boss, 'user:ban', { userId: nuisance.user.id, minutes: 1 })
  await done(first, boss, 'user:mute', { userId: cid.user.id, minutes: 1 })
  await done(first, boss, 'room:remove', { roomId: room.id, userId: cid.user.id, minutes: 1 })
  const invite = await done(first, boss, 'invite:create', { minutes: 1 })
  const link = await done(first, cid, 'session:link', {})
  const holds = async (at: { url: string }) => ({
    ban: codeOf(await asResult(at, { name: 'Ben', password: PASSWORD })),
    network: codeOf(await asResult(at, { name: 'New' }, '203.0.113.9')),
    mute: codeOf(await overHttp(at, cid.token, 'message:send', draft('lobby', 'hello'))),
    keptOut: codeOf(await overHttp(at, cid.token, 'room:join', { roomId: room.id })),
  })
  assert.deepEqual(await holds(first), { ban: 'banned', network: 'banned', mute: 'forbidden', keptOut: 'forbidden' })
  await first.stop()

  // Two minutes later, as far as the store knows.
  const database = new DatabaseSync(join(first.dataDir, 'earshot.db'))
  const earlier = new Date(Date.now() - 60_000).toISOString()
  for (const table of ['bans', 'mutes', 'kept_out']) {
    const { changes } = database.prepare(`update ${table} set until = ?`).run(earlier)
    assert.ok(Number(changes) > 0, table)
  }
  for (const table of ['invites', 'sign_in_codes'])
    assert.equal(Number(database.prepare(`update ${table} set expires_at = ?`).run(earlier).changes), 1, table)
  database.close()

  const again = await startServer({
    args: ['--limits', 'off'],
    env: { TRUST_PROXY: '1' },
    dataDir: first.dataDir,
  })
  assert.deepEqual(await holds(again), { ban: 'ok', network: 'ok', mute: 'ok', keptOut: 'ok' })
  assert.deepEqual((await done(again, boss, 'bans:list', {})).bans, [])
  for (const payload of [{ name: 'Invited', invite: invite.code }, { code: link.code }]) {
    const { error } = (await asResult(again, payload)) as { error: Failure }
    assert.equal(error.code, 'forbidden')
    assert.match(error.message, /expired|ask|no longer|new/i, 'it says so and what to do')
  }
  await again.stop()

  async function asResult(at: { url: string }, payload: object, address = '198.51.100.2'): Promise<Result<unknown>> {
    const { status, body } = await ask<NewSession & Refused>(at, '/api/session', json(payload, from(address)))
    return status === 201 ? { ok: true, value: body } : { ok: false, error: body.error }
  }
})

describe('[M4] a mute', () => {
  test('is refused at every door alike, with until when, and reaches connections at once', async () => {
    const loud = await person(server, 'Loud')
    const { seq } = await done(server, loud, 'message:send', draft('lobby', 'before'))
    const member = await online(server, loud)
    const updated = new Promise<{ mutedUntil?: string }>((resolve) => member.socket.once('room:updated', resolve))
    await done(server, mod, 'user:mute', { userId: loud.user.id, minutes: 10, reason: 'Calm down' })
    const { mutedUntil } = await inTime('room:updated', updated, GONE_WITHIN_MS)
    assert.ok(Math.abs(Date.parse(mutedUntil ?? '') - Date.now() - 600_000) < 60_000, mutedUntil ?? 'no time')
    const readable = new Date(mutedUntil ?? '').toISOString().slice(0, 16).replace('T', ' ')
    allAnswered(await sayEverywhere(loud, 'now?'), 'forbidden', new RegExp(readable))
    for (const result of [
      await member.run('message:edit', { roomId: 'lobby', seq, body: 'edited while muted' }),
      await member.run('message:react', { roomId: 'lobby', seq, emoji: '👍', on: true }),
      await member.run('typing:start', { roomId: 'lobby' }),
    ])
      assert.equal(refused(result).code, 'forbidden')
    const { members } = await done(server, mod, 'room:members', { roomId: 'lobby', query: 'Loud' })
    assert.equal(members[0]?.mutedUntil, mutedUntil)
    await done(server, mod, 'user:unmute', { userId: loud.user.id })
    allAnswered(await sayEverywhere(loud, 'calm now'), 'ok')
    member.leave()
  })

  test('in one room leaves the others', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Quiet room', memberIds: [bob.user.id] })
    await done(server, ann, 'user:mute', { userId: bob.user.id, roomId: room.id, minutes: 1 })
    assert.equal(codeOf(await overHttp(server, bob.token, 'message:send', draft(room.id, 'x'))), 'forbidden')
    allAnswered(await sayEverywhere(bob, 'elsewhere'), 'ok')
    await done(server, ann, 'user:unmute', { userId: bob.user.id, roomId: room.id })
    await done(server, bob, 'message:send', draft(room.id, 'x'))
  })
})

describe('[M5] a room that is', () => {
  test('locked refuses words at every door alike, and hosts and moderators still write', async () => {
    await done(server, mod, 'room:update', { roomId: 'lobby', isLocked: true })
    allAnswered(await sayEverywhere(bob, 'locked out'), 'forbidden', /locked/)
    const plainGuest = await enterPlain(server.url, { name: 'Plain guest' })
    assert.equal(refused(await plainGuest.say('me too')).code, 'forbidden')
    plainGuest.leave()
    allAnswered(await sayEverywhere(mod, 'I may'), 'ok')
    allAnswered(await sayEverywhere(olga, 'I too'), 'ok')
    await done(server, mod, 'room:appoint', { roomId: 'lobby', userId: bob.user.id, role: 'host' })
    allAnswered(await sayEverywhere(bob, 'a host'), 'ok')
    await done(server, mod, 'room:appoint', { roomId: 'lobby', userId: bob.user.id, role: 'member' })
    await done(server, mod, 'room:update', { roomId: 'lobby', isLocked: false })
    allAnswered(await sayEverywhere(bob, 'open again'), 'ok')
  })

  test('archived answers a retry of a message it took before with the message itself', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Late room', memberIds: [bob.user.id] })
    const kept = draft(room.id, 'in time')
    const message = await done(server, bob, 'message:send', kept)
    await done(server, ann, 'room:update', { roomId: room.id, isArchived: true, slowSeconds: 30 })
    assert.deepEqual(await done(server, bob, 'message:send', kept), message)
    const other = await overHttp(server, bob.token, 'message:send', { ...kept, body: 'other words' })
    assert.equal(codeOf(other), 'conflict')
  })

  test('archived can only be read, by hosts too, and comes back', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Old room', memberIds: [bob.user.id] })
    const { seq } = await done(server, ann, 'message:send', draft(room.id, 'kept'))
    await done(server, ann, 'room:update', { roomId: room.id, isArchived: true })
    for (const { token } of [ann, olga, bob]) {
      const said = await overHttp(server, token, 'message:send', draft(room.id, 'x'))
      assert.ok(['forbidden'].includes(codeOf(said)), codeOf(said))
    }
    const cannot = [
      await overHttp(server, ann.token, 'message:edit', { roomId: room.id, seq, body: 'x' }),
      await overHttp(server, ann.token, 'message:react', { roomId: room.id, seq, emoji: '👍', on: true }),
      await overHttp(server, ann.token, 'room:invite', { roomId: room.id, userId: mod.user.id }),
      await overHttp(server, mod.token, 'room:join', { roomId: room.id }),
    ]
    assert.deepEqual(new Set(cannot.map(codeOf)), new Set(['forbidden']))
    assert.equal((await done(server, bob, 'room:history', { roomId: room.id })).messages[0]?.body, 'kept')
    await done(server, ann, 'room:update', { roomId: room.id, isArchived: false })
    await done(server, bob, 'message:send', draft(room.id, 'back'))
  })
})

test('[M6] a slow room takes one message of each user in so many seconds, with any limits, at every door', async () => {
  const slow = await person(server, 'Slow Sue')
  await done(server, mod, 'room:update', { roomId: 'lobby', slowSeconds: 30 })
  await done(server, slow, 'message:send', draft('lobby', 'first'))
  const said = await sayEverywhere(slow, 'second')
  allAnswered(said, 'rate_limited', /slow/)
  for (const result of Object.values(said)) {
    const { retryAfterMs = 0 } = refused(result)
    assert.ok(retryAfterMs > 20_000 && retryAfterMs <= 30_000, `${retryAfterMs}`)
  }
  // The others do not wait for her. Hosts and moderators do not wait at all.
  await done(server, bob, 'message:send', draft('lobby', 'not slowed by Sue'))
  for (const who of [mod, mod, olga, olga]) await done(server, who, 'message:send', draft('lobby', 'freely'))
  await done(server, mod, 'room:update', { roomId: 'lobby', slowSeconds: 0 })
  allAnswered(await sayEverywhere(slow, 'fast again'), 'ok')
})

test('[M6] a message that was refused, or was there already, is not followed by the wait of a slow room', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Slow and wrong' })
  await done(server, ann, 'room:update', { roomId: room.id, slowSeconds: 2 })
  const slow = await person(server, 'Slow Sam')
  await done(server, slow, 'room:join', { roomId: room.id })
  const say = (payload: Payload<'message:send'>) => overHttp(server, slow.token, 'message:send', payload)
  for (let attempt = 0; attempt < 3; attempt++)
    assert.equal(codeOf(await say({ ...draft(room.id, 'in answer to nothing'), replyTo: 99 })), 'bad_request')
  const first = draft(room.id, 'first')
  accepted(await say(first))
  assert.equal(codeOf(await say(draft(room.id, 'too soon'))), 'rate_limited')
  // Sent again in the wait, and after it: neither makes it longer.
  assert.equal(accepted(await say(first)).seq, 1)
  assert.equal(codeOf(await say(draft(room.id, 'still too soon'))), 'rate_limited')
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  assert.equal(accepted(await say(first)).seq, 1)
  assert.equal(accepted(await say(draft(room.id, 'second'))).seq, 2)
  assert.equal(codeOf(await say(draft(room.id, 'third'))), 'rate_limited')
})

test('[M7] a removed user hears no more of the room within a second, stays out for a while, and can be invited back', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Removed from', memberIds: [bob.user.id] })
  const [tab, second, watcher] = await Promise.all([online(server, bob), online(server, bob), online(server, ann)])
  accepted(await tab.run('presence:watch', { roomId: room.id }))
  const stream = await openStream(`${server.url}/api/rooms/${room.id}/events`, bearer(bob.token))
  const gone = [tab, second].map(({ socket }) => new Promise((resolve) => socket.once('room:gone', resolve)))
  await done(server, ann, 'room:remove', { roomId: room.id, userId: bob.user.id, minutes: 5 })
  for (const goodbye of gone)
    assert.deepEqual(await inTime('room:gone', goodbye, GONE_WITHIN_MS), { roomId: room.id, reason: 'removed' })
  await eventually(() => assert.ok(stream.isOver), GONE_WITHIN_MS)
  await done(server, ann, 'message:send', draft(room.id, 'behind his back'))
  await watcher.hears('behind his back')
  await done(server, ann, 'message:send', draft('lobby', 'before his eyes'))
  for (const member of [tab, second]) {
    await member.hears('before his eyes')
    assert.ok(!member.heard.includes('behind his back'))
  }
  const no = refused(await tab.run('room:join', { roomId: room.id }))
  assert.deepEqual([no.code, /until|after/.test(no.message)], ['forbidden', true])
  const back = new Promise<{ id: string }>((resolve) => second.socket.once('room:updated', resolve))
  await done(server, ann, 'room:invite', { roomId: room.id, userId: bob.user.id })
  assert.equal((await inTime('room:updated', back, GONE_WITHIN_MS)).id, room.id)
  await done(server, ann, 'message:send', draft(room.id, 'welcome back'))
  await second.hears('welcome back')
  for (const member of [tab, second, watcher]) member.leave()
})

test('[M8] the text of a deleted message is nowhere any more', async () => {
  const words = `deleted ${crypto.randomUUID()}`
  const listener = await online(server, ann)
  const clientId = crypto.randomUUID()
  const { seq } = await done(server, bob, 'message:send', { roomId: 'lobby', clientId, body: words })
  await done(server, ann, 'message:react', { roomId: 'lobby', seq, emoji: '🔥', on: true })
  await done(server, mod, 'message:delete', { roomId: 'lobby', seq })
  await eventually(() => {
    const told = listener.changes.flatMap(({ messages }) => messages).filter((message) => message.seq === seq)
    assert.deepEqual([told.at(-1)?.body, told.at(-1)?.reactions, typeof told.at(-1)?.deletedAt], ['', [], 'string'])
  }, GONE_WITHIN_MS)
  const { epoch } = listener.welcome
  const late = await enterPlain(server.url, { name: 'Late' })
  const stream = await openStream(`${server.url}/api/rooms/lobby/events`, {
    ...bearer(ann.token),
    'last-event-id': `${epoch}:0`,
  })
  await done(server, ann, 'message:send', draft('lobby', 'the end'))
  await late.hears('the end')
  await stream.hears('the end')
  const seen = [
    await wholeHistory(server, ann.token),
    await done(server, ann, 'room:history', { roomId: 'lobby', around: seq }),
    await done(server, ann, 'room:changes', { roomId: 'lobby', epoch, since: 0 }),
    stream.events,
    late.heard,
    (await ask(server, `/lobby/${seq}`)).text,
    (await ask(server, '/', { headers: { cookie: `earshot=${ann.token}` } })).text,
    // A retry of it is answered without its words.
    await done(server, bob, 'message:send', { roomId: 'lobby', clientId, body: words }),
    (await done(server, mod, 'audit:list', { limit: 200 })).entries,
  ]
  for (const [index, place] of seen.entries()) assert.ok(!JSON.stringify(place).includes(words), `place ${index}`)
  for (const command of ['message:report', 'message:edit', 'message:react'] as const) {
    const payload = { roomId: 'lobby', seq, body: 'x', reason: 'x', emoji: '👍', on: true }
    const { roomId, body, reason, emoji, on } = payload
    const own = { 'message:report': { reason }, 'message:edit': { body }, 'message:react': { emoji, on } }[command]
    assert.equal(codeOf(await overHttp(server, bob.token, command, { roomId, seq, ...own } as never)), 'not_found')
  }
  stream.close()
  late.leave()
  listener.leave()
})

test('[M9] all messages of a user can be removed and restored, and a client that only listens to changes misses nothing', async () => {
  const spammer = await guest(server, 'Spammer')
  const listener = await online(server, ann)
  const start = listener.welcome.rooms.find(({ id }) => id === 'lobby')!.rev
  const said: number[] = []
  for (let number = 0; number < 120; number++) {
    const { seq } = await done(
      server,
      number % 3 === 0 ? ann : spammer,
      'message:send',
      draft('lobby', `spam ${number}`),
    )
    if (number % 3 !== 0) said.push(seq)
  }
  const removal = await done(server, mod, 'user:removeMessages', { userId: spammer.user.id, hours: 1 })
  assert.equal(removal.count, said.length)
  const bodies = async () =>
    (await wholeHistory(server, ann.token)).filter(({ seq }) => said.includes(seq)).map(({ body }) => body)
  assert.deepEqual(new Set(await bodies()), new Set(['']))
  assert.ok(Math.abs(Date.parse(removal.undoUntil) - Date.now() - 24 * 3_600_000) < 60_000)

  await done(server, mod, 'removal:undo', { removalId: removal.removalId })
  assert.ok((await bodies()).every((body) => body.startsWith('spam ')))
  assert.equal(codeOf(await overHttp(server, mod.token, 'removal:undo', { removalId: removal.removalId })), 'not_found')
  const truth = await wholeHistory(server, ann.token)
  const head = Math.max(...truth.map(({ rev }) => rev))
  await eventually(() => assert.equal(listener.changes.at(-1)?.to, head))

  const window = new Map<number, Message>()
  let told = start
  for (const { roomId, from: begins, to, messages } of listener.changes as Change[]) {
    if (roomId !== 'lobby') continue
    assert.equal(begins, told, 'each begins where the one before ended')
    told = to
    for (const message of messages)
      if (message.rev > (window.get(message.seq)?.rev ?? 0)) window.set(message.seq, message)
  }
  assert.deepEqual(
    [...window.values()].sort((a, b) => a.seq - b.seq),
    truth.filter(({ rev }) => rev > start),
  )
  listener.leave()
})

describe('[M10] the last owner', () => {
  test('cannot leave, step down or be banned', async () => {
    const alone = await startServer({ args: ['--limits', 'off'] })
    const last = await owner(alone)
    const [second, other] = await Promise.all([person(alone, 'Second'), moderator(alone, last, 'Other')])
    const leave = { messages: 'keep', password: PASSWORD } as const
    const me = { userId: last.user.id }
    const refusals = async () => [
      codeOf(await overHttp(alone, last.token, 'user:leave', leave)),
      codeOf(await overHttp(alone, last.token, 'user:appoint', { ...me, role: 'member' })),
      codeOf(await overHttp(alone, last.token, 'user:appoint', { ...me, role: 'moderator' })),
      codeOf(await overHttp(alone, last.token, 'user:ban', me)),
      codeOf(await overHttp(alone, other.token, 'user:ban', me)),
    ]
    assert.deepEqual(await refusals(), ['conflict', 'conflict', 'conflict', 'bad_request', 'forbidden'])

    // Two who turn on each other at the same moment: one stays.
    const owners = async () =>
      (await done(alone, other, 'people:find', {})).people.filter(({ role }) => role === 'owner').length
    for (let round = 0; round < 10; round++) {
      await done(alone, last, 'user:appoint', { userId: second.user.id, role: 'owner' })
      const answers = await Promise.all([
        overHttp(alone, last.token, 'user:appoint', { userId: second.user.id, role: 'member' }),
        overHttp(alone, second.token, 'user:appoint', { userId: last.user.id, role: 'member' }),
      ])
      assert.equal(await owners(), 1, answers.map(codeOf).join())
      const lastStayed = (await overHttp(alone, last.token, 'settings:update', {})).ok
      if (!lastStayed) await done(alone, second, 'user:appoint', { userId: last.user.id, role: 'owner' })
      if (!lastStayed) await done(alone, last, 'user:appoint', { userId: second.user.id, role: 'member' })
    }
    await done(alone, last, 'user:appoint', { userId: second.user.id, role: 'owner' })
    await Promise.all([last, second].map(({ token }) => overHttp(alone, token, 'user:leave', leave)))
    assert.equal(await owners(), 1)
    await alone.stop()
  })
})

test('[M11] every act of moderation is in the log: moderator, command, user and room', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Audited', memberIds: [bob.user.id] })
  const target = await guest(server, 'Audited guest')
  const userId = target.user.id
  const { seq } = await done(server, target, 'message:send', draft('lobby', 'words that are not for the log'))
  await done(server, bob, 'message:report', { roomId: 'lobby', seq, reason: 'reported words' })
  const { reports } = await done(server, mod, 'reports:list', {})
  const reported = reports.find((report) => report.author.id === userId)
  assert.deepEqual(
    [reported?.body, reported?.reason, reported?.by.name],
    ['words that are not for the log', 'reported words', 'Bob'],
  )
  await done(server, mod, 'report:resolve', { reportId: reported!.id })
  await done(server, mod, 'message:delete', { roomId: 'lobby', seq })
  await done(server, mod, 'user:mute', { userId, minutes: 1, reason: 'muted' })
  await done(server, mod, 'user:unmute', { userId })
  await done(server, target, 'user:picture', { image: aPicture({ width: 40, height: 30 }).toString('base64') })
  await done(server, mod, 'user:removePicture', { userId })
  await done(server, olga, 'settings:update', { emojiBy: 'members' })
  const pixel = aPicture({ width: 8, height: 8 }).toString('base64')
  for (const name of ['bobs', 'bobs-own']) await done(server, bob, 'emoji:add', { name, image: pixel })
  await done(server, bob, 'emoji:remove', { name: 'bobs-own' })
  await done(server, mod, 'emoji:remove', { name: 'bobs' })
  const { removalId } = await done(server, mod, 'user:removeMessages', { userId, hours: 1 })
  await done(server, mod, 'removal:undo', { removalId })
  await done(server, mod, 'user:ban', { userId, minutes: 1, reason: 'banned' })
  await done(server, mod, 'user:unban', { userId })
  await done(server, olga, 'user:appoint', { userId: bob.user.id, role: 'moderator' })
  await done(server, olga, 'user:appoint', { userId: bob.user.id, role: 'member' })
  await done(server, ann, 'room:appoint', { roomId: room.id, userId: bob.user.id, role: 'host' })
  await done(server, ann, 'room:update', { roomId: room.id, isLocked: true })
  // A host does nothing against another host.
  const bobInRoom = { roomId: room.id, userId: bob.user.id }
  assert.equal(codeOf(await overHttp(server, ann.token, 'room:remove', bobInRoom)), 'forbidden')
  await done(server, mod, 'room:appoint', { ...bobInRoom, role: 'member' })
  await done(server, ann, 'room:remove', bobInRoom)
  await done(server, ann, 'room:delete', { roomId: room.id, name: 'Audited' })
  await done(server, olga, 'settings:update', { auditFor: 'members' })
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).toString('base64')
  await done(server, olga, 'settings:picture', { image })
  const before = new Date(0).toISOString()
  const { deletionId } = await done(server, olga, 'files:deleteOlder', { before, userId: bob.user.id })
  await done(server, olga, 'files:restore', { deletionId })

  const { entries } = await done(server, mod, 'audit:list', { limit: 200 })
  const inRoom = { roomId: room.id }
  const expected: [string, Somebody, object][] = [
    ['report:resolve', mod, { userId, roomId: 'lobby', seq }],
    ['message:delete', mod, { userId, roomId: 'lobby', seq }],
    ['user:mute', mod, { userId }],
    ['user:unmute', mod, { userId }],
    ['user:removePicture', mod, { userId }],
    ['settings:update', olga, {}],
    ['emoji:remove', mod, { userId: bob.user.id }],
    ['user:removeMessages', mod, { userId }],
    ['removal:undo', mod, { userId }],
    ['user:ban', mod, { userId }],
    ['user:unban', mod, { userId }],
    ['user:appoint', olga, { userId: bob.user.id }],
    ['user:appoint', olga, { userId: bob.user.id }],
    ['room:appoint', ann, { userId: bob.user.id, ...inRoom }],
    ['room:update', ann, inRoom],
    ['room:appoint', mod, { userId: bob.user.id, ...inRoom }],
    ['room:remove', ann, { userId: bob.user.id, ...inRoom }],
    ['room:delete', ann, inRoom],
    ['settings:update', olga, {}],
    ['settings:picture', olga, {}],
    ['files:deleteOlder', olga, { userId: bob.user.id }],
    ['files:restore', olga, { userId: bob.user.id }],
  ]
  const newest = entries.slice(0, expected.length).reverse()
  assert.deepEqual(
    newest.map(({ act, by, user, roomId, seq: at }) => [
      act,
      by?.id,
      { ...(user && { userId: user.id }), ...(roomId && { roomId }), ...(at && { seq: at }) },
    ]),
    expected.map(([act, by, rest]) => [act, by.user.id, rest]),
  )
  // Commands that only read are not acts.
  const silent = new Set(['bans:list', 'reports:list', 'report:reporters', 'audit:list'])
  const acts = new Set(entries.map(({ act }) => act))
  assert.deepEqual(
    Object.keys(moderationCommands).filter((name) => !acts.has(name) && !silent.has(name)),
    [],
  )
  assert.ok(!JSON.stringify(entries).includes('not for the log'))

  // Members read it now and guests do not. A page’s cursor works for its own reader alone.
  assert.equal((await done(server, bob, 'audit:list', {})).entries.length > 0, true)
  const visitor = await guest(server)
  assert.equal(codeOf(await overHttp(server, visitor.token, 'audit:list', {})), 'forbidden')
  await done(server, olga, 'settings:update', { auditFor: 'moderators' })
  assert.equal(codeOf(await overHttp(server, bob.token, 'audit:list', {})), 'forbidden')
  const pages = []
  let after: string | undefined
  do {
    const page = await done(server, mod, 'audit:list', { limit: 7, after })
    pages.push(...page.entries)
    after = page.next
  } while (after !== undefined)
  assert.deepEqual(
    pages.map(({ at }) => at),
    pages.map(({ at }) => at).toSorted((one, other) => other.localeCompare(one)),
  )
  assert.equal(new Set(pages.map(({ id }) => id)).size, pages.length)
  assert.ok(pages.length >= expected.length)
})

test('[M12] a blocked user cannot write directly, invite or be counted, and does not see the block', async () => {
  const [blocker, blocked] = await Promise.all([person(server, 'Blocker'), person(server, 'Blocked')])
  const direct = await done(server, blocked, 'room:create', { kind: 'direct', memberIds: [blocker.user.id] })
  await done(server, blocked, 'message:send', draft(direct.id, 'hello'))
  await done(server, blocker, 'room:accept', { roomId: direct.id })
  await done(server, blocker, 'user:block', { userId: blocked.user.id, on: true })
  const room = await done(server, blocked, 'room:create', { kind: 'open', name: 'Blocked’s room' })
  const own = { roomId: room.id, userId: blocker.user.id }
  const no = [
    await overHttp(server, blocked.token, 'message:send', draft(direct.id, 'are you there?')),
    await overHttp(server, blocked.token, 'room:create', { kind: 'direct', memberIds: [blocker.user.id] }),
    await overHttp(server, blocked.token, 'room:invite', own),
    await overHttp(server, blocked.token, 'room:create', {
      kind: 'closed',
      name: 'Trap',
      memberIds: [blocker.user.id],
    }),
  ]
  assert.deepEqual(no.map(codeOf), ['forbidden', 'forbidden', 'forbidden', 'forbidden'])
  await done(server, blocked, 'message:send', draft('lobby', '@Blocker look'))
  const member = await online(server, blocker)
  assert.equal(member.welcome.rooms.find(({ id }) => id === 'lobby')?.mentions, 0)
  assert.deepEqual(member.welcome.me.blocked, [blocked.user.id])
  assert.ok(!JSON.stringify((await online(server, blocked)).welcome.me).includes(blocker.user.id))
  await done(server, blocker, 'user:block', { userId: blocked.user.id, on: false })
  await done(server, blocked, 'message:send', draft(direct.id, 'again'))
  await member.hears('again')
  const page: HistoryPage = await done(server, blocker, 'room:history', { roomId: direct.id })
  assert.deepEqual(
    page.messages.map(({ body }) => body),
    ['hello', 'again'],
  )
  member.leave()
})

describe('[M13] an act against a user', () => {
  test('is not undone by themselves, nor by a user without a greater role', async () => {
    const second = await moderator(server, olga, 'Second moderator')
    await done(server, olga, 'user:mute', { userId: second.user.id, minutes: 5 })
    assert.equal(codeOf(await overHttp(server, second.token, 'user:unmute', { userId: second.user.id })), 'bad_request')
    assert.equal(codeOf(await overHttp(server, mod.token, 'user:unmute', { userId: second.user.id })), 'forbidden')
    await done(server, olga, 'user:unmute', { userId: second.user.id })

    await done(server, second, 'message:send', draft('lobby', 'not what a moderator says'))
    const { removalId } = await done(server, olga, 'user:removeMessages', { userId: second.user.id, hours: 1 })
    assert.equal(codeOf(await overHttp(server, second.token, 'removal:undo', { removalId })), 'bad_request')
    assert.equal(codeOf(await overHttp(server, mod.token, 'removal:undo', { removalId })), 'forbidden')
    await done(server, olga, 'removal:undo', { removalId })
  })

  test('is not prepared by making a host a member first', async () => {
    const memberIds = [bob.user.id]
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Two hosts', memberIds })
    await done(server, ann, 'room:appoint', { roomId: room.id, userId: bob.user.id, role: 'host' })
    const demotion = { roomId: room.id, userId: ann.user.id, role: 'member' } as const
    assert.equal(codeOf(await overHttp(server, bob.token, 'room:appoint', demotion)), 'forbidden')
    await done(server, bob, 'room:appoint', { ...demotion, userId: bob.user.id })
  })

  test('holds also for earlier messages: a blocked user edits, reacts and types nothing there', async () => {
    const [wary, pest] = await Promise.all([person(server, 'Wary'), person(server, 'Pest')])
    const direct = await done(server, pest, 'room:create', { kind: 'direct', memberIds: [wary.user.id] })
    const { seq } = await done(server, pest, 'message:send', draft(direct.id, 'hello'))
    await done(server, wary, 'user:block', { userId: pest.user.id, on: true })
    const { id: roomId } = direct
    const tries = await Promise.all([
      overHttp(server, pest.token, 'message:edit', { roomId, seq, body: 'HELLO' }),
      overHttp(server, pest.token, 'message:react', { roomId, seq, emoji: '👍', on: true }),
      overHttp(server, pest.token, 'typing:start', { roomId }),
    ])
    assert.deepEqual(tries.map(codeOf), ['forbidden', 'forbidden', 'forbidden'])
  })
})
