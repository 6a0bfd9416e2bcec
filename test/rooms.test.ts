/** Rooms from outside: how much of them each user sees, and the cost to others when a user joins. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type CommandName, commands, type Payload } from '../protocol/commands.ts'
import type { Presence, RoomView } from '../protocol/models.ts'
import { openStream } from './support/event-stream.ts'
import { eventually, inTime } from './support/eventually.ts'
import { ask, bearer, json } from './support/http.ts'
import {
  arrive,
  codeOf,
  done,
  draft,
  guest,
  limitedGuest,
  moderator,
  online,
  overHttp,
  owner,
  person,
} from './support/people.ts'
import { startServer } from './support/server.ts'
import { accepted, enter, enterPlain, type Member, rawMember, refused, turnedAway } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const [ann, bob, mod] = await Promise.all([
  person(server, 'Ann'),
  person(server, 'Bob'),
  moderator(server, olga, 'Moderator'),
])
const hidden = await done(server, ann, 'room:create', { kind: 'closed', name: 'Hidden from Bob' })
const direct = await done(server, ann, 'room:create', { kind: 'direct', memberIds: [mod.user.id] })
await done(server, ann, 'message:send', draft(hidden.id, 'Nobody else may read this'))

/** As long as the ids of real rooms, so that nothing can be told from its length. */
const MISSING = 'r_' + 'x'.repeat(hidden.id.length - 2)

const { epoch } = await online(server, bob).then((member) => {
  member.leave()
  return member.welcome
})

/** Every command that names a room, with everything else in it right. */
const asked = (roomId: string): { [Name in CommandName]?: Payload<Name> } => ({
  'message:send': { ...draft(roomId, 'knock'), clientId: 'knock' },
  'message:forward': { roomId, seq: 1, toRoomId: 'lobby', clientId: 'carry' },
  'message:source': { roomId, seq: 1 },
  'message:remind': { roomId, seq: 1 },
  'room:at': { roomId, at: '2026-01-01T00:00:00.000Z' },
  'room:joins': { roomId },
  'room:origin': { roomId },
  'message:edit': { roomId, seq: 1, body: 'x' },
  'message:delete': { roomId, seq: 1 },
  'message:unpreview': { roomId, seq: 1 },
  'message:react': { roomId, seq: 1, emoji: '👍', on: true },
  'message:report': { roomId, seq: 1 },
  'reactions:list': { roomId, seq: 1, emoji: '👍' },
  'message:pin': { roomId, seq: 1, on: true },
  'message:save': { roomId, seq: 1, on: true },
  'message:versions': { roomId, seq: 1 },
  'messages:pinned': { roomId },
  'files:list': { roomId },
  'room:history': { roomId },
  'room:changes': { roomId, epoch, since: 0 },
  'room:update': { roomId, topic: 'x' },
  'room:delete': { roomId, name: 'Hidden from Bob' },
  'room:join': { roomId },
  'room:leave': { roomId },
  'room:accept': { roomId },
  'room:decline': { roomId },
  'room:hide': { roomId },
  'room:invite': { roomId, userId: bob.user.id },
  'room:remove': { roomId, userId: ann.user.id },
  'room:appoint': { roomId, userId: bob.user.id, role: 'host' },
  'room:members': { roomId },
  'room:read': { roomId, seq: 1 },
  'room:unread': { roomId, seq: 1 },
  'room:notify': { roomId, level: 'nothing' },
  'presence:watch': { roomId },
  'screen:show': { roomId },
  'typing:start': { roomId },
  'user:mute': { roomId, userId: ann.user.id, minutes: 1 },
  'user:unmute': { roomId, userId: ann.user.id },
  'invite:create': { roomId },
  'files:older': { roomId, before: '2020-01-01T00:00:00.000Z' },
  'files:deleteOlder': { roomId, before: '2020-01-01T00:00:00.000Z' },
})

