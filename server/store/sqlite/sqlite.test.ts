import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LOBBY } from '../../../protocol/limits.ts'
import { nameLook, prepareName } from '../../../protocol/names/looks.ts'
import { eventually } from '../../../test/support/eventually.ts'
import { aDevice, hash, inHours, named, newRoom } from '../contract/stage.ts'
import { describeStore } from '../store.contract.ts'
import type { Store } from '../store.ts'
import type { SignedIn } from '../terms.ts'
import { SqliteDatabase } from './database.ts'
import { listMigrations } from '../migrations/list.ts'
import { applyMigrations, migrationFiles } from './migrate.ts'
import { openForReading, openForWriting } from './open-database.ts'
import { openStore } from '../open.ts'
import { renewLooks } from '../sql/upkeep/renew-looks.ts'

const makePath = () => mkdtemp(join(tmpdir(), 'earshot-store-'))

describeStore('sqlite', async () => {
  const path = await makePath()
  return { open: () => openStore({ folder: path }), remove: () => rm(path, { recursive: true }) }
})

/** All columns and indexes, each as a line. */
const tablesOf = (database: SqliteDatabase): string[] => [
  ...lines(
    database,
    `select t.name, t.wr, t.strict, c.name as column_name, c.type, c."notnull", c.dflt_value, c.pk
     from pragma_table_list t join pragma_table_info(t.name) c
     where t.schema = 'main' and t.name not like 'sqlite_%' order by t.name, c.name`,
  ),
  ...lines(
    database,
    `select t.name, i.name as index_name, i."unique", i.partial, c.seqno, c.name as column_name,
            substr(s.sql, instr(s.sql, ' on ')) as columns
     from pragma_table_list t join pragma_index_list(t.name) i join pragma_index_info(i.name) c
     left join sqlite_schema s on s.name = i.name
     where t.schema = 'main' and t.name not like 'sqlite_%' order by t.name, i.name, c.seqno`,
  ),
]

