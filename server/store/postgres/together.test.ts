/** Several stores on one database of Postgres: what they decide and count together. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { prepareName } from '../../../protocol/names/looks.ts'
import { startPostgres } from '../../../test/support/postgres.ts'
import { temporaryFolder } from '../../../test/support/server.ts'
import { aDevice, hash, newRoom } from '../contract/stage.ts'
import { openStore } from '../open.ts'
import type { Store } from '../store.ts'
import type { SignedIn, Signed } from '../terms.ts'

const HOUR_MS = 3_600_000

const postgres = await startPostgres()
const url = await postgres.newDatabase()
const [one, other] = await Promise.all([1, 2].map(() => openStore({ url, folder: temporaryFolder() })))
const stores = [one!, other!]
after(() => Promise.all(stores.map((store) => store.close())))

const signed = ({ user, sessionId }: SignedIn): Signed => ({ userId: user.id, sessionId })
const guest = async (store: Store, name: string) =>
  signed(await store.addUser({ name: prepareName(name), device: aDevice() }))
const person = async (store: Store, name: string) =>
  signed(await store.addUser({ name: prepareName(name), device: aDevice(), passwordHash: 'hash' }))

/** Does the same at both stores at the same moment, and counts what was accepted. Every no must have this code. */
async function race(code: string, ...acts: (() => Promise<unknown>)[]): Promise<number> {
  const done = await Promise.allSettled(acts.map((act) => act()))
  for (const result of done)
    if (result.status === 'rejected')
      assert.equal((result.reason as { code?: string }).code, code, String(result.reason))
  return done.filter(({ status }) => status === 'fulfilled').length
}

