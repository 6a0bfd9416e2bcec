/** Users who were let in for one thing and want more, and users who were banned or muted and do not obey. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CommandName, Output, Payload } from '../../protocol/commands.ts'
import type { Result } from '../../protocol/errors.ts'
import type { AuditEntry, NewSession, RoomView } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, json, type Refused } from '../support/http.ts'
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
  PASSWORD,
  person,
  type Somebody,
  withPassword,
} from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, refused, turnedAway } from '../support/sockets.ts'

// Behind a proxy each user here can come from an address of their own.
const server = await startServer({ args: ['--limits', 'off'], env: { TRUST_PROXY: '1' } })
after(() => server.stop())
const olga = await owner(server)
const [mod, ann] = await Promise.all([moderator(server, olga, 'Moderator'), person(server, 'Ann')])
const from = (address: string) => ({ 'x-forwarded-for': address })
const knock = (payload: object, address = '198.51.100.1') =>
  ask<NewSession & Refused>(server, '/api/session', json(payload, from(address)))

type Run = <Name extends CommandName>(name: Name, payload: Payload<Name>) => Promise<Result<Output<Name>>>
const DOORS = ['socket', 'http'] as const
/** A user at one of the doors. */
async function at(door: (typeof DOORS)[number], who: Somebody): Promise<{ run: Run; leave: () => void }> {
  if (door === 'http')
    return { run: (name, payload) => overHttp(server, who.token, name, payload), leave: () => undefined }
  const member = await online(server, who)
  return { run: member.run.bind(member), leave: () => member.leave() }
}

/** Everything outside of the den has this in its name, its words or its address. */
const OUTSIDE = /zanzibar/i
let rooms = 0
const makeRoom = (by: Somebody, kind: 'open' | 'closed', memberIds: string[] = []): Promise<RoomView> =>
  done(server, by, 'room:create', { kind, name: `Room ${++rooms}`, memberIds })