describe('[A2] a hidden room', () => {
  test('there is a question about it for every command that names a room', () => {
    const naming = Object.entries(commands).filter(([, { fields }]) => 'roomId' in fields.entries)
    // For a room that cannot be seen, the log is an empty page and a profile has no hosts: two tests below look at that.
    const others = ['audit:list', 'user:profile']
    const names = naming.map(([name]) => name).filter((name) => !others.includes(name))
    assert.deepEqual(names.sort(), Object.keys(asked('')).sort())
  })

  for (const [who, somebody] of Object.entries({ 'a member': bob, 'a moderator': mod, 'an owner': olga })) {
    test(`is for ${who} the same as none, for every command on both doors`, async () => {
      const member = await online(server, somebody)
      const room = somebody === mod ? hidden : direct
      for (const [name, payload] of Object.entries(asked(room.id)) as [CommandName, never][]) {
        const missing = asked(MISSING)[name] as never
        const slug = asked(room.slug)[name] as never
        const answers = await Promise.all([
          member.run(name, payload),
          member.run(name, slug),
          member.run(name, missing),
          overHttp(server, somebody.token, name, payload),
          overHttp(server, somebody.token, name, missing),
        ])
        for (const answer of answers) assert.deepEqual(answer, answers[0], name)
        assert.equal(refused(answers[0]!).code, 'not_found', name)
      }
      member.leave()
    })
  }

  test('is the same bytes over HTTP: status, headers and body, and for its page and its events', async () => {
    const headers = bearer(bob.token)
    const cookie = { cookie: `earshot=${bob.token}` }
    // The first page of a day renews the cookie, whichever it is.
    await ask(server, '/', { headers: cookie })
    const paths = (room: string): [string, RequestInit][] => [
      [`/api/rooms/${room}/messages`, { headers }],
      [`/api/rooms/${room}/events`, { headers }],
      [`/api/rooms/${room}/presence`, { headers }],
      [`/api/rooms/${room}/members`, { headers }],
      [`/api/rooms/${room}/messages`, json({ body: 'x' }, headers)],
    ]
    const pages = (slug: string): [string, RequestInit][] => [
      [`/${slug}`, {}],
      [`/${slug}/1`, {}],
      [`/${slug}`, { headers: cookie }],
      [`/${slug}/1`, { headers: cookie }],
    ]
    const look = async ([path, init]: [string, RequestInit]) => {
      const { status, headers: given, text } = await ask(server, path, init)
      const { date: _, 'set-cookie': set, ...rest } = Object.fromEntries(given)
      // A browser that is not known yet is given a name that is drawn anew each time.
      return { status, rest, set: set?.replace(/(-devices=)[^;]*/, '$1'), text }
    }
    for (const { id, slug } of [hidden, direct]) {
      for (const [index, place] of [...paths(id), ...pages(slug)].entries()) {
        const other = [...paths(MISSING), ...pages('x'.repeat(slug.length))][index]!
        const [seen, none] = await Promise.all([look(place), look(other)])
        assert.deepEqual(seen, none, place[0])
        assert.equal(seen.status, 404, place[0])
      }
    }
  })

  test('is answered in the same time', async (t) => {
    const raw = await rawMember(server.url, '/chat', { token: bob.token })
    await raw.frame('42/chat,["welcome"')
    let id = 0
    const time = async (roomId: string) => {
      const started = performance.now()
      raw.send(`42/chat,${++id}["room:history",{"roomId":"${roomId}"}]`)
      await raw.frame(`43/chat,${id}[`)
      raw.frames.length = 0
      return performance.now() - started
    }
    const times: Record<string, number[]> = { [hidden.id]: [], [MISSING]: [], [hidden.slug]: [] }
    for (let round = 0; round < 300; round++)
      for (const [roomId, list] of Object.entries(times)) {
        const took = await time(roomId)
        // The first ones pay for code that is loaded on first use.
        if (round >= 50) list.push(took)
      }
    raw.close()
    const [hiddenMs, missingMs, slugMs] = Object.values(times).map(median) as [number, number, number]
    t.diagnostic(
      `hidden ${hiddenMs.toFixed(2)} ms, by slug ${slugMs.toFixed(2)} ms, missing ${missingMs.toFixed(2)} ms`,
    )
    for (const ms of [hiddenMs, slugMs]) {
      const ratio = Math.max(ms, missingMs) / Math.min(ms, missingMs)
      assert.ok(ratio < 1.5, `a hidden room takes ${ratio.toFixed(2)} times as long as none, or none as it`)
    }
  })

  test('does not show in a profile that is asked for with it', async () => {
    const profile = (reader: { token: string }, roomId: string) =>
      done(server, reader, 'user:profile', { userId: ann.user.id, roomId })
    assert.equal((await profile(ann, hidden.id)).isHost, true)
    for (const somebody of [bob, mod, olga]) {
      const seen = await profile(somebody, hidden.id)
      assert.equal(seen.isHost, undefined)
      assert.deepEqual(seen, await profile(somebody, MISSING))
    }
  })

  test('is in no list: not among the rooms to browse, and not in anybody’s audit log by name', async () => {
    for (const somebody of [bob, mod, olga]) {
      const { rooms } = await done(server, somebody, 'rooms:browse', { query: 'hidden' })
      assert.deepEqual(rooms, [])
    }
    await done(server, ann, 'room:update', { roomId: hidden.id, slowSeconds: 1 })
    await done(server, ann, 'room:update', { roomId: hidden.id, slowSeconds: 0 })
    for (const reader of [mod, olga]) {
      const { entries } = await done(server, reader, 'audit:list', { limit: 200 })
      const told = JSON.stringify(entries)
      assert.ok(!told.includes(hidden.name) && !told.includes(hidden.id), 'nor what happened in it')
      assert.equal(codeOf(await overHttp(server, reader.token, 'audit:list', { roomId: hidden.id })), 'not_found')
    }
  })

  test('closes before users who only looked at it: their watching and their stream end', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Soon closed' })
    const onlooker = await online(server, bob)
    accepted(await onlooker.run('presence:watch', { roomId: room.id }))
    const stream = await openStream(`${server.url}/api/rooms/${room.id}/events`, bearer(bob.token))
    const told: Presence[] = []
    onlooker.socket.on('presence', (presence: Presence) => told.push(presence))
    await done(server, ann, 'room:update', { roomId: room.id, kind: 'closed' })
    await eventually(() => assert.ok(stream.isOver), 1_000)
    const heard = told.length
    const second = await online(server, ann)
    await done(server, ann, 'room:invite', { roomId: room.id, userId: mod.user.id })
    const newcomer = await online(server, mod)
    accepted(await newcomer.run('presence:watch', { roomId: room.id }))
    // Presence told to those inside, within two beats, does not reach Bob.
    await inTime('presence inside', new Promise((resolve) => newcomer.socket.once('presence', resolve)), 3_000).catch(
      () => undefined,
    )
    assert.equal(told.slice(heard).filter(({ roomId }) => roomId === room.id).length, 0)
    for (const one of [onlooker, second, newcomer]) one.leave()
  })
})

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

