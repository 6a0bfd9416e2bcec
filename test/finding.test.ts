/** Finding, pinning and saving from outside: through both doors, and only within visible rooms. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { Payload } from '../protocol/commands.ts'
import type { Change, SavedMark } from '../protocol/models.ts'
import { eventually } from './support/eventually.ts'
import { corners } from './support/files/pictures.ts'
import { codeOf, done, draft, online, overHttp, owner, person, type Somebody } from './support/people.ts'
import { startServer } from './support/server.ts'
import { accepted } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const [ann, bob] = await Promise.all([person(server, 'Ann'), person(server, 'Bob')])
const say = (who: Somebody, roomId: string, body: string, more: object = {}) =>
  done(server, who, 'message:send', { ...draft(roomId, body), ...more })

async function found(who: Somebody, query: string): Promise<string[]> {
  const bodies: string[] = []
  let after: string | undefined
  do {
    const page = await done(server, who, 'search', { query, after })
    bodies.push(...page.hits.map(({ message }) => message.body))
    after = page.next
  } while (after !== undefined)
  return bodies
}

test('[F12] both doors answer the same', async (t) => {
  const member = await online(server, bob)
  t.after(() => member.leave())
  const mine = await say(bob, 'lobby', 'a lighthouse')
  await say(ann, 'lobby', '@Bob a Lighthouse?', { replyTo: mine.seq })
  await done(server, bob, 'message:pin', { roomId: 'lobby', seq: mine.seq, on: true })
  await done(server, bob, 'message:save', { roomId: 'lobby', seq: mine.seq, on: true })
  for (const [name, payload] of [
    ['search', { query: 'LIGHT from:bob', limit: 5 }],
    ['inbox:list', {}],
    ['messages:saved', { limit: 1 }],
    ['messages:pinned', { roomId: 'lobby' }],
    ['message:versions', { roomId: 'lobby', seq: mine.seq }],
  ] as const) {
    const bySocket = accepted(await member.run(name, payload as Payload<typeof name>))
    assert.deepEqual(bySocket, await done(server, bob, name, payload as Payload<typeof name>), name)
    assert.ok(JSON.stringify(bySocket).length > 10, name)
  }
  assert.equal(codeOf(await overHttp(server, bob.token, 'search', { query: 'before:ann' })), 'bad_request')
  assert.equal(codeOf(await overHttp(server, bob.token, 'search', { query: 'x'.repeat(501) })), 'bad_request')
  assert.equal(codeOf(await overHttp(server, bob.token, 'search', { query: 'x', after: 'y' })), 'bad_request')
})

test('[U67] has: finds messages by their files, and words by files’ names and descriptions', async () => {
  const carry = async (body: string, name: string, bytes: Uint8Array<ArrayBuffer>, alt?: string) => {
    const form = new FormData()
    form.set('body', body)
    if (alt !== undefined) form.set('alt', alt)
    form.set('file', new Blob([bytes]), name)
    const headers = { authorization: `Bearer ${ann.token}` }
    const answer = await fetch(`${server.url}/api/rooms/lobby/messages`, { method: 'POST', headers, body: form })
    assert.equal(answer.status, 201, await answer.text())
  }
  await carry('the zeppelin', 'quartz.png', new Uint8Array(await corners(60, 40).png().toBuffer()), 'a violet vortex')
  await carry('its papers', 'Zeppelin manual.txt', new TextEncoder().encode('how to fly'))
  await say(ann, 'lobby', 'a zeppelin without a file')
  for (const [query, bodies] of [
    ['zeppelin has:file', ['its papers', 'the zeppelin']],
    ['has:image zeppelin', ['the zeppelin']],
    ['has:image vortex', ['the zeppelin']],
    ['quartz', ['the zeppelin']],
    ['zeppelin manual', ['its papers']],
    ['zeppelin has:video', []],
    ['zeppelin has:audio', []],
  ] as const)
    // At once from the messages, and the same from the index that follows them.
    for (let again = 0; again < 20; again++) assert.deepEqual(await found(bob, query), bodies, query)
  assert.equal(codeOf(await overHttp(server, bob.token, 'search', { query: 'has:cheese' })), 'bad_request')
})

test('[E1] [E4] the room hears of a pin, and only my own devices of a saved message', async (t) => {
  const [bobs, anns] = await Promise.all([online(server, bob), online(server, ann)])
  t.after(() => [bobs, anns].forEach((member) => member.leave()))
  const heard: { who: string; mark: SavedMark }[] = []
  bobs.socket.on('saved:changed', (mark: SavedMark) => heard.push({ who: 'bob', mark }))
  anns.socket.on('saved:changed', (mark: SavedMark) => heard.push({ who: 'ann', mark }))
  const pins: unknown[] = []
  const { seq } = await say(ann, 'lobby', 'keep this')
  anns.socket.on('room:changed', ({ messages }: Change) => {
    pins.push(...messages.flatMap((message) => (message.seq === seq ? [message.pinnedAt] : [])))
  })
  const { pinnedAt } = await done(server, bob, 'message:pin', { roomId: 'lobby', seq, on: true })
  await done(server, bob, 'message:save', { roomId: 'lobby', seq, on: true })
  await done(server, bob, 'message:save', { roomId: 'lobby', seq, on: true })
  await eventually(() => assert.deepEqual(heard, [{ who: 'bob', mark: { roomId: 'lobby', seq, on: true } }]))
  await eventually(() => assert.equal(pins.at(-1), pinnedAt))
})

test('[F2] people, rooms and searches in any order: nothing is found in a room without a seat', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, (_, n) => person(server, `Seeker ${n}`)))
  const rooms = await Promise.all(
    ['open', 'closed', 'closed'].map((kind, n) =>
      done(server, olga, 'room:create', { kind: kind as 'open' | 'closed', name: `Searched ${n}` }),
    ),
  )
  const seats = new Set<string>()
  const said = new Map<string, string[]>(rooms.map(({ id }) => [id, []]))
  let count = 0
  const step = fc.record({
    act: fc.constantFrom('say', 'seat', 'unseat', 'leave', 'open', 'close', 'find', 'find', 'find'),
    who: fc.nat(people.length - 1),
    where: fc.nat(rooms.length - 1),
  })
  const [steps] = fc.sample(fc.array(step, { minLength: 400, maxLength: 400 }), { numRuns: 1, seed: 5050 })
  let hits = 0
  for (const { act, who, where } of steps!) {
    const [somebody, room] = [people[who]!, rooms[where]!]
    const [roomId, userId, seat] = [room.id, somebody.user.id, `${who} ${where}`]
    if (act === 'say') {
      const body = `needle ${++count} in ${where}`
      await say(olga, roomId, body)
      said.get(roomId)!.unshift(body)
    } else if (act === 'seat') {
      await done(server, olga, 'room:invite', { roomId, userId })
      seats.add(seat)
    } else if (act === 'unseat' && seats.delete(seat)) {
      await done(server, olga, 'room:remove', { roomId, userId, minutes: 0 })
    } else if (act === 'leave' && seats.delete(seat)) {
      await done(server, somebody, 'room:leave', { roomId })
    } else if (act === 'open' || act === 'close') {
      await done(server, olga, 'room:update', { roomId, kind: act === 'open' ? 'open' : 'closed' })
    } else if (act === 'find') {
      const bodies = await found(somebody, 'needle')
      const expected = rooms.flatMap(({ id }, n) => (seats.has(`${who} ${n}`) ? said.get(id)! : []))
      assert.deepEqual(bodies.toSorted(), expected.toSorted())
      hits += bodies.length
    }
  }
  assert.ok(hits > 100)
})

test('[F8] two thousand searches for anything: none is a fault', async (t) => {
  const member = await online(server, ann)
  t.after(() => member.leave())
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.constantFrom('"', "'", '*', 'NEAR(', 'a OR', '^', '-'),
  )
  const queries = fc.sample(text, { numRuns: 2_000, seed: 5 })
  for (let start = 0; start < queries.length; start += 4) {
    const results = await Promise.all(queries.slice(start, start + 4).map((query) => member.run('search', { query })))
    for (const result of results) assert.ok(['ok', 'bad_request'].includes(codeOf(result)))
  }
})