describe('[A30] an outsider, who was invited to one room', async () => {
  const den = await done(server, ann, 'room:create', { kind: 'closed', name: 'Den' })
  const zoe = await person(server, 'Zoe of Zanzibar')
  const plans = await done(server, zoe, 'room:create', { kind: 'open', name: 'Zanzibar plans' })
  const secrets = await done(server, zoe, 'room:create', { kind: 'closed', name: 'Zanzibar secrets' })
  await done(server, zoe, 'room:update', { roomId: plans.id, name: 'Zanzibar', topic: 'Zanzibar' })
  await done(server, zoe, 'message:send', draft('lobby', 'Zanzibar'))
  await done(server, mod, 'user:mute', { userId: zoe.user.id, minutes: 1, reason: 'Zanzibar' })
  await done(server, mod, 'user:unmute', { userId: zoe.user.id })
  const { seq: zoesWords } = await done(server, zoe, 'message:send', draft(plans.id, 'Zanzibar'))
  await done(server, olga, 'settings:update', { auditFor: 'members' })

  const makers: Record<string, (name: string) => Promise<Somebody>> = {
    'by name alone': (name) => limitedGuest(server, ann, den.id, name),
    'with a password': async (name) => withPassword(server, await limitedGuest(server, ann, den.id, name)),
  }
  for (const door of DOORS) {
    for (const [how, make] of Object.entries(makers)) {
      test(`${how} is told nothing of the rest by any command, by ${door}`, async () => {
        const outsider = await make(`Plumber ${how}, ${door}`)
        const { seq } = await done(server, ann, 'message:send', draft(den.id, 'in the den'))
        const { run, leave } = await at(door, outsider)
        const where = ['lobby', plans.id, plans.slug, 'zanzibar', secrets.id, secrets.slug]
        const message = { roomId: plans.id, seq: zoesWords }
        const her = { userId: zoe.user.id }
        const orders: { [Name in CommandName]?: Payload<Name>[] } = {
          'message:send': where.map((roomId) => draft(roomId, 'hello?')),
          'message:edit': [{ ...message, body: 'mine' }],
          'message:delete': [message],
          'message:unpreview': [message],
          'message:react': [{ ...message, emoji: '👍', on: true }],
          'message:pin': [
            { ...message, on: true },
            { roomId: den.id, seq, on: true },
          ],
          'message:save': [
            { ...message, on: true },
            { ...message, on: false },
          ],
          'reactions:list': [{ ...message, emoji: '👍' }],
          'message:versions': [message],
          'message:report': [{ ...message, reason: '' }],
          'messages:pinned': where.map((roomId) => ({ roomId })),
          'files:list': where.flatMap((roomId) => [{ roomId }, { roomId, kind: 'link' as const }]),
          'messages:saved': [{}],
          'inbox:list': [{}],
          search: [{ query: 'z' }, { query: 'from:zoe' }, { query: 'in:zanzibar' }, { query: 'in:plans x' }],
          'room:history': where.map((roomId) => ({ roomId })),
          'room:changes': where.map((roomId) => ({ roomId, epoch: 'x', since: 0 })),
          'room:create': [
            { kind: 'open', name: 'Z. plans' },
            { kind: 'closed', name: 'Mine', memberIds: [her.userId] },
            { kind: 'direct', memberIds: [her.userId] },
          ],
          'room:update': [
            { roomId: plans.id, topic: 'mine' },
            { roomId: den.id, topic: 'mine' },
          ],
          'room:delete': [
            { roomId: plans.id, name: 'x' },
            { roomId: den.id, name: 'x' },
          ],
          'rooms:browse': [{}, { isArchived: true }],
          'room:join': where.map((roomId) => ({ roomId })),
          'room:leave': [{ roomId: plans.id }, { roomId: den.id }],
          'room:accept': where.map((roomId) => ({ roomId })),
          'room:decline': where.map((roomId) => ({ roomId })),
          'room:hide': where.map((roomId) => ({ roomId })),
          'room:invite': [
            { roomId: den.id, ...her },
            { roomId: plans.id, ...her },
          ],
          'room:remove': [{ roomId: den.id, ...her }],
          'room:appoint': [{ roomId: den.id, userId: outsider.user.id, role: 'host' }],
          'room:members': where.map((roomId) => ({ roomId })),
          'presence:watch': where.map((roomId) => ({ roomId })),
          'typing:start': [{ roomId: 'lobby' }],
          'people:find': [{}, { query: 'zoe' }],
          'user:block': [{ ...her, on: true }],
          'invite:create': [{}, { roomId: den.id }, { roomId: plans.id }],
          'invites:list': [{}],
          'session:link': [{}],
          'sessions:list': [{}],
          'user:ban': [her],
          'user:mute': [{ ...her, minutes: 1 }],
          'user:removeMessages': [{ ...her, hours: 1 }],
          'user:appoint': [{ userId: outsider.user.id, role: 'owner' }],
          'bans:list': [{}],
          'reports:list': [{}],
          'report:reporters': [{ reportId: 'p_unknown' }],
          'audit:list': [{}, { roomId: den.id }],
          'settings:update': [{ roomsBy: 'everyone' }],
        }
        const answers: Record<string, string[]> = {}
        for (const [name, payloads] of Object.entries(orders) as [CommandName, Payload<CommandName>[]][]) {
          for (const payload of payloads) {
            const result = await run(name, payload)
            assert.doesNotMatch(JSON.stringify(result), OUTSIDE, `${name} ${JSON.stringify(payload)}`)
            answers[name] = [...(answers[name] ?? []), codeOf(result)]
          }
        }
        const no = (name: CommandName, ...codes: string[]) =>
          assert.deepEqual(new Set(answers[name]), new Set(codes), name)
        for (const name of ['room:create', 'invite:create', 'audit:list', 'bans:list', 'user:appoint'] as const)
          no(name, ...(name === 'invite:create' ? ['forbidden', 'not_found'] : ['forbidden']))
        for (const name of ['room:history', 'room:changes', 'room:join', 'room:members', 'presence:watch'] as const)
          no(name, 'not_found')
        const { people } = accepted(await run('people:find', {}))
        assert.ok(
          people.every(({ user }) => !OUTSIDE.test(user.name)) && people.some(({ user }) => user.name === 'Ann'),
        )
        leave()
      })
    }
  }

  test('becomes no host, and is given no seat elsewhere, by anyone', async () => {
    const outsider = await limitedGuest(server, ann, den.id, 'Ambitious plumber')
    const me = { userId: outsider.user.id }
    for (const result of [
      await overHttp(server, ann.token, 'room:appoint', { roomId: den.id, ...me, role: 'host' }),
      await overHttp(server, zoe.token, 'room:invite', { roomId: plans.id, ...me }),
      await overHttp(server, zoe.token, 'room:create', { kind: 'direct', memberIds: [me.userId] }),
      await overHttp(server, zoe.token, 'room:create', { kind: 'closed', name: 'Trap', memberIds: [me.userId] }),
      await overHttp(server, outsider.token, 'invite:redeem', {
        invite: (await done(server, zoe, 'invite:create', { roomId: plans.id })).code,
      }),
    ])
      assert.equal(codeOf(result), 'conflict')
  })

  test('hears, sees and reads nothing of the rest on any other door', async () => {
    const outsider = await limitedGuest(server, ann, den.id, 'Curious plumber')
    const member = await online(server, outsider)
    const heard: unknown[] = [member.welcome]
    member.socket.onAny((...event: unknown[]) => heard.push(event))
    const zed = await person(server, 'Zed of Zanzibar')
    await done(server, zed, 'user:rename', { name: 'Zara of Zanzibar' })
    await done(server, zed, 'room:create', { kind: 'open', name: 'Zanzibar news' })
    await done(server, zed, 'message:send', draft('lobby', '@Curious plumber, Zanzibar!'))
    await done(server, olga, 'settings:update', { roomsBy: 'everyone' })
    await done(server, ann, 'message:send', draft(den.id, 'the last of it'))
    await member.hears('the last of it')
    assert.doesNotMatch(JSON.stringify(heard), OUTSIDE)
    for (const path of ['/', '/lobby', '/zanzibar', '/zanzibar-plans', `/${secrets.slug}`, '/invite'])
      assert.doesNotMatch(
        (await ask(server, path, { headers: { cookie: `earshot=${outsider.token}` } })).text,
        /of zanzibar|secrets|"page":/i,
        path,
      )
    for (const room of ['lobby', 'zanzibar', plans.id]) {
      const path = `/api/rooms/${room}/events`
      assert.equal((await ask(server, path, { headers: bearer(outsider.token) })).status, 404, path)
    }
    assert.equal((await turnedAway(server.url, '/', { token: outsider.token })).code, 'not_found')
    // Another device of theirs is theirs.
    const { code } = await done(server, outsider, 'session:link', {})
    const again = await arrive(server, { code })
    assert.equal(codeOf(await overHttp(server, again.token, 'room:history', { roomId: 'lobby' })), 'not_found')
    member.leave()
  })

  test('finds no one any more when the seat in that room is gone', async () => {
    const outsider = await limitedGuest(server, ann, den.id, 'Former plumber')
    await done(server, ann, 'room:remove', { roomId: den.id, userId: outsider.user.id })
    assert.deepEqual((await done(server, outsider, 'people:find', {})).people, [])
    assert.deepEqual((await done(server, outsider, 'rooms:browse', {})).rooms, [])
    assert.equal(codeOf(await overHttp(server, outsider.token, 'room:members', { roomId: den.id })), 'not_found')
  })

  test('is of the whole chat by an invitation to it, or when an owner appoints them', async () => {
    const [invited, appointed] = await Promise.all([
      limitedGuest(server, ann, den.id, 'Invited plumber'),
      makers['with a password']!('Appointed plumber'),
    ])
    const tab = await online(server, invited)
    const me = new Promise<{ role: string }>((resolve) => tab.socket.once('me:changed', resolve))
    const { code } = await done(server, ann, 'invite:create', {})
    assert.equal((await done(server, invited, 'invite:redeem', { invite: code })).id, 'lobby')
    assert.equal((await me).role, 'guest')
    await done(server, olga, 'user:appoint', { userId: appointed.user.id, role: 'member' })
    for (const who of [invited, appointed]) {
      await done(server, who, 'room:history', { roomId: 'lobby' })
      await done(server, who, 'room:create', { kind: 'closed', name: 'My own' })
    }
    tab.leave()
  })
})