describe('[A3] a guest who was invited to one room', () => {
  test('sees that room, who is in it, and nothing else, on any door', async () => {
    const open = await done(server, ann, 'room:create', { kind: 'open', name: 'Open to the others' })
    const room = await done(server, ann, 'room:create', { kind: 'closed', name: 'For the plumber' })
    const plumber = await limitedGuest(server, ann, room.id, 'Plumber')
    const member = await online(server, plumber)
    assert.deepEqual(
      member.welcome.rooms.map(({ id }) => id),
      [room.id],
    )
    assert.equal(member.welcome.me.onlyRoomId, room.id)
    for (const run of [
      member.run.bind(member),
      ((name, payload) => overHttp(server, plumber.token, name, payload)) as Member['run'],
    ]) {
      assert.deepEqual(accepted(await run('rooms:browse', {})).rooms, [])
      const { people } = accepted(await run('people:find', {}))
      assert.deepEqual(people.map(({ user }) => user.name).sort(), ['Ann', 'Plumber'])
      for (const roomId of ['lobby', open.id, open.slug, hidden.id]) {
        assert.equal(codeOf(await run('room:history', { roomId })), 'not_found', roomId)
        assert.equal(codeOf(await run('message:send', draft(roomId, 'hello?'))), 'not_found', roomId)
        assert.equal(codeOf(await run('room:join', { roomId })), 'not_found', roomId)
      }
      for (const kind of ['open', 'closed', 'direct'] as const) {
        const payload = { kind, name: 'Mine', memberIds: [ann.user.id] }
        assert.equal(codeOf(await run('room:create', payload)), 'forbidden')
      }
      const { code } = await done(server, ann, 'invite:create', { roomId: open.id })
      assert.equal(codeOf(await run('invite:redeem', { invite: code })), 'conflict')
      accepted(await run('message:send', draft(room.id, 'hello')))
    }
    assert.equal((await turnedAway(server.url, '/', { token: plumber.token })).code, 'not_found')
    for (const path of ['/', '/lobby', `/${open.slug}`]) {
      const { text } = await ask(server, path, { headers: { cookie: `earshot=${plumber.token}` } })
      assert.ok(!text.includes('"page":'), `${path} shows no room`)
    }
    assert.equal((await ask(server, '/api/rooms/lobby/events', { headers: bearer(plumber.token) })).status, 404)
    await assert.rejects(
      done(server, ann, 'room:invite', { roomId: open.id, userId: plumber.user.id }),
      /one room only/,
    )
    await assert.rejects(done(server, ann, 'room:create', { kind: 'direct', memberIds: [plumber.user.id] }), /one room/)
    member.leave()
  })

  test('hears nothing of the lobby while others talk in it', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'closed', name: 'For the painter' })
    const painter = await online(server, await limitedGuest(server, ann, room.id, 'Painter'))
    await done(server, ann, 'message:send', draft('lobby', 'Not for the painter'))
    await done(server, ann, 'message:send', draft(room.id, 'For the painter'))
    await painter.hears('For the painter')
    assert.ok(!painter.heard.includes('Not for the painter'))
    painter.leave()
  })
})

