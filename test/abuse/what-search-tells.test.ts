/** Search and lists tell nothing of rooms that are not mine: not by their answers, and not by their time. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { type CommandName, commands, type Output, type Payload } from '../../protocol/commands.ts'
import { aDevice, named, newRoom, type Somebody } from '../../server/store/contract/stage.ts'
import { apart } from '../support/apart.ts'
import { eventually } from '../support/eventually.ts'
import { codeOf, overHttp } from '../support/people.ts'
import { type ServerHere, serveHere } from '../support/server-here.ts'
import { accepted, enter, type Member } from '../support/sockets.ts'

/** Pairs of asks: a thousand in all. */
const PAIRS = 500
/** By chance it is more than this once in ten thousand times. */
const CHANCE = 4
/** More than one page of a search looks at. Most of the messages are in her own room. */
const MANY = 5_200
const MINE = 5_400

let server: ServerHere
let mallory: Member
let others: Somebody
let closed: string
let mine: string
const tokens = new Map<string, string>()

async function arrive(name: string): Promise<Somebody> {
  const token = crypto.randomUUID()
  const newcomer = { name: named(name), device: aDevice('', token), passwordHash: 'none' }
  const { user, sessionId } = await server.store.addUser(newcomer)
  tokens.set(user.id, token)
  return { user, userId: user.id, sessionId }
}
/** Messages that are not in the index yet are looked through, which would tell nothing of the index. */
const isIndexed = (messages: number) =>
  eventually(() => {
    const index = new DatabaseSync(join(server.dataDir, 'search.db'), { readOnly: true })
    const { count } = index.prepare('select count(*) as count from grams_docsize').get()!
    index.close()
    assert.equal(count, messages)
  }, 20_000)
const say = (who: Somebody, roomId: string, body: string) =>
  server.store.append(who, { roomId, clientId: crypto.randomUUID(), body })
const makeRoom = async (who: Somebody, kind: 'open' | 'closed', name: string, others: Somebody[] = []) =>
  (
    await server.store.createRoom(
      who,
      newRoom(
        kind,
        name,
        others.map(({ userId }) => userId),
      ),
    )
  ).roomId

before(async () => {
  server = await serveHere(['--limits', 'off'])
  others = await arrive('Others')
  const me = await arrive('Mallory')
  closed = await makeRoom(others, 'closed', 'A secret')
  mine = await makeRoom(me, 'closed', 'Mine')
  await Promise.all([
    ...Array.from({ length: MANY }, (_, count) => say(others, closed, `the kumquat ${count}`)),
    ...Array.from({ length: MINE }, (_, count) =>
      say(me, mine, `the ${count % 10 === 0 ? 'mandarin' : 'tree'} ${count}`),
    ),
  ])
  mallory = await enter(server.url, { token: tokens.get(me.userId)! })
  await isIndexed(MANY + MINE)
})
after(async () => {
  mallory.leave()
  await server.stop()
})
const find = async (query: string) => accepted(await mallory.run('search', { query }))

describe('search over rooms that are not mine', () => {
  test('[A51] a word that others said five thousand times is answered as one that no one said', async () => {
    const { terms, ...nothing } = await find('kumquat')
    assert.deepEqual([terms, nothing], [['kumquat'], { hits: [] }])
    assert.deepEqual(await find('kumquam'), { terms: ['kumquam'], hits: [] })
    for (const query of ['kum -quat', 'mq', '-zebra kumquat', 'has:link kumquat', 'from:others kumquat'])
      assert.deepEqual(Object.keys(await find(query)), ['hits', 'terms'], query)
  })

  test('[A51] … after the same time, while words in one’s own room are noticed', async () => {
    // All of its messages are looked at, and none is found.
    await find('mandarin -mandarin')
    const same = await apart(
      PAIRS,
      () => find('kumquat -kumquat'),
      () => find('kumquam -kumquam'),
    )
    const own = await apart(
      60,
      () => find('mandarin -mandarin'),
      () => find('mandarim -mandarim'),
    )
    assert.ok(own > CHANCE, `the control is noticed: ${own.toFixed(1)}`)
    assert.ok(Math.abs(same) < CHANCE, `${same.toFixed(1)} standard deviations apart`)
  })

  test('[A51] a page does not end where others said something', async () => {
    const pageOf = async () => {
      const { hits, next } = accepted(await mallory.run('search', { query: 'the', limit: 5 }))
      return { seqs: hits.map(({ message }) => message.seq), next }
    }
    const first = await pageOf()
    assert.deepEqual(
      first.seqs,
      [0, 1, 2, 3, 4].map((place) => MINE - place),
    )
    await Promise.all(Array.from({ length: 50 }, (_, count) => say(others, closed, `the other ${count}`)))
    assert.deepEqual(await pageOf(), first)
  })
})

