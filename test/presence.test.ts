/** Presence: told to users who watch, once a second at most, and written nowhere. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Presence } from '../protocol/models.ts'
import { eventually, inTime } from './support/eventually.ts'
import { bearer } from './support/http.ts'
import { openStream } from './support/event-stream.ts'
import { done, draft, guest, online, owner, person, type Somebody } from './support/people.ts'
import { startProxy } from './support/proxy.ts'
import { startServer } from './support/server.ts'
import { accepted, enterPlain, type Member, rawMember } from './support/sockets.ts'

const GONE_WITHIN_MS = 31_500
const MAX_PACKET = 4_096

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)

/** A user who watches a room, and all that was told about it with the time at which it came. */
async function watcher(somebody: Somebody, roomId: string) {
  const member = await online(server, somebody)
  const told: { at: number; presence: Presence }[] = []
  member.socket.on('presence', (presence: Presence) => told.push({ at: performance.now(), presence }))
  const first = accepted(await member.run('presence:watch', { roomId }))
  return { member, told, last: () => told.at(-1)?.presence ?? first }
}
const namesOf = ({ users = [] }: Presence) => users.map(({ name }) => name).sort()

// One of them waits for half a minute: the others do not wait for it.
describe('[P13] presence', { concurrency: true }, () => {
  test('stays here while one device of many is left, and is gone with the last', async () => {
    const [ann, bob] = await Promise.all([person(server, 'Ann'), person(server, 'Bob')])
    const { id } = await done(server, ann, 'room:create', { kind: 'closed', name: 'Two', memberIds: [bob.user.id] })
    const looking = await watcher(ann, id)
    assert.deepEqual(namesOf(looking.last()), ['Ann'])
    const [phone, laptop, plain] = await Promise.all([
      online(server, bob),
      online(server, bob),
      enterPlain(server.url, { token: bob.token }),
    ])
    await eventually(() => assert.deepEqual(namesOf(looking.last()), ['Ann', 'Bob']))
    phone.leave()
    laptop.leave()
    // The telling of a departure would come within a second: it does not.
    await pause(1_200)
    assert.deepEqual(namesOf(looking.last()), ['Ann', 'Bob'], 'on the plain door he is here too')
    plain.leave()
    await eventually(() => assert.deepEqual(namesOf(looking.last()), ['Ann']), 2_500)
    const { members } = await done(server, ann, 'room:members', { roomId: id })
    assert.deepEqual(
      members.map(({ user, isHere }) => [user.name, isHere]),
      [
        ['Ann', true],
        ['Bob', false],
      ],
    )
    looking.member.leave()
  })

  test('is told only to watchers, and of one room at a time', async () => {
    const [cid, dan] = await Promise.all([person(server, 'Cid'), person(server, 'Dan')])
    const memberIds = [dan.user.id]
    const [one, two] = await Promise.all([
      done(server, cid, 'room:create', { kind: 'closed', name: 'One', memberIds }),
      done(server, cid, 'room:create', { kind: 'closed', name: 'Other', memberIds }),
    ])
    const looking = await watcher(cid, one.id)
    accepted(await looking.member.run('presence:watch', { roomId: two.id }))
    const unasked = await online(server, cid)
    const unaskedFor: Presence[] = []
    unasked.socket.on('presence', (presence: Presence) => unaskedFor.push(presence))
    looking.told.length = 0
    const coming = await online(server, dan)
    await eventually(() => assert.ok(looking.told.some(({ presence }) => presence.roomId === two.id)))
    assert.deepEqual(
      looking.told.filter(({ presence }) => presence.roomId !== two.id),
      [],
    )
    assert.deepEqual(unaskedFor, [])
    for (const member of [looking.member, unasked, coming]) member.leave()
  })

  test('goes on being told to a visitor when the room has changed, for all or for one who is in it', async () => {
    const [visitor, landlady, lodger] = await Promise.all(
      ['Visitor', 'Landlady', 'Lodger'].map((name) => person(server, name)),
    )
    const { id: roomId } = await done(server, landlady!, 'room:create', {
      kind: 'open',
      name: 'Looked at',
      memberIds: [lodger!.user.id],
    })
    const coming = await online(server, lodger!)
    const looking = await watcher(visitor!, roomId)
    await eventually(() => assert.deepEqual(namesOf(looking.last()), ['Lodger']), 2_500)
    // One mention fewer: the lodger is shown the room anew.
    const shown = new Promise((resolve) => coming.socket.once('room:updated', resolve))
    const { seq } = await done(server, landlady!, 'message:send', draft(roomId, 'Are you there, @Lodger?'))
    await done(server, landlady!, 'message:delete', { roomId, seq })
    await inTime('room:updated', shown)
    await done(server, landlady!, 'room:update', { roomId, topic: 'Who lives here' })
    coming.leave()
    await eventually(() => assert.deepEqual(namesOf(looking.last()), []), 2_500)
    looking.member.leave()
  })

  test('is one small packet a second for each connection, however many come and go', async () => {
    const room = await done(server, olga, 'room:create', { kind: 'open', name: 'A square' })
    const crowd: Somebody[] = []
    for (let start = 0; start < 300; start += 50)
      crowd.push(...(await Promise.all(Array.from({ length: 50 }, () => guest(server)))))
    for (let start = 0; start < crowd.length; start += 50)
      await Promise.all(
        crowd.slice(start, start + 50).map((one) => done(server, one, 'room:join', { roomId: room.id })),
      )
    const eye = await guest(server)
    await done(server, eye, 'room:join', { roomId: room.id })
    const raw = await rawMember(server.url, '/chat', { token: eye.token })
    await raw.frame('42/chat,["welcome"')
    raw.send(`42/chat,1["presence:watch",{"roomId":"${room.id}"}]`)
    await raw.frame('43/chat,1[')
    raw.frames.length = 0
    const times: number[] = []
    const sizes: number[] = []
    let last = ''
    raw.ws.on('message', (data: Buffer) => {
      const frame = data.toString()
      if (!frame.startsWith('42/chat,["presence"')) return
      times.push(performance.now())
      sizes.push(data.length)
      last = frame
    })
    const members: Member[] = []
    for (let start = 0; start < crowd.length; start += 30)
      members.push(...(await Promise.all(crowd.slice(start, start + 30).map((one) => online(server, one)))))
    await eventually(() => assert.match(last, /"count":301\b/), 5_000)
    assert.ok(!last.includes('"users"'), 'of a crowd only the number is told')
    // Ten leave at a time, so that however fast this machine is they are at it for three seconds.
    for (const [index, member] of members.entries()) {
      member.leave()
      if (index % 10 === 9) await pause(100)
    }
    await eventually(() => assert.match(last, /"count":1\b/), 5_000)
    assert.ok(times.length >= 3, `told ${times.length} times`)
    const gaps = times.slice(1).map((time, index) => time - times[index]!)
    // A packet may be late and the one after it punctual.
    assert.ok(
      gaps.every((gap) => gap > 700),
      gaps.map(Math.round).join(),
    )
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000
    assert.ok(times.length - 1 <= seconds + 0.5, `${times.length} packets in ${seconds.toFixed(1)} s`)
    assert.ok(Math.max(...sizes) <= MAX_PACKET, `${Math.max(...sizes)} bytes`)
    raw.close()
  })

  test('names up to fifty people, and is a small packet with any names', async () => {
    for (const [what, nameOf] of Object.entries({
      'fifty who have names': (number: number) => `Present ${number}`,
      'fifty families': (number: number) => `${'👨‍👩‍👧‍👦'.repeat(28)} ${number}`,
    })) {
      const host = await person(server, `Host of ${what}`)
      const guests = await Promise.all(Array.from({ length: 49 }, (_, number) => guest(server, nameOf(number))))
      const memberIds = guests.map(({ user }) => user.id)
      const { id } = await done(server, host, 'room:create', { kind: 'closed', name: what, memberIds })
      const looking = await watcher(host, id)
      const members = await Promise.all(guests.map((one) => online(server, one)))
      await eventually(() => assert.equal(looking.last().count, 50))
      assert.equal(looking.last().users?.length, what === 'fifty families' ? undefined : 50)
      const bytes = Buffer.byteLength(JSON.stringify(looking.last()))
      assert.ok(bytes <= MAX_PACKET, `${bytes} bytes for ${what}`)
      for (const member of [...members, looking.member]) member.leave()
    }
  })

  test('is gone within half a minute of a connection that was cut without a word', async () => {
    const proxy = await startProxy(server)
    const [eve, fay] = await Promise.all([person(server, 'Eve'), person(server, 'Fay')])
    const { id } = await done(server, eve, 'room:create', { kind: 'closed', name: 'Wire', memberIds: [fay.user.id] })
    const looking = await watcher(eve, id)
    const far = await online(proxy, fay)
    await eventually(() => assert.deepEqual(namesOf(looking.last()), ['Eve', 'Fay']))
    proxy.freeze()
    const frozen = performance.now()
    await eventually(() => assert.deepEqual(namesOf(looking.last()), ['Eve']), GONE_WITHIN_MS, 100)
    assert.ok(performance.now() - frozen <= GONE_WITHIN_MS)
    far.leave()
    looking.member.leave()
  })
})