describe('[A31] the owner of a taken name', async () => {
  const den = await done(server, ann, 'room:create', { kind: 'closed', name: 'Nameless den' })
  await person(server, 'ZANZIBAR one')
  await person(server, 'ZanzibarO')
  const gnome = await online(server, await guest(server, 'Garden gnome'))
  after(() => gnome.leave())
  const outsider = () => limitedGuest(server, ann, den.id, `Nameless ${++rooms}`)

  for (const door of DOORS) {
    test(`is not told to an outsider who wants it, by ${door}`, async () => {
      const { run, leave } = await at(door, await outsider())
      // In another case, and with a zero for the letter.
      for (const [name, holder] of [
        ['zanzibar ONE', 'ZANZIBAR one'],
        ['Zanzibar0', 'ZanzibarO'],
      ] as const) {
        const no = refused(await run('user:rename', { name }))
        assert.deepEqual([no.code, no.message.includes(name), no.suggestion], ['conflict', true, `${name} 2`])
        assert.ok(!JSON.stringify(no).includes(holder), JSON.stringify(no))
      }
      // That some guest is somewhere in the chat is not even told by a refusal.
      accepted(await run('user:rename', { name: 'Garden gnome' }))
      accepted(await run('user:rename', { name: `Nameless ${++rooms}` }))
      leave()
    })
  }

  test('is not told to a newcomer with an invitation to one room, and neither is who is here', async () => {
    const { code } = await done(server, ann, 'invite:create', { roomId: den.id })
    for (const password of [undefined, PASSWORD]) {
      for (const [name, holder] of [
        ['zanzibar ONE', 'ZANZIBAR one'],
        ['Zanzibar0', 'ZanzibarO'],
      ] as const) {
        const { body } = await knock({ name, invite: code, ...(password !== undefined && { password }) })
        assert.deepEqual([body.error.code, body.error.suggestion], ['conflict', `${name} 2`])
        assert.ok(!JSON.stringify(body).includes(holder), JSON.stringify(body))
      }
    }
    assert.equal((await arrive(server, { name: 'Garden gnome', invite: code })).user.name, 'Garden gnome')
    const inDen = await online(server, await arrive(server, { name: 'Den gnome', invite: code }))
    assert.equal((await arrive(server, { name: 'Den gnome', invite: code })).user.name, 'Den gnome 2')
    inDen.leave()
  })

  test('is not told to an outsider who bore it before', async () => {
    const early = await limitedGuest(server, ann, den.id, 'Zanzibar two')
    await person(server, 'ZANZIBAR TWO')
    const tab = await online(server, early)
    const { you, me } = tab.welcome
    assert.deepEqual([you.name, me.lostName], ['Zanzibar two 2', 'Zanzibar two'])
    tab.leave()
  })
})