describe('[A4] joining a room of many', () => {
  test('is told to the newcomer alone: no one else gets a packet about it', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'A room of many' })
    const crowd = await Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        const member = await enter(server.url, { name: `Many ${number}` })
        const seen = new Promise((resolve) => member.socket.once('room:updated', resolve))
        accepted(await member.run('room:join', { roomId: room.id }))
        // Their own seat is shown to them, which may come after the answer.
        await seen
        return member
      }),
    )
    const heard: string[] = []
    for (const { socket } of crowd) socket.onAny((event: string) => heard.push(event))
    const newcomer = await enter(server.url, { name: 'Newcomer' })
    const shown = new Promise<RoomView>((resolve) => newcomer.socket.once('room:updated', resolve))
    const joined = accepted(await newcomer.run('room:join', { roomId: room.id }))
    assert.equal(joined.memberCount, 52)
    assert.equal((await inTime('the newcomer is shown the room', shown)).id, room.id)
    // Everything sent to the others before this message has come when it has.
    await done(server, ann, 'message:send', draft(room.id, 'after the newcomer'))
    await Promise.all(crowd.map((member) => member.hears('after the newcomer')))
    assert.deepEqual([...new Set(heard)], ['room:changed'])
    assert.equal(heard.length, crowd.length)
    await newcomer.hears('after the newcomer')
    for (const member of [...crowd, newcomer]) member.leave()
  })
})

