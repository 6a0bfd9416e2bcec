/**
 * Three nodes carry out random commands at once, and the end is compared with what one node could have come to.
 * `EARSHOT_FUZZ_ROUNDS=1000 EARSHOT_FUZZ_SEED=7 npm test -- server/store/postgres/several-nodes.test.ts` for a longer one.
 */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, test } from 'node:test'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { startPostgres } from '../../../test/support/postgres.ts'
import { temporaryFolder } from '../../../test/support/server.ts'
import { aDevice, hash, named, newRoom, type Somebody } from '../contract/stage.ts'
import { openStore } from '../open.ts'
import type { Store } from '../store.ts'

const ROUNDS = Number(process.env['EARSHOT_FUZZ_ROUNDS'] ?? 12)
const SEED = Number(process.env['EARSHOT_FUZZ_SEED'] ?? randomInt(1_000_000))
/** Commands under way at once. */
const AT_ONCE = 16
const PEOPLE = 5

const postgres = await startPostgres()

/** Numbers from 0 to 1 that a seed repeats. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test('[S75] whatever three nodes write at once, the end is one that a single node could have come to', async (t) => {
  t.diagnostic(`EARSHOT_FUZZ_SEED=${SEED} EARSHOT_FUZZ_ROUNDS=${ROUNDS}`)
  const url = await postgres.newDatabase()
  const nodes = await Promise.all([1, 2, 3].map(() => openStore({ url, folder: temporaryFolder() })))
  after(() => Promise.all(nodes.map((node) => node.close())))

  const random = chance(SEED)
  const below = (count: number): number => Math.floor(random() * count)
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!
  const node = (): Store => oneOf(nodes)

  const people: Somebody[] = []
  await nodes[0]!.setOwnerCode(hash('owner'))
  for (let count = 0; count < PEOPLE; count++) {
    const person = { name: named(`Person ${count}`), device: aDevice(), passwordHash: 'hash' }
    const came = await (count === 0 ? nodes[0]!.redeemOwnerCode(hash('owner'), person) : nodes[0]!.addUser(person))
    people.push({ ...came, userId: came.user.id })
  }
  const someone = (): Somebody => oneOf(people)

  const rooms: string[] = [LOBBY]
  const messages: Message[] = []
  /** The changes that each room was told: each rev once. */
  const changes = new Map<string, number[]>()
  const noted = ({ message, isNew }: { message: Message; isNew: boolean }) => {
    if (!isNew) return
    messages.push(message)
    const { roomId, rev } = message
    changes.set(roomId, [...(changes.get(roomId) ?? []), rev])
  }
  const directs = new Map<string, Set<string>>()
  const redeemed = new Map<string, number>()
  const codes: string[] = []
  const guestNumbers: number[] = []
  let counted = 0

  const noteRoom = ({ roomId }: { roomId: string }) => void (rooms.includes(roomId) || rooms.push(roomId))
  const commands: (() => Promise<unknown>)[] = [
    // Twice, as a client does that did not hear the first answer.
    async () => {
      const [who, draft] = [someone(), { roomId: oneOf(rooms), body: `said ${++counted}`, clientId: `c${counted}` }]
      // One may be refused: its author may have left the room between the two.
      const twice = [node(), node()].map(async (store) => noted(await store.append(who, draft)))
      await Promise.allSettled(twice)
    },
    async () =>
      noted(await node().append(someone(), { roomId: oneOf(rooms), body: 'once', clientId: `c${++counted}` })),
    async () => {
      if (messages.length === 0) return
      const { author, roomId, seq } = oneOf(messages)
      const who = people.find(({ userId }) => userId === author.id)!
      noted(await node().edit(who, { roomId, seq, body: `edited ${++counted}` }))
    },
    async () => {
      if (messages.length === 0) return
      const { roomId, seq } = oneOf(messages)
      noted(await node().react(someone(), roomId, seq, oneOf(['👍', '🎉']), random() < 0.7))
    },
    async () => {
      if (messages.length === 0 || random() < 0.5) return
      const { author, roomId, seq } = oneOf(messages)
      noted(
        await node().deleteMessage(
          people.find(({ userId }) => userId === author.id)!,
          roomId,
          seq,
        ),
      )
    },
    async () => {
      const who = someone()
      const others = [someone(), someone()].filter(({ userId }) => userId !== who.userId).map(({ userId }) => userId)
      if (others.length === 0) return
      const made = await node().createRoom(who, newRoom('direct', '', others))
      const key = [...new Set([who.userId, ...others])].toSorted().join(' ')
      directs.set(key, (directs.get(key) ?? new Set()).add(made.roomId))
      noteRoom(made)
    },
    async () => noteRoom(await node().createRoom(someone(), newRoom('open', oneOf(['Tea', 'tea', 'Chess', 'Rowing'])))),
    () => node().join(someone(), oneOf(rooms)),
    () => node().leaveRoom(someone(), oneOf(rooms)),
    () => node().markRead(someone(), oneOf(rooms), below(40)),
    () => node().markAllRead(someone()),
    async () => {
      const code = `code ${++counted}`
      await node().addInvite(people[0]!, { codeHash: hash(code), uses: 1 })
      codes.push(code)
    },
    async () => {
      if (codes.length === 0) return
      const code = codes.at(-1)!
      const come = (name: string) =>
        node().addUser({ name: named(`${name} ${++counted}`), device: aDevice(), inviteHash: hash(code) })
      for (const { status } of await Promise.allSettled([come('One'), come('Other')]))
        if (status === 'fulfilled') redeemed.set(code, (redeemed.get(code) ?? 0) + 1)
    },
    () => node().addUser({ name: named(oneOf(['Ann', 'ann', 'Bob'])), device: aDevice(), passwordHash: 'hash' }),
    () => node().rename(someone(), { ...named(oneOf(['Xena', 'Xeпa', 'Zed'])), look: 'xena' }),
    async () => {
      guestNumbers.push(await node().nextGuestNumber())
    },
    () => node().appoint(someone(), someone().userId, oneOf(['owner', 'member'])),
  ]

  for (let round = 0; round < ROUNDS; round++) {
    const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => oneOf(commands)()))
    for (const result of results) {
      if (result.status === 'fulfilled') continue
      const refused = result.reason as Refusal
      assert.ok(refused instanceof Refusal && refused.code !== 'storage_unavailable', String(refused.stack))
    }
  }

  const rows = (sql: string) => postgres.run(sql, url)
  for (const { id, last_seq, rev } of (await rows('select id, last_seq::int, rev::int from rooms')) as {
    id: string
    last_seq: number
    rev: number
  }[]) {
    const found = (await rows(`select seq::int, rev::int from messages where room_id = '${id}' order by seq`)) as {
      seq: number
      rev: number
    }[]
    const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1)
    assert.deepEqual(
      found.map(({ seq }) => seq),
      upTo(last_seq),
      `seqs of ${id}`,
    )
    const revs = (changes.get(id) ?? []).toSorted((one, other) => one - other)
    assert.deepEqual(revs, upTo(rev), `revs of ${id}, each told once`)
  }
  for (const [people, ids] of directs) assert.equal(ids.size, 1, `direct rooms of ${people}`)
  for (const [code, times] of redeemed) assert.equal(times, 1, code)
  assert.equal(new Set(guestNumbers).size, guestNumbers.length)

  const none = async (sql: string) => assert.deepEqual(await rows(sql), [])
  await none(`select direct_key from rooms where direct_key is not null group by direct_key having count(*) > 1`)
  await none(`select look from rooms where kind = 'open' group by look having count(*) > 1`)
  await none(`select name_key from users where kind = 'person' group by name_key having count(*) > 1`)
  await none(`select name_look from users where kind = 'person' group by name_look having count(distinct name_key) > 1`)
  await none(`select id from invites where uses_left < 0`)
  await none(`select m.user_id from memberships m join rooms r on r.id = m.room_id where m.read_seq > r.last_seq`)
  await none(
    `select r.id from rooms r where r.member_count <> (select count(*) from memberships m where m.room_id = r.id)`,
  )
  const [owners] = await rows(`select count(*)::int as count from users where role = 'owner' and left_at is null`)
  assert.ok((owners!['count'] as number) >= 1)
  for (const who of people) {
    const views = await Promise.all(nodes.map((each) => each.roomsOf(who)))
    assert.deepEqual(views[1], views[0])
    assert.deepEqual(views[2], views[0])
  }
})