test('[A32] of a flood of bans none is written after its giver has been demoted', async () => {
  const turncoat = await moderator(server, olga, 'Turncoat')
  const targets = await Promise.all(Array.from({ length: 20 }, () => guest(server)))
  const tabs = await Promise.all([1, 2, 3].map(() => online(server, turncoat)))
  const codes: string[] = []
  const floods = tabs.map(async (tab) => {
    while (!codes.includes('forbidden')) {
      const bans = targets.map(({ user }) => tab.run('user:ban', { userId: user.id, address: false }))
      codes.push(...(await Promise.all(bans)).map(codeOf))
    }
  })
  await eventually(() => assert.ok(codes.length > 0))
  await done(server, olga, 'user:appoint', { userId: turncoat.user.id, role: 'member' })
  await Promise.all(floods)
  const { entries } = await done(server, olga, 'audit:list', { limit: 200 })
  const demotion = entries.findIndex(({ act, user }) => act === 'user:appoint' && user?.id === turncoat.user.id)
  const isTheirBan = ({ act, by }: AuditEntry) => act === 'user:ban' && by?.id === turncoat.user.id
  assert.ok(demotion >= 0 && entries.slice(demotion).some(isTheirBan), 'there were bans before it')
  assert.deepEqual(entries.slice(0, demotion).filter(isTheirBan), [])
  for (const tab of tabs) tab.leave()
})

describe('[M20] a user who is banned with their address', () => {
  test('does not come back from it as a guest, though they kept their name a moment before', async () => {
    const its = '203.0.113.40'
    const troll = await withPassword(server, await arrive(server, { name: 'Troll with a name' }, from(its)))
    await done(server, mod, 'user:ban', { userId: troll.user.id, minutes: 5 })
    assert.equal((await knock({ name: 'Troll anew' }, its)).body.error.code, 'banned')
    for (const namespace of ['/', CHAT]) {
      const refusal = await turnedAway(server.url, namespace, { name: 'Anew' }, { extraHeaders: from(its) })
      assert.equal(refusal.code, 'banned', namespace)
    }
    // Banned for longer, when no session is left that tells where they came from.
    await done(server, mod, 'user:ban', { userId: troll.user.id, minutes: 50 })
    assert.equal((await knock({ name: 'Troll anew' }, its)).body.error.code, 'banned')
    await done(server, mod, 'user:ban', { userId: troll.user.id, minutes: 50, address: false })
    assert.equal((await knock({ name: 'A neighbour' }, its)).status, 201)
  })
})