/** All rows, each as a line; what is random and what is of the moment is told by its length. */
const rowsOf = (database: SqliteDatabase): string[] =>
  database
    .all<{ name: string }>(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`)
    .flatMap(({ name }) => lines(database, `select * from ${name}`).map((line) => `${name} ${line}`))
    .map((line) => line.replaceAll(/\b[0-9a-f]{8,16}\b|\d{4}-\d\d-\d\dT[\d:.]+Z/g, ({ length }) => `<${length}>`))
    .sort()

const stampOf = (database: SqliteDatabase): string[] => [
  ...lines(database, 'pragma application_id'),
  ...lines(database, 'pragma user_version'),
]

const lines = (database: SqliteDatabase, sql: string): string[] =>
  database.all<Record<string, unknown>>(sql).map((row) => Object.values(row).join(' ').replaceAll(/\s+/g, ' '))

describe('sqlite', () => {
  test('[C1] a commit is fsynced: WAL and synchronous=FULL are what the connection says it has', async () => {
    const path = await makePath()
    const database = openForWriting(join(path, 'earshot.db'))
    assert.deepEqual({ ...database.get<object>('pragma journal_mode') }, { journal_mode: 'wal' })
    assert.deepEqual({ ...database.get<object>('pragma synchronous') }, { synchronous: 2 })
    database.close()
    await rm(path, { recursive: true })
  })

  test('[S70] the tables and rows that a new database begins with are those that all migrations leave', async () => {
    const path = await makePath()
    const made = openForWriting(join(path, 'earshot.db'))
    const migrated = new SqliteDatabase(':memory:')
    applyMigrations(migrated)
    renewLooks(migrated)
    const [expected, found] = [tablesOf(migrated), tablesOf(made)]
    assert.ok(expected.length > 100, `${expected.length} columns and indexes`)
    assert.deepEqual(found, expected)
    const rows = rowsOf(migrated)
    assert.ok(
      rows.some((row) => row.startsWith('rooms lobby')) && rows.some((row) => row.startsWith('meta')),
      rows.join('\n'),
    )
    assert.deepEqual(rowsOf(made), rows)
    assert.deepEqual(stampOf(made), stampOf(migrated))
    made.close()
    migrated.close()
    await rm(path, { recursive: true })
  })

  test('[S74] migrations that both engines share are applied after the first ones, once', async () => {
    const folder = pathToFileURL(`${await makePath()}/`)
    const path = join(fileURLToPath(folder), 'earshot.db')
    await writeFile(
      new URL('0020-notes.sql', folder),
      'create table notes (\n  id   integer primary key,\n  body text not null\n) strict;',
    )
    await writeFile(new URL('0021-first.sqlite.sql', folder), `insert into notes (body) values ('once');`)
    await writeFile(new URL('0021-first.postgres.sql', folder), `insert into notes (body) values ('never');`)
    for (let round = 0; round < 2; round++) {
      const database = new SqliteDatabase(path)
      applyMigrations(database, migrationFiles(listMigrations('sqlite', folder)))
      assert.equal(
        database.get<{ user_version: number }>('pragma user_version')?.user_version,
        migrationFiles([]).length + 2,
      )
      assert.deepEqual({ ...database.get<object>('select id, body from notes') }, { id: 1, body: 'once' })
      database.close()
    }
    await rm(folder, { recursive: true })
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
    const store = await openStore({ folder: path })
    await assert.rejects(openStore({ folder: path }), /Another Earshot is using this data folder/)
    await store.close()
    await (await openStore({ folder: path })).close()
    await rm(path, { recursive: true })
  })

  test('[S13] a damaged, a foreign and a newer database are each one sentence', async () => {
    const path = await makePath()
    const file = join(path, 'earshot.db')
    await writeFile(file, 'this is no database at all, but it is long enough to be taken for one\n'.repeat(100))
    await assert.rejects(openStore({ folder: path }), /is damaged/)

    await rm(file)
    await (await openStore({ folder: path })).close()
    const newer = new DatabaseSync(file)
    newer.exec('pragma user_version = 9999')
    newer.close()
    await assert.rejects(openStore({ folder: path }), /newer Earshot/)
    await rm(path, { recursive: true })
  })

  test('[L67] a turn of the future, from before the clock was set back, keeps nobody waiting in a slow room', async () => {
    const path = await makePath()
    const store = await openStore({ folder: path })
    const signed = async ({ user, sessionId }: SignedIn) => ({ userId: user.id, sessionId })
    const person = async (name: string) =>
      signed(await store.addUser({ name: named(name), device: aDevice(), passwordHash: 'hash' }))
    const [host, ann] = [await person('Host'), await person('Ann')]
    const { roomId } = await store.createRoom(host, newRoom('open', 'Slow'))
    await store.updateRoom(host, roomId, { slowSeconds: 3_600 })
    await store.join(ann, roomId)
    const say = (clientId: string) => store.append(ann, { roomId, clientId, body: 'words' })
    await say('before')
    const beside = new DatabaseSync(join(path, 'earshot.db'), { timeout: 5_000 })
    beside.exec('update turns set at = at + 7200000')
    beside.close()
    await say('after')
    await assert.rejects(say('too early'), { code: 'rate_limited' })
    await store.close()
    await rm(path, { recursive: true })
  })

  test('[C12] a store that is gone refuses instead of waiting', async () => {
    const path = await makePath()
    const store = await openStore({ folder: path })
    await store.close()
    await assert.rejects(store.nextGuestNumber(), { code: 'storage_unavailable' })
    await rm(path, { recursive: true })
  })

  test('[S10] a torn end of the log, as after a power cut, is left out and the rest is kept', async () => {
    const path = await makePath()
    let store = await openStore({ folder: path })
    assert.equal(await store.nextGuestNumber(), 1)
    const writer = new DatabaseSync(join(path, 'earshot.db'))
    await store.close()
    // Another connection keeps the log from being folded into the database at the close.
    await appendFile(join(path, 'earshot.db-wal'), Buffer.alloc(5_000, 7))
    writer.close()
    store = await openStore({ folder: path })
    assert.equal(await store.nextGuestNumber(), 2)
    await store.close()
    await rm(path, { recursive: true })
  })

  // A statement replaces a year: a second connection moves the stored times back, as if the time had passed.
  const inThePast = async (act: (stage: { store: Store; past: DatabaseSync }) => Promise<void>) => {
    const path = await makePath()
    const store = await openStore({ folder: path })
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

  const own = async (store: Store, name: string, network = '192.0.2.1') => {
    await store.setOwnerCode(hash('code of the owner'))
    const owner = { name: named(name), passwordHash: 'hash', device: aDevice(network) }
    const { user, sessionId } = await store.redeemOwnerCode(hash('code of the owner'), owner)
    return { user, sessionId, userId: user.id }
  }

  test('[C13] a user’s access to a room is right after each answer, whatever is asked meanwhile', () =>
    inThePast(async ({ store }) => {
      const [ann, bob] = [await own(store, 'Ann'), await arrive(store, 'Bob')]
      const { roomId } = await store.createRoom(ann, newRoom('closed', 'Den', []))
      const roleOfBob = async () => (await store.roomAccess(roomId, bob))?.room.role
      for (let round = 0; round < 100; round++) {
        const seated = store.seat(ann, roomId, bob.userId)
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
      const mutedUntil = async () => (await store.roomAccess(LOBBY, bob))?.room.mutedUntil
      await store.mute(ann, { userId: bob.userId, until: new Date(Date.now() + 300).toISOString(), reason: '' })
      assert.ok((await mutedUntil()) !== undefined)
      await eventually(async () => assert.equal(await mutedUntil(), undefined))
    }))

  test('[C4] questions about access are answered in their order, whatever is cached meanwhile', () =>
    inThePast(async ({ store }) => {
      const ann = await arrive(store, 'Ann')
      const answered: string[] = []
      const ask = async (what: string) => {
        await store.roomAccess(LOBBY, ann)
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
      const [ann, bob] = [await own(store, 'Ann'), await arrive(store, 'Bob')]
      const { message } = await store.append(bob, { roomId: 'lobby', clientId: '1', body: 'first words' })
      await store.edit(bob, { roomId: 'lobby', seq: message.seq, body: 'put aside' })
      const { removal } = await store.removeMessages(ann, bob.userId, inHours(-1))
      assert.equal(await store.purge(), false)
      // Its earlier version exists only among the messages kept for undo.
      assert.deepEqual(past.prepare('select * from versions').all(), [])
      assert.match(JSON.stringify(past.prepare('select * from removed_messages').all()), /first words/)
      past.prepare('update removals set undo_until = ?').run(inHours(-0.01))
      await assert.rejects(store.undoRemoval(ann, removal.removalId), { code: 'not_found' })
      while (await store.purge());
      assert.deepEqual(past.prepare('select * from removed_messages').all(), [])
    }))

  test('[U165] a deletion of files that is past its time is not undone, and its files go', () =>
    inThePast(async ({ store, past }) => {
      const [ann, bob] = [await own(store, 'Ann'), await arrive(store, 'Bob')]
      const { id } = await store.addFile(bob, { name: 'a.txt', type: '', size: 3 })
      const content = { hash: 'a'.repeat(64), type: 'text/plain', size: 3 }
      await store.announceContent(content.hash, 3)
      await store.completeFile(id, { facts: { name: 'a.txt', ...content }, forms: [{ form: 'original', ...content }] })
      await store.append(bob, { roomId: 'lobby', clientId: '1', body: '', files: [{ id }] })
      past.prepare('update messages set sent_at = ?').run(inHours(-2))
      const { deletion } = await store.deleteOlderFiles(ann, { before: inHours(-1) })
      assert.equal(deletion.files, 1)
      assert.equal(await store.purge(), false)
      assert.deepEqual(await store.takeUnusedContents(inHours(1), 10), [], 'it may come back')
      past.prepare('update file_deletions set undo_until = ?').run(inHours(-0.01))
      await assert.rejects(store.restoreFiles(ann, deletion.deletionId), { code: 'not_found' })
      assert.deepEqual((await store.fileUsage(ann)).deletions, [])
      while (await store.purge());
      for (const table of ['file_deletions', 'deleted_files', 'files', 'file_forms'])
        assert.deepEqual(past.prepare(`select * from ${table}`).all(), [], table)
      assert.deepEqual(await store.takeUnusedContents(inHours(1), 10), [content.hash])
    }))

  test('[S62] older rows without names get the names of today', async () => {
    const path = await makePath()
    const folder = new URL('./migrations/', import.meta.url)
    const before = readdirSync(folder)
      .sort()
      .filter((name) => name < '0008')
    const old = new DatabaseSync(join(path, 'earshot.db'))
    for (const name of before) old.exec(readFileSync(new URL(name, folder), 'utf8'))
    old.exec(`
      insert into users (id, name, name_key, name_look, kind, created_at, left_at) values
        ('u_mod', 'Mod', 'mod', 'mod', 'person', '', null), ('u_left', 'former member', '', '', 'guest', '', '2026-01-01');
      update users set role = 'owner' where id = 'u_mod';
      insert into sessions (id, user_id, token_hash, created_at) values ('s_mod', 'u_mod', x'00', '');
      insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at) values ('lobby', 1, 1, 'c', 'u_left', 'x', '');
      update rooms set last_seq = 1, rev = 1;
      insert into audit (at, by_id, act, user_id, details) values ('', 'u_mod', 'user:mute', 'u_left', '{}');
      insert into reports (id, by_id, room_id, seq, author_id, reason, body, at)
        values ('p_1', 'u_mod', 'lobby', 1, 'u_left', '', 'x', '');
      pragma application_id = 0x45617273; pragma user_version = ${before.length}`)
    old.close()
    const store = await openStore({ folder: path })
    const mod = { userId: 'u_mod', sessionId: 's_mod' }
    const [entry] = (await store.audit(mod, { limit: 1 })).entries
    assert.deepEqual([entry?.by?.name, entry?.user?.name], ['Mod', 'former member'])
    const [report] = (await store.reports(mod)).reports
    assert.deepEqual([report?.by.name, report?.author.name], ['Mod', 'former member'])
    await store.close()
    await rm(path, { recursive: true })
  })

  test('[P37] looks of names that older rules made are made anew, and twins keep their names', async () => {
    const path = await makePath()
    const before = await openStore({ folder: path })
    const ann = await own(before, 'Ann')
    // Two names and two rooms that older rules let become look-alikes, as they were stored then.
    const twins = [await arrive(before, 'Mallory'), await arrive(before, 'Rnallory')]
    for (const name of ['Madrid', 'Rnadrid']) await before.createRoom(ann, newRoom('open', name))
    const closed = await before.createRoom(ann, newRoom('closed', 'Madrid'))
    await before.close()
    const past = new DatabaseSync(join(path, 'earshot.db'))
    past.exec(`delete from meta where key = 'looks'`)
    past.close()

    const store = await openStore({ folder: path })
    const names = await Promise.all(twins.map(async (twin) => (await store.accountOf(twin)).user.name))
    assert.deepEqual(names, ['Mallory', 'Rnallory'])
    for (const name of ['MALLORY', 'rnallory']) {
      const third = prepareName(name)
      assert.equal((await store.findNameHolder({ ...third, key: 'of nobody' }))?.id !== undefined, true, name)
    }
    const { rooms } = await store.browse(ann, { query: 'adrid', limit: 9, isArchived: false })
    assert.deepEqual(rooms.map(({ name }) => name).toSorted(), ['Madrid', 'Rnadrid'])
    const third = { ...newRoom('open', 'MADRlD'), look: nameLook('madrid') }
    await assert.rejects(store.createRoom(ann, third), { code: 'conflict' })
    assert.ok(closed.isNew)
    await store.close()
    // Once is enough.
    const database = new DatabaseSync(join(path, 'earshot.db'))
    database.exec(`update users set name_look = 'as it was'`)
    database.close()
    const again = await openStore({ folder: path })
    assert.equal(await again.findNameHolder({ ...prepareName('Mallory'), key: 'of nobody' }), undefined)
    await again.close()
    await rm(path, { recursive: true })
  })

  test('[S50] expired data is deleted, and nothing else', () =>
    inThePast(async ({ store, past }) => {
      const rows = () =>
        ['sessions', 'sign_in_codes', 'invites', 'bans', 'banned_networks', 'mutes', 'kept_out'].map((table) => {
          const { count } = past.prepare(`select count(*) as count from ${table}`).get()!
          return `${table} ${String(count)}`
        })
      const [ann, bob] = [await own(store, 'Ann'), await arrive(store, 'Bob')]
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