describe('two stores on one database', () => {
  test('[L68] count the uses of a limit together, exactly', async () => {
    for (let time = 0; time < 5; time++) {
      const use = { key: randomUUID(), burst: 6, everyMs: HOUR_MS }
      const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => stores[n % 2]!.takeUses([use])))
      assert.equal(answers.filter((answer) => answer === undefined).length, 6)
      await one!.giveBackUses([use])
      assert.equal(await other!.takeUses([use]), undefined)
      assert.ok((await one!.takeUses([use]))!.waitMs > HOUR_MS - 120_000)
    }
  })

  test('[L69] several limits in any order wait for no other count, and a refused one writes nothing', async () => {
    const limits = Array.from({ length: 3 }, () => ({ key: randomUUID(), burst: 1_000, everyMs: HOUR_MS }))
    const turned = [...limits].reverse()
    await Promise.all(Array.from({ length: 100 }, (_, n) => stores[n % 2]!.takeUses(n % 4 < 2 ? limits : turned)))
    const full = { key: randomUUID(), burst: 1, everyMs: HOUR_MS }
    await one!.takeUses([full])
    // A write moves the row, and a lock leaves its transaction there.
    const written = () => postgres.run(`select ctid, xmin, xmax, idle_at from limits where key = '${full.key}'`, url)
    const before = await written()
    for (let time = 0; time < 20; time++) assert.ok(await stores[time % 2]!.takeUses([full]))
    assert.deepEqual(await written(), before)
  })

  test('[L71] a clock of the database that was set back locks nobody out', async () => {
    const use = { key: randomUUID(), burst: 2, everyMs: 60_000 }
    await one!.takeUses([use])
    await postgres.run(`update limits set idle_at = idle_at + ${2 * HOUR_MS} where key = '${use.key}'`, url)
    assert.equal(await other!.takeUses([use]), undefined)
    assert.equal(await one!.takeUses([use]), undefined)
    const { waitMs } = (await other!.takeUses([use]))!
    assert.ok(waitMs <= use.everyMs, `${waitMs}`)
  })

  test('[L66] [L67] take one turn of a user in a slow room, by one clock', async () => {
    const [host, ann] = [await person(one!, 'Host'), await person(other!, 'Ann')]
    for (let time = 0; time < 5; time++) {
      const { roomId } = await one!.createRoom(host, newRoom('open', `Slow ${time}`))
      await one!.updateRoom(host, roomId, { slowSeconds: 3_600 })
      await other!.join(ann, roomId)
      const say = (store: Store) => () => store.append(ann, { roomId, clientId: randomUUID(), body: 'words' })
      const acts = Array.from({ length: 10 }, (_, n) => say(stores[n % 2]!))
      assert.equal(await race('rate_limited', ...acts), 1)
      assert.equal((await other!.history(roomId, { limit: 10 })).rev, 1)
      await postgres.run(`update turns set at = at + ${2 * HOUR_MS} where room_id = '${roomId}'`, url)
      assert.equal(await race('rate_limited', ...acts), 1)
    }
  })

  test('[L71] delete rows of limits, turns and nodes that no longer matter, and no others', async () => {
    const [host, ann] = [await person(one!, 'Host of the past'), await person(other!, 'Ann of the past')]
    const [past, present, deleted] = await Promise.all(
      ['Past', 'Present', 'Deleted'].map(async (name) => {
        const { roomId } = await one!.createRoom(host, newRoom('open', name))
        await one!.updateRoom(host, roomId, { slowSeconds: 3_600 })
        await one!.join(ann, roomId)
        await one!.append(ann, { roomId, clientId: randomUUID(), body: 'words' })
        return roomId
      }),
    )
    const [idle, busy] = [1, HOUR_MS].map((everyMs) => ({ key: randomUUID(), burst: 1, everyMs }))
    for (const use of [idle!, busy!]) await one!.takeUses([use])
    await one!.meetNodes('past', { access: 'open', limits: 'on', version: '1' })
    await one!.meetNodes('present', { access: 'open', limits: 'on', version: '1' })
    await postgres.run(`update turns set at = at - ${2 * HOUR_MS} where room_id = '${past}'`, url)
    await postgres.run(`update nodes set seen_at = seen_at - 61000 where id = 'past'`, url)
    await one!.deleteRoom(host, deleted!)
    while (await other!.purge());

    const left = async (column: string, table: string, ids: string[]) => {
      const list = ids.map((id) => `'${id}'`).join()
      const rows = await postgres.run(`select ${column} as id from ${table} where ${column} in (${list})`, url)
      return rows.map(({ id }) => id)
    }
    assert.deepEqual(await left('room_id', 'turns', [past!, present!, deleted!]), [present])
    assert.deepEqual(await left('key', 'limits', [idle!.key, busy!.key]), [busy!.key])
    assert.deepEqual(await left('id', 'nodes', ['past', 'present']), ['present'])
  })

  test('[L72] give a name, and all that look like it, to one person', async () => {
    const pairs = (time: number) => [
      [`Mia ${time}`, `Mia ${time}`],
      // The second letter is Cyrillic in one of them.
      [`Pаul ${time}`, `Paul ${time}`],
    ]
    for (let time = 0; time < 5; time++) {
      for (const [mine, theirs] of pairs(time) as [string, string][]) {
        const add = (store: Store, name: string) => () => person(store, name)
        assert.equal(await race('conflict', add(one!, `${mine} new`), add(other!, `${theirs} new`)), 1)

        const [a, b] = await Promise.all([guest(one!, `${mine} a`), guest(other!, `${theirs} b`)])
        await Promise.all([one!.claim(a, `${mine} a`, 'hash'), other!.claim(b, `${theirs} b`, 'hash')])
        const rename = (store: Store, who: Signed, name: string) => () => store.rename(who, prepareName(name))
        assert.equal(await race('conflict', rename(one!, a, mine), rename(other!, b, theirs)), 1)
        assert.equal(await race('conflict', add(one!, `${mine} too`), rename(other!, b, `${theirs} too`)), 1)
      }
    }
  })

  test('[L72] make one person of two guests who claim one name, and one owner of one code', async () => {
    for (let time = 0; time < 5; time++) {
      const name = `Noa ${time}`
      const [a, b] = await Promise.all([guest(one!, name), guest(other!, name)])
      const claims = await race(
        'conflict',
        () => one!.claim(a, name, 'hash'),
        () => other!.claim(b, name, 'hash'),
      )
      assert.equal(claims, 1)
      const code = randomUUID()
      await one!.setOwnerCode(hash(code))
      const owner = (named: string) => ({ name: prepareName(named), passwordHash: 'hash', device: aDevice() })
      const owners = await race(
        'forbidden',
        () => one!.redeemOwnerCode(hash(code), owner(`Olga ${time}`)),
        () => other!.redeemOwnerCode(hash(code), owner(`Olaf ${time}`)),
      )
      assert.equal(owners, 1)
    }
    const names = await postgres.run(
      `select name_look from users where kind = 'person' and left_at is null group by name_look having count(*) > 1`,
      url,
    )
    assert.deepEqual(names, [])
  })
})