describe('[A5] a room', () => {
  test('that is renamed is found at its former address, and sent on to the new one', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'First name' })
    const { slug } = await done(server, ann, 'room:update', { roomId: room.id, name: 'Second name' })
    assert.notEqual(slug, room.slug)
    const { status, headers } = await ask(server, `/${room.slug}/3`)
    assert.deepEqual([status, headers.get('location')], [302, `/${slug}/3`])
    assert.equal((await done(server, bob, 'room:history', { roomId: room.slug })).room.id, room.id)
  })

  test('[W184] is found at its address in any case, with a slash behind it, and with letters by their codes', async () => {
    const { slug } = await done(server, ann, 'room:create', { kind: 'open', name: 'Tea and Talk' })
    const leads = async (path: string, hops = 3): Promise<string> => {
      const { status, headers } = await ask(server, path)
      const to = headers.get('location')
      return to === null || hops === 0 ? `${status} ${path}` : leads(to, hops - 1)
    }
    for (const path of ['/Tea-And-Talk', '/tea-and-talk/', '/TEA-AND-TALK//', '//tea-and-talk', '/%74ea-and-talk/'])
      assert.match(await leads(path), new RegExp(`^200 /(?:${slug}|%74ea-and-talk)$`), path)
    for (const path of ['/Lobby/3/', '/LOBBY/3', '//lobby//3']) assert.equal(await leads(path), '200 /lobby/3', path)
    assert.equal(await leads('/lobby/'), '200 /lobby')
    assert.equal((await done(server, bob, 'room:history', { roomId: 'LobbY' })).room.slug, 'lobby')
    // No other host, and nothing that is no room.
    for (const path of ['//e.com/', '/\\e.com/', '/assets/', '/nowhere/', '/lobby/x/'])
      assert.match(await leads(path), /^404 \//, path)
  })

  test('between the same people is one, however often they ask for it', async () => {
    const [first, second] = await Promise.all([
      done(server, ann, 'room:create', { kind: 'direct', memberIds: [bob.user.id] }),
      done(server, bob, 'room:create', { kind: 'direct', memberIds: [ann.user.id, ann.user.id, bob.user.id] }),
    ])
    assert.equal(first.id, second.id)
    assert.deepEqual(first.people?.map(({ name }) => name).sort(), ['Ann', 'Bob'])
    const eight = await Promise.all(Array.from({ length: 8 }, () => guest(server)))
    const ids = eight.map(({ user }) => user.id)
    assert.equal(
      codeOf(await overHttp(server, ann.token, 'room:create', { kind: 'direct', memberIds: ids })),
      'bad_request',
    )
    assert.equal(
      codeOf(await overHttp(server, ann.token, 'room:create', { kind: 'direct', memberIds: [] })),
      'bad_request',
    )
    await done(server, ann, 'room:create', { kind: 'direct', memberIds: ids.slice(1) })
  })

  test('is deleted only with its name, and is gone for all at once', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Short-lived' })
    const member = await online(server, bob)
    accepted(await member.run('room:join', { roomId: room.id }))
    const stream = await openStream(`${server.url}/api/rooms/${room.id}/events`, bearer(bob.token))
    const gone = new Promise((resolve) => member.socket.once('room:gone', resolve))
    const wrong = await overHttp(server, ann.token, 'room:delete', { roomId: room.id, name: 'Short' })
    assert.equal(codeOf(wrong), 'bad_request')
    await done(server, ann, 'room:delete', { roomId: room.id, name: 'Short-lived' })
    assert.deepEqual(await inTime('room:gone', gone, 1_000), { roomId: room.id, reason: 'deleted' })
    await eventually(() => assert.ok(stream.isOver), 1_000)
    assert.equal(refused(await member.run('room:history', { roomId: room.id })).code, 'not_found')
    assert.equal((await ask(server, `/${room.slug}`)).status, 404)
    member.leave()
  })

  test('that is open can be read without a seat, and written in only with one', async () => {
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Look first' })
    const member = await online(server, bob)
    assert.equal(accepted(await member.run('room:history', { roomId: room.id })).room.role, 'visitor')
    const no = refused(await member.run('message:send', draft(room.id, 'hello')))
    assert.deepEqual([no.code, no.message], ['forbidden', 'Join this room first.'])
    accepted(await member.run('room:join', { roomId: room.id }))
    accepted(await member.run('message:send', draft(room.id, 'hello')))
    member.leave()
  })

  test('keeps the unread count on all of a person’s devices', async () => {
    const room = await done(server, ann, 'room:create', {
      kind: 'closed',
      name: 'Read marks',
      memberIds: [bob.user.id],
    })
    const [phone, laptop] = await Promise.all([online(server, bob), online(server, bob)])
    for (const body of ['one', 'two, @Bob', 'three']) await done(server, ann, 'message:send', draft(room.id, body))
    const viewOf = async () =>
      (await online(server, bob).then((device) => (device.leave(), device))).welcome.rooms.find(
        ({ id }) => id === room.id,
      )!
    const before = await viewOf()
    assert.deepEqual([before.lastSeq - before.readSeq, before.mentions], [3, 1])
    const told = new Promise((resolve) => laptop.socket.once('room:read', resolve))
    accepted(await phone.run('room:read', { roomId: room.id, seq: 3 }))
    assert.deepEqual(await inTime('room:read', told, 1_000), { roomId: room.id, readSeq: 3, mentions: 0 })
    // It never moves back by reading, and does by being marked unread.
    accepted(await phone.run('room:read', { roomId: room.id, seq: 1 }))
    assert.equal((await viewOf()).readSeq, 3)
    assert.deepEqual(accepted(await phone.run('room:unread', { roomId: room.id, seq: 2 })), {
      roomId: room.id,
      readSeq: 1,
      mentions: 1,
    })
    const rev = (await done(server, bob, 'room:history', { roomId: room.id })).room.rev
    assert.equal(rev, 3, 'reading changes nothing for the others')
    phone.leave()
    laptop.leave()
  })
})

