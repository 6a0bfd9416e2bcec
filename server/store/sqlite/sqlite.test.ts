import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { aDevice, hash, inHours, named, newRoom } from '../contract/stage.ts'
import { describeStore } from '../store.contract.ts'
import type { Store } from '../store.ts'
import { openForReading, openForWriting } from './database.ts'
import { openSqliteStore } from './open.ts'

const makePath = () => mkdtemp(join(tmpdir(), 'earshot-store-'))

describeStore('sqlite', async () => {
  const path = await makePath()
  return { open: () => openSqliteStore(path), remove: () => rm(path, { recursive: true }) }
})

describe('sqlite', () => {
  test('[C1] a commit is fsynced: WAL and synchronous=FULL are what the connection says it has', async () => {
    const path = await makePath()
    const database = openForWriting(join(path, 'earshot.db'))
    assert.deepEqual({ ...database.get<object>('pragma journal_mode') }, { journal_mode: 'wal' })
    assert.deepEqual({ ...database.get<object>('pragma synchronous') }, { synchronous: 2 })
    database.close()
    await rm(path, { recursive: true })
  })

  test('the reader cannot write', async () => {
    const path = await makePath()
    openForWriting(join(path, 'earshot.db')).close()
    const reader = openForReading(join(path, 'earshot.db'))
    assert.throws(() => reader.exec('delete from rooms'), /readonly/)
    reader.close()
    await rm(path, { recursive: true })
  })

  test('[S12] a second server on the same folder is refused', async () => {
    const path = await makePath()
    const store = await openSqliteStore(path)
    await assert.rejects(openSqliteStore(path), /Another Earshot is using this data folder/)
    await store.close()
    await (await openSqliteStore(path)).close()
    await rm(path, { recursive: true })
  })

  test('[S13] a damaged, a foreign and a newer database are each one sentence', async () => {
    const path = await makePath()
    const file = join(path, 'earshot.db')
    await writeFile(file, 'this is no database at all, but it is long enough to be taken for one\n'.repeat(100))
    await assert.rejects(openSqliteStore(path), /is damaged/)

    await rm(file)
    await (await openSqliteStore(path)).close()
    const newer = new DatabaseSync(file)
    newer.exec('pragma user_version = 9999')
    newer.close()
    await assert.rejects(openSqliteStore(path), /newer Earshot/)
    await rm(path, { recursive: true })
  })

  test('[C12] a store that is gone refuses instead of waiting', async () => {
    const path = await makePath()
    const store = await openSqliteStore(path)
    await store.close()
    await assert.rejects(store.nextGuestNumber(), { code: 'storage_unavailable' })
    await rm(path, { recursive: true })
  })

  test('[S10] a torn end of the log, as after a power cut, is left out and the rest is kept', async () => {
    const path = await makePath()
    let store = await openSqliteStore(path)
    assert.equal(await store.nextGuestNumber(), 1)
    const writer = new DatabaseSync(join(path, 'earshot.db'))
    await store.close()
    // Another connection keeps the log from being folded into the database at the close.
    await appendFile(join(path, 'earshot.db-wal'), Buffer.alloc(5_000, 7))
    writer.close()
    store = await openSqliteStore(path)
    assert.equal(await store.nextGuestNumber(), 2)
    await store.close()
    await rm(path, { recursive: true })
  })

  // What takes a year takes a statement here: a second connection moves the past, and the store sees what it would have seen.
  const inThePast = async (act: (stage: { store: Store; past: DatabaseSync }) => Promise<void>) => {
    const path = await makePath()
    const store = await openSqliteStore(path)
    const past = new DatabaseSync(join(path, 'earshot.db'))
    try {
      await act({ store, past })
    } finally {
      past.close()
      await store.close()
      await rm(path, { recursive: true })
    }
  }
  const arrive = async (store: Store, name: string, network = '192.0.2.1') => {
    const { user, sessionId } = await store.addUser({ name: named(name), device: aDevice(network, `${name}’s token`) })
    return { user, sessionId, userId: user.id }
  }

  test('[C13] on what footing somebody is in a room is known as it is after each answer, whatever is asked meanwhile', () =>
    inThePast(async ({ store }) => {
      const [ann, bob] = [await arrive(store, 'Ann'), await arrive(store, 'Bob')]
      const { roomId } = await store.createRoom(ann, newRoom('closed', 'Den', []))
      const roleOfBob = async () => (await store.footingIn(roomId, bob))?.room.role
      for (let round = 0; round < 100; round++) {
        const seated = store.seat(ann, roomId, bob.userId, true)
        const meanwhile = [roleOfBob(), roleOfBob()]
        await seated
        assert.equal(await roleOfBob(), 'member')
        const unseated = store.unseat(ann, roomId, bob.userId, inHours(1))
        meanwhile.push(roleOfBob(), roleOfBob())
        await unseated
        assert.equal(await roleOfBob(), undefined)
        await Promise.all(meanwhile)
        assert.equal(await roleOfBob(), undefined)
      }
      await store.mute(ann, { userId: ann.userId, until: new Date(Date.now() + 50).toISOString(), reason: '' })
      assert.ok((await store.footingIn(roomId, ann))?.room.mutedUntil !== undefined)
      await new Promise((resolve) => setTimeout(resolve, 60))
      assert.equal((await store.footingIn(roomId, ann))?.room.mutedUntil, undefined)
    }))

  test('[C4] who asks on what footing they are is answered in the order of asking, whatever is remembered meanwhile', () =>
    inThePast(async ({ store }) => {
      const ann = await arrive(store, 'Ann')
      const answered: string[] = []
      const ask = async (what: string) => {
        await store.footingIn(LOBBY, ann)
        answered.push(what)
      }
      const late = ask('first').then(() => ask('late'))
      const others = Array.from({ length: 20 }, (_, index) => ask(`${index}`))
      await Promise.all([late, ...others])
      assert.deepEqual(answered, ['first', ...others.keys(), 'late'].map(String))
    }))

  test('[S28] a session unused for a year is over, and its use is noted once an hour', () =>
    inThePast(async ({ store, past }) => {
      const ann = await arrive(store, 'Ann')
      const usedAt = async () => (await store.sessionsOf(ann))[0]?.lastUsedAt
      past.prepare('update sessions set used_at = ?').run(inHours(-0.9))
      const before = await usedAt()
      await store.noteUse(ann.sessionId, '192.0.2.2')
      assert.equal(await usedAt(), before)
      past.prepare('update sessions set used_at = ?').run(inHours(-1.1))
      await store.noteUse(ann.sessionId, '192.0.2.2')
      assert.ok(Date.parse((await usedAt())!) > Date.now() - 60_000)
      assert.deepEqual(past.prepare('select network from sessions').all(), [{ __proto__: null, network: '192.0.2.2' }])

      past.prepare('update sessions set used_at = ?').run(inHours(-24 * 366))
      assert.equal(await store.findSession(hash('Ann’s token')), undefined)
      past.prepare('update sessions set used_at = ?').run(inHours(-24 * 364))
      assert.deepEqual((await store.findSession(hash('Ann’s token')))?.user, ann.user)
    }))

  test('[S45] a removal that is past its time is not undone, and what it took away is forgotten', () =>
    inThePast(async ({ store, past }) => {
      const ann = await arrive(store, 'Ann')
      const { message } = await store.append(ann, { roomId: 'lobby', clientId: '1', body: 'first words' })
      await store.edit(ann, { roomId: 'lobby', seq: message.seq, body: 'put aside' })
      const { removal } = await store.removeMessages(ann, ann.userId, inHours(-1))
      assert.equal(await store.purge(), false)
      // What it said before is nowhere but with what was put aside.
      assert.deepEqual(past.prepare('select * from versions').all(), [])
      assert.match(JSON.stringify(past.prepare('select * from removed_messages').all()), /first words/)
      past.prepare('update removals set undo_until = ?').run(inHours(-0.01))
      await assert.rejects(store.undoRemoval(ann, removal.removalId), { code: 'not_found' })
      while (await store.purge());
      assert.deepEqual(past.prepare('select * from removed_messages').all(), [])
    }))

  test('[S50] what is past its time is cleared away, and nothing else', () =>
    inThePast(async ({ store, past }) => {
      const rows = () =>
        ['sessions', 'sign_in_codes', 'invites', 'bans', 'banned_networks', 'mutes', 'kept_out'].map((table) => {
          const { count } = past.prepare(`select count(*) as count from ${table}`).get()!
          return `${table} ${String(count)}`
        })
      const [ann, bob] = [await arrive(store, 'Ann'), await arrive(store, 'Bob')]
      const roomId = (await store.createRoom(ann, newRoom('open', 'Room', [bob.userId]))).roomId
      await store.addSignInCode(ann, hash('code'), inHours(1))
      await store.addInvite(ann, { codeHash: hash('invitation'), expiresAt: inHours(1) })
      await store.addInvite(ann, { codeHash: hash('for ever') })
      await store.mute(ann, { userId: bob.userId, until: inHours(1), reason: '' })
      await store.unseat(ann, roomId, bob.userId, inHours(1))
      await store.ban(ann, { userId: bob.userId, until: inHours(1), reason: '', address: true })
      const all = ['sessions 1', 'sign_in_codes 1', 'invites 2', 'bans 1', 'banned_networks 1', 'mutes 1', 'kept_out 1']
      assert.equal(await store.purge(), false)
      assert.deepEqual(rows(), all)

      past.prepare('update sign_in_codes set expires_at = ?').run(inHours(-1))
      past.prepare('update invites set expires_at = ? where expires_at is not null').run(inHours(-24 * 31))
      for (const table of ['bans', 'mutes', 'kept_out']) past.prepare(`update ${table} set until = ?`).run(inHours(-1))
      while (await store.purge());
      const left = [
        'sessions 1',
        'sign_in_codes 0',
        'invites 1',
        'bans 0',
        'banned_networks 0',
        'mutes 0',
        'kept_out 0',
      ]
      assert.deepEqual(rows(), left)
      past.prepare('update sessions set used_at = ?').run(inHours(-24 * 366))
      while (await store.purge());
      assert.deepEqual(rows()[0], 'sessions 0')
    }))
})