describe('[M21] guests who were made in stock before one of them was banned', async () => {
  const its = '203.0.113.50'
  const stock = await Promise.all(
    Array.from({ length: 20 }, (_, n) => arrive(server, { name: `Stock ${n}` }, from(its))),
  )
  const neighbour = await arrive(server, { name: 'Talkative neighbour' }, from(its))
  const said = await done(server, neighbour, 'message:send', draft('lobby', 'good morning'))
  const [troll, ...rest] = stock
  // Among themselves, where no one else reads, they may have said anything.
  const lair = await done(server, rest[0]!, 'room:create', {
    kind: 'closed',
    name: 'Lair',
    memberIds: rest.map(({ user }) => user.id),
  })
  for (const who of rest) await done(server, who, 'message:send', draft(lair.id, 'hello, us'))
  await done(server, troll!, 'message:send', draft('lobby', 'spam'))
  await done(server, mod, 'user:ban', { userId: troll!.user.id, minutes: 60 })

  for (const door of DOORS) {
    test(`put no words anywhere, and keep no name, by ${door}`, async () => {
      const { run, leave } = await at(door, rest[0]!)
      const { seq } = (await done(server, rest[0]!, 'room:history', { roomId: lair.id })).messages[0]!
      for (const result of [
        await run('message:send', draft('lobby', 'spam')),
        await run('message:send', draft(lair.id, 'spam')),
        await run('message:edit', { roomId: lair.id, seq, body: 'spam' }),
        await run('message:react', { roomId: 'lobby', seq: said.seq, emoji: '👎', on: true }),
        await run('typing:start', { roomId: 'lobby' }),
        await run('user:rename', { name: 'Spam' }),
        await run('room:create', { kind: 'open', name: 'Spam' }),
        await run('room:create', { kind: 'direct', memberIds: [ann.user.id] }),
        // These would open their words among themselves to other readers.
        await run('room:update', { roomId: lair.id, kind: 'open' }),
        await run('invite:create', { roomId: lair.id }),
        await run('user:claim', { password: PASSWORD }),
      ]) {
        const { code, message } = refused(result)
        assert.equal(code, 'forbidden')
        assert.match(message, /network/)
      }
      accepted(await run('room:history', { roomId: 'lobby' }))
      accepted(await run('message:report', { roomId: 'lobby', seq: said.seq, reason: 'They may' }))
      leave()
    })
  }

  test('do not stand for neighbours who have talked already, and are heard when the ban is over', async () => {
    await done(server, neighbour, 'message:send', draft('lobby', 'good evening'))
    await done(server, neighbour, 'user:rename', { name: 'Renamed neighbour' })
    await done(server, mod, 'user:unban', { userId: troll!.user.id })
    for (const who of rest.slice(0, 3)) await done(server, who, 'message:send', draft('lobby', 'free at last'))
  })
})