test('[A3] a plain connection hears only the lobby', async () => {
  const plain = await enterPlain(server.url, { name: 'Plain ear' })
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Not the lobby' })
  await done(server, ann, 'message:send', draft(room.id, 'said elsewhere'))
  await done(server, ann, 'message:send', draft('lobby', 'said in the lobby'))
  await plain.hears('said in the lobby')
  assert.ok(!plain.heard.flat().includes('said elsewhere'))
  plain.leave()
  await arrive(server, { name: 'Plain ear two' })
})

test('[A6] a stream of a room that was closed tells a stranger nothing more, however busy the stranger is', async () => {
  const limited = await startServer()
  try {
    const [host, eve] = await Promise.all([person(limited, 'Host'), person(limited, 'Eve')])
    const room = await done(limited, host, 'room:create', { kind: 'open', name: 'Soon closed' })
    const stream = await openStream(`${limited.url}/api/rooms/${room.id}/events`, bearer(eve.token))
    const busy = await online(limited, eve)
    // As many questions as are taken, so that one more of hers would be refused for a while.
    const asking = Array.from({ length: 700 }, () => busy.run('room:history', { roomId: room.id, limit: 1 }))
    await done(limited, host, 'room:update', { roomId: room.id, kind: 'closed' })
    await done(limited, host, 'message:send', draft(room.id, 'between us'))
    await Promise.all(asking)
    await eventually(() => assert.ok(stream.isOver, 'the stream is open'), 5_000)
    assert.ok(!JSON.stringify(stream.events).includes('between us'))
    busy.leave()
  } finally {
    await limited.stop()
  }
})

test('[A7] a message is found where its Location says, and a moderator does not close a room behind themselves', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'With an address' })
  const posted = await ask(server, `/api/rooms/${room.id}/messages`, json({ body: 'here' }, bearer(ann.token)))
  const page = await fetch(server.url + posted.headers.get('location')!, { redirect: 'manual' })
  assert.equal(page.headers.get('location'), '/with-an-address/1')
  const closing = await overHttp(server, mod.token, 'room:update', { roomId: room.id, kind: 'closed' })
  assert.equal(codeOf(closing), 'forbidden')
})

test('[G13] a time that no clock knows is a bad_request', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Out of time', memberIds: [bob.user.id] })
  for (const minutes of [9e15, 4.3e9, -1, 0.5]) {
    const removed = await overHttp(server, ann.token, 'room:remove', { roomId: room.id, userId: bob.user.id, minutes })
    assert.equal(codeOf(removed), 'bad_request')
    assert.equal(codeOf(await overHttp(server, ann.token, 'invite:create', { minutes })), 'bad_request')
  }
})