describe('cursors', () => {
  /** A first page of each list that has pages, and its reader. */
  const LISTS: { [Name in CommandName]?: () => Payload<Name> } = {
    search: () => ({ query: 'the', limit: 1 }),
    'inbox:list': () => ({ limit: 1 }),
    'messages:saved': () => ({ limit: 1 }),
    'rooms:browse': () => ({ limit: 1 }),
    'room:members': () => ({ roomId: 'lobby', limit: 1 }),
    'audit:list': () => ({ limit: 1 }),
    'report:reporters': () => ({ reportId, limit: 1 }),
    'reactions:list': () => ({ ...spam, emoji: '👍', limit: 1 }),
    'people:list': () => ({ limit: 1 }),
    'reminders:list': () => ({ limit: 1 }),
    'files:list': () => ({ roomId: spam.roomId, kind: 'link', limit: 1 }),
  }
  let reportId: string
  let spam: { roomId: string; seq: number }
  let [ann, bob]: Somebody[] = []

  before(async () => {
    ;[ann, bob] = [await arrive('Ann'), await arrive('Bob')]
    for (const who of [ann, bob]) await server.store.block(who, who === ann ? bob.userId : ann.userId, false)
    const rooms = [await makeRoom(ann, 'open', 'One', [bob]), await makeRoom(ann, 'open', 'Two', [bob])]
    for (const [place, who] of [ann, bob].entries()) {
      const other = [bob, ann][place]!
      for (const roomId of rooms) {
        const { message } = await say(who, roomId, 'the lark')
        for (let count = 0; count < 2; count++)
          await server.store.append(other, {
            roomId,
            clientId: crypto.randomUUID(),
            body: 'the answer',
            replyTo: message.seq,
          })
        await server.store.save(who, roomId, message.seq, true)
        await server.store.remind(who, roomId, message.seq, '2100-01-01T00:00:00.000Z')
      }
    }
    await server.store.setOwnerCode(new Uint8Array(32))
    const owner = { name: named('Olga'), passwordHash: 'none', device: aDevice() }
    const olga = await server.store.redeemOwnerCode(new Uint8Array(32), owner)
    const signed = { userId: olga.user.id, sessionId: olga.sessionId }
    for (const who of [ann, bob]) await server.store.appoint(signed, who.userId, 'moderator')
    const { message } = await say(bob, rooms[0]!, 'the spam, https://spam.example')
    await say(bob, rooms[0]!, 'more of it, https://spam.example')
    for (const name of ['Rita', 'Ruth'])
      await server.store.report(await arrive(name), rooms[0]!, message.seq, 'it is spam')
    spam = { roomId: rooms[0]!, seq: message.seq }
    for (const who of [ann, bob]) await server.store.react(who, spam.roomId, spam.seq, '👍', true)
    const { reports } = await server.store.reports(ann)
    reportId = reports[0]!.id
  })

  const ask = async <Name extends CommandName>(who: Somebody, name: Name, more: object = {}) => {
    const payload = { ...(LISTS[name] as () => object)(), ...more } as Payload<Name>
    return overHttp(server, tokens.get(who.userId)!, name, payload)
  }
  const nextOf = async (who: Somebody, name: CommandName) => {
    const { next } = accepted(await ask(who, name)) as Output<'search'>
    assert.ok(next, `${name} has more`)
    return next
  }

  test('[A50] every list that goes on somewhere is among them', () => {
    const withAfter = Object.entries(commands).filter(([, { fields }]) => 'after' in fields.entries)
    const named = withAfter.map(([name]) => name).filter((name) => name !== 'room:history')
    assert.deepEqual(named.toSorted(), Object.keys(LISTS).toSorted())
  })

  test('[A50] a cursor is of one person and one list, and of nothing that was made up', async () => {
    for (const name of Object.keys(LISTS) as CommandName[]) {
      const next = await nextOf(ann!, name)
      assert.equal(codeOf(await ask(ann!, name, { after: next })), 'ok', name)
      assert.equal(next, await nextOf(ann!, name), 'the same page has the same')
      assert.doesNotMatch(next, /^\d+$/)
      const wrong = {
        'of Bob': await nextOf(bob!, name),
        'of another list': await nextOf(ann!, name === 'search' ? 'inbox:list' : 'search'),
        'a row': '4711',
        'a room': closed,
        somebody: others.userId,
        changed: next.slice(0, -1) + (next.endsWith('A') ? 'B' : 'A'),
        cut: next.slice(1),
        long: 'A'.repeat(1_001),
      }
      for (const [what, after] of Object.entries(wrong))
        assert.equal(codeOf(await ask(ann!, name, { after })), 'bad_request', `${name}: ${what}`)
    }
  })

  test('[A52] a cursor of open rooms goes by their names at the time it was told', async () => {
    const names = async (after: string) =>
      (accepted(await ask(ann!, 'rooms:browse', { after, limit: 50 })) as Output<'rooms:browse'>).rooms.map(
        ({ name }) => name,
      )
    // The first by name is the lobby, and the second is closed and called otherwise.
    const first = accepted(await ask(ann!, 'rooms:browse', { limit: 2 })) as Output<'rooms:browse'>
    const [, last] = first.rooms
    const before = await names(first.next!)
    await server.store.updateRoom(ann!, last!.id, { kind: 'closed', name: 'Zzz', look: 'zzz', slug: 'zzz' })
    assert.deepEqual(await names(first.next!), before)
  })

  test('[A54] ids of acts in the log do not tell how many there were between two', async () => {
    const { entries } = accepted(await ask(ann!, 'audit:list', { limit: 50 })) as Output<'audit:list'>
    assert.ok(entries.length > 1)
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
    for (const { id } of entries) assert.match(id, /^[\w-]{16}$/)
    const seenByBob = accepted(await ask(bob!, 'audit:list', { limit: 50 })) as Output<'audit:list'>
    assert.deepEqual(seenByBob, { entries })
  })
})