describe('[M22] a user who is muted everywhere', () => {
  for (const door of DOORS) {
    test(`puts words nowhere that others read, by ${door}`, async () => {
      const loud = await person(server, `Loud at the ${door}`)
      const own = await makeRoom(loud, 'open', [ann.user.id])
      const { seq } = await done(server, loud, 'message:send', draft('lobby', 'before'))
      const known = await done(server, loud, 'room:create', { kind: 'direct', memberIds: [ann.user.id] })
      await done(server, mod, 'user:mute', { userId: loud.user.id, minutes: 10 })
      const { run, leave } = await at(door, loud)
      for (const result of [
        await run('message:send', draft('lobby', 'words')),
        await run('message:send', draft(own.id, 'words')),
        await run('message:send', draft(known.id, 'words')),
        await run('message:edit', { roomId: 'lobby', seq, body: 'words' }),
        await run('message:react', { roomId: 'lobby', seq, emoji: '🖕', on: true }),
        await run('message:pin', { roomId: 'lobby', seq, on: true }),
        await run('typing:start', { roomId: 'lobby' }),
        await run('user:rename', { name: 'Words' }),
        await run('room:create', { kind: 'open', name: 'Words' }),
        await run('room:create', { kind: 'closed', name: 'Words', memberIds: [ann.user.id] }),
        await run('room:create', { kind: 'direct', memberIds: [mod.user.id] }),
        await run('room:update', { roomId: own.id, name: 'Words' }),
        await run('room:update', { roomId: own.id, topic: 'Words' }),
        await run('room:invite', { roomId: own.id, userId: mod.user.id }),
        await run('invite:create', {}),
        await run('invite:create', { roomId: own.id }),
      ])
        assert.equal(codeOf(result), 'forbidden')
      // Acts that say nothing go on: looking, reporting, taking words back, keeping order.
      assert.equal(accepted(await run('room:create', { kind: 'direct', memberIds: [ann.user.id] })).id, known.id)
      accepted(await run('message:report', { roomId: 'lobby', seq, reason: 'My own' }))
      accepted(await run('room:update', { roomId: own.id, isLocked: true }))
      accepted(await run('message:delete', { roomId: 'lobby', seq }))
      await done(server, mod, 'user:unmute', { userId: loud.user.id })
      accepted(await run('user:rename', { name: `Calm at the ${door}` }))
      leave()
    })
  }
})

test('[M23] a mute in one room holds for its words, its name and topic, its seats, and for names that are read there', async () => {
  const host = await person(server, 'Muted host')
  const room = await makeRoom(host, 'open', [ann.user.id])
  const other = await makeRoom(host, 'open')
  const { seq } = await done(server, host, 'message:send', draft(room.id, 'before'))
  const here = { roomId: room.id }
  await done(server, mod, 'user:mute', { userId: host.user.id, ...here, minutes: 10 })
  for (const result of [
    await overHttp(server, host.token, 'message:send', draft(room.id, 'words')),
    await overHttp(server, host.token, 'message:edit', { ...here, seq, body: 'words' }),
    await overHttp(server, host.token, 'room:update', { ...here, name: 'Words' }),
    await overHttp(server, host.token, 'room:update', { ...here, topic: 'words' }),
    await overHttp(server, host.token, 'room:invite', { ...here, userId: mod.user.id }),
    await overHttp(server, host.token, 'invite:create', here),
    await overHttp(server, host.token, 'user:rename', { name: 'Words' }),
  ])
    assert.equal(codeOf(result), 'forbidden')
  await done(server, host, 'message:send', draft(other.id, 'elsewhere'))
  await done(server, host, 'room:update', { roomId: other.id, topic: 'elsewhere' })
  await done(server, host, 'room:update', { ...here, slowSeconds: 10 })
  await done(server, host, 'invite:create', { roomId: other.id })
  // A mute that a host of some room gave keeps no name when one has left that room.
  await done(server, ann, 'room:join', { roomId: other.id })
  await done(server, mod, 'room:appoint', { ...here, userId: ann.user.id, role: 'host' })
  await done(server, host, 'room:leave', here)
  await done(server, host, 'user:rename', { name: 'Muted host elsewhere' })
})

test('[M24] in a slow room an edit waits for its turn as a message does', async () => {
  const [host, slow] = await Promise.all([person(server, 'Slow host'), guest(server)])
  const room = await makeRoom(host, 'open', [slow.user.id])
  const said = await done(server, slow, 'message:send', draft(room.id, 'before it was slow'))
  await done(server, host, 'room:update', { roomId: room.id, slowSeconds: 60 })
  const edit = (body: string) => overHttp(server, slow.token, 'message:edit', { roomId: room.id, seq: said.seq, body })
  // The same words again are none, and take no turn.
  accepted(await edit('before it was slow'))
  accepted(await edit('a conversation'))
  for (const result of [
    await edit('by edits'),
    await overHttp(server, slow.token, 'message:send', draft(room.id, 'and')),
  ]) {
    const { code, retryAfterMs = 0 } = refused(result)
    assert.equal(code, 'rate_limited')
    assert.ok(retryAfterMs > 30_000 && retryAfterMs <= 60_000)
  }
  const own = await done(server, host, 'message:send', draft(room.id, 'hosts do not wait'))
  await done(server, host, 'message:edit', { roomId: room.id, seq: own.seq, body: 'nor here' })
})