test('[P14] presence and typing write nothing', async () => {
  const quiet = await startServer({ args: ['--limits', 'off'] })
  const boss = await owner(quiet)
  const people = await Promise.all(Array.from({ length: 10 }, () => guest(quiet)))
  // Coming for the first time is noted, as the last use of the session.
  for (const member of await Promise.all(people.map((one) => online(quiet, one)))) member.leave()
  await done(quiet, boss, 'message:send', draft('lobby', 'the last thing written'))
  const sizes = () =>
    ['earshot.db', 'earshot.db-wal'].map((file) => {
      const { size, mtimeMs } = statSync(join(quiet.dataDir, file))
      return [file, size, mtimeMs]
    })
  // Writes about newcomers are on the disk once a later write is.
  await eventually(async () => {
    const before = sizes()
    await pause(300)
    assert.deepEqual(sizes(), before)
  })
  const before = sizes()
  for (let round = 0; round < 3; round++) {
    const members = await Promise.all(people.map((one) => online(quiet, one)))
    for (const member of members) {
      accepted(await member.run('presence:watch', { roomId: 'lobby' }))
      accepted(await member.run('typing:start', { roomId: 'lobby' }))
    }
    const stream = await openStream(`${quiet.url}/api/rooms/lobby/events`, bearer(boss.token))
    await pause(300)
    stream.close()
    for (const member of members) member.leave()
  }
  assert.deepEqual(sizes(), before)
  await done(quiet, boss, 'message:send', draft('lobby', 'and a thing that is'))
  assert.notDeepEqual(sizes(), before, 'what is written is seen here')
  await quiet.stop()
})