describe('[M25] an invitation', () => {
  const isGood = async (code: string) => {
    const { status, body } = await knock({ name: `Invited ${++rooms}`, invite: code })
    if (status === 201) return true
    assert.deepEqual([status, body.error.code], [403, 'forbidden'])
    assert.match(body.error.message, /revoked/)
    return false
  }

  test('to the chat holds while its maker is neither banned nor muted, and is in the chat', async () => {
    const maker = await person(server, 'Maker of links')
    const { code, id } = await done(server, maker, 'invite:create', {})
    const me = { userId: maker.user.id }
    const listed = async () => (await done(server, olga, 'invites:list', {})).invites.some((invite) => invite.id === id)
    assert.deepEqual([await isGood(code), await listed()], [true, true])
    await done(server, mod, 'user:mute', { ...me, minutes: 5 })
    assert.deepEqual([await isGood(code), await listed()], [false, false])
    await done(server, mod, 'user:unmute', me)
    await done(server, mod, 'user:ban', { ...me, minutes: 5, address: false })
    assert.deepEqual([await isGood(code), await listed()], [false, false])
    await done(server, mod, 'user:unban', me)
    assert.deepEqual([await isGood(code), await listed()], [true, true])
  })

  test('to a room holds while its maker looks after the room and is not muted there', async () => {
    const [host, watchman] = await Promise.all([person(server, 'Host of links'), moderator(server, olga, 'Watchman')])
    const room = await makeRoom(ann, 'open', [host.user.id])
    await done(server, ann, 'room:appoint', { roomId: room.id, userId: host.user.id, role: 'host' })
    const [hosts, watchmans] = await Promise.all([
      done(server, host, 'invite:create', { roomId: room.id }),
      done(server, watchman, 'invite:create', { roomId: room.id }),
    ])
    const good = async () => [await isGood(hosts.code), await isGood(watchmans.code)]
    assert.deepEqual(await good(), [true, true])
    await done(server, mod, 'user:mute', { userId: host.user.id, roomId: room.id, minutes: 5 })
    assert.deepEqual(await good(), [false, true])
    await done(server, mod, 'user:unmute', { userId: host.user.id, roomId: room.id })
    await done(server, olga, 'user:appoint', { userId: watchman.user.id, role: 'member' })
    assert.deepEqual(await good(), [true, false])
    await done(server, host, 'room:leave', { roomId: room.id })
    assert.deepEqual(await good(), [false, false])
  })
})

describe('[M26] the user concerned by a report or an act', () => {
  for (const fate of ['keep', 'delete'] as const) {
    test(`moderators still know when that person has left and ${fate}s their words; others do not`, async () => {
      const offender = await guest(server, `Offender who ${fate}s`)
      const name = offender.user.name
      const { seq } = await done(server, offender, 'message:send', draft('lobby', `ugly words to ${fate}`))
      await done(server, ann, 'message:report', { roomId: 'lobby', seq, reason: 'Ugly' })
      await done(server, mod, 'user:mute', { userId: offender.user.id, minutes: 1, reason: 'Ugly' })
      await done(server, mod, 'user:unmute', { userId: offender.user.id })
      await done(server, offender, 'user:rename', { name: `Renamed, then ${fate}s` })
      await done(server, offender, 'user:leave', { messages: fate })

      const { reports } = await done(server, mod, 'reports:list', {})
      const report = reports.find(({ author }) => author.id === offender.user.id)
      assert.deepEqual(
        [report?.author.name, report?.reason, report?.body],
        [name, 'Ugly', fate === 'keep' ? `ugly words to ${fate}` : ''],
      )
      await done(server, mod, 'report:resolve', { reportId: report!.id })
      const aboutThem = async (reader: Somebody) =>
        (await done(server, reader, 'audit:list', { limit: 200 })).entries
          .filter(({ user }) => user?.id === offender.user.id)
          .map(({ act, user }) => `${act} ${user?.name ?? ''}`)
      const acts = ['report:resolve', 'user:unmute', 'user:mute']
      assert.deepEqual(
        await aboutThem(mod),
        acts.map((act) => `${act} ${name}`),
      )
      await done(server, olga, 'settings:update', { auditFor: 'members' })
      assert.deepEqual(
        await aboutThem(ann),
        acts.map((act) => `${act} former member`),
      )
    })
  }
})
