import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { LOBBY } from '../../../protocol/limits.ts'
import { eventually } from '../../../test/support/eventually.ts'
import { startPostgres } from '../../../test/support/postgres.ts'
import { temporaryFolder } from '../../../test/support/server.ts'
import { aDevice, BRIEF, named } from '../contract/stage.ts'
import { listMigrations } from '../migrations/list.ts'
import { openStore } from '../open.ts'
import { type Store, UnusableStore } from '../store.ts'
import { describeStore } from '../store.contract.ts'
import { migrate, openPostgresAlone, openPostgresForWriting } from './open-database.ts'
import { PostgresDatabase, PostgresError } from './database.ts'
import { FUNCTIONS, toPostgres, toPostgresSchema } from './dialect.ts'

const postgres = await startPostgres()
const newPlace = async () => ({ folder: temporaryFolder(), url: await postgres.newDatabase() })

describeStore(
  'postgres',
  async () => {
    const place = await newPlace()
    return {
      open: () => openStore(place),
      beside: () => openStore({ url: place.url, folder: temporaryFolder() }),
      remove: () => Promise.resolve(),
    }
  },
  BRIEF,
)

test('[H49] an answer that comes too late, as after a pause of the process, is not taken for the next one', async () => {
  const database = new PostgresDatabase(await postgres.newDatabase(), 'nothing', 400)
  await eventually(() => database.get('select 1 as one'))
  assert.throws(() => database.get('select pg_sleep(1) as nothing, 1 as late'), /did not answer/)
  await eventually(() => assert.deepEqual(database.get('select 2 as next'), { next: 2 }))
  assert.deepEqual(database.get('select 3 as last'), { last: 3 })
  database.close()
})

describe('one SQL for two engines', () => {
  test('[S70] parameters are numbered as SQLite numbers them, and text stays as it is', () => {
    assert.equal(
      toPostgres(`select ?, ?2, ? from t where a = '?1 of aB'`),
      `select $1, $2, $3 from t where a = '?1 of aB'`,
    )
    assert.equal(
      toPostgres('select last_seq as lastSeq from rooms where ?2 is null or id = ?2'),
      'select last_seq as "lastSeq" from rooms where $2::text is null or id = $2',
    )
    assert.equal(
      toPostgres('from a cross join json_each(?1) j on j.value = a.id'),
      'from a join json_each($1) j on j.value = a.id',
    )
    assert.equal(
      toPostgres('from a cross join json_each(a.list) j cross join b on b.id = j.value'),
      'from a cross join json_each(a.list) j join b on b.id = j.value',
    )
  })
})

describe('a database that cannot be used is one sentence, without the password', () => {
  const refused = (url: string, says: RegExp) =>
    assert.rejects(openStore({ folder: temporaryFolder(), url }), (error: unknown) => {
      assert.ok(error instanceof UnusableStore)
      assert.match(error.message, says)
      assert.doesNotMatch(error.message, /secret|\n/)
      return true
    })

  test('[S71] nobody there, another password, no such database', async () => {
    const url = new URL(await postgres.newDatabase())
    await refused('postgres://ann:secret@127.0.0.1:1/chat', /127\.0\.0\.1:1\/chat cannot be used .*ECONNREFUSED/)
    await postgres.run(`create role ann login password 'another'`)
    url.pathname = '/nowhere'
    await refused(url.href, /nowhere cannot be used .*does not exist/)
  })

  test('[S71] a user without the right to make tables', async () => {
    const url = new URL(await postgres.newDatabase())
    await postgres.run('create role bob login')
    url.username = 'bob'
    await refused(url.href, /no right to make tables/)
  })

  test('[S71] a database of another program', async () => {
    const foreign = await postgres.newDatabase()
    await postgres.run('create table invoices (id int)', foreign)
    await refused(foreign, /holds tables of another program/)
    assert.deepEqual(await postgres.run('select * from invoices', foreign), [])
  })

  test('[S71] a database that cannot be written', async () => {
    const url = await postgres.newDatabase()
    await postgres.run(`alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`)
    await refused(url, /cannot be used .*read-only/)
  })

  test('[S71] one of a newer Earshot says which one it needs', async () => {
    const place = await newPlace()
    await (await openStore(place)).close()
    await postgres.run(
      `update meta set value = case key when 'schema' then '99' else '7.1.0' end where key in ('schema', 'version')`,
      place.url,
    )
    await refused(place.url, /needs Earshot 7\.1\.0 or newer .*version 99/)
  })
})

describe('tables of an older Earshot', () => {
  /** All columns, indexes and constraints, each as a line. */
  const tablesOf = async (url: string): Promise<string[]> => {
    const rows = await postgres.run(
      `select concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default, is_identity) as line
       from information_schema.columns where table_schema = 'public'
       union all select indexdef from pg_indexes where schemaname = 'public'
       union all select concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace = 'public'::regnamespace order by line`,
      url,
    )
    return rows.map(({ line }) => String(line))
  }
  const schemaOf = async (url: string) =>
    (await postgres.run(`select value from meta where key = 'schema'`, url))[0]?.value

  /** A database as the first Earshot on Postgres made it. */
  const oldDatabase = async (): Promise<string> => {
    const url = await postgres.newDatabase()
    const first = readFileSync(new URL('fixtures/schema-1.sql', import.meta.url), 'utf8')
    await postgres.run(toPostgresSchema(first) + FUNCTIONS, url)
    await postgres.run(
      `insert into meta (key, value) values ('schema', '1'), ('epoch', 'e'), ('id', 'i'), ('guests', '4');
       insert into rooms (id, slug, name, kind, created_at, name_key, look)
       values ('lobby', 'lobby', 'Lobby', 'open', '', 'lobby', 'lobby')`,
      url,
    )
    return url
  }

  test('[S74] come up to date, are then those of a new database, and keep what they hold', async () => {
    const url = await oldDatabase()
    const stores = await Promise.all([1, 2].map(() => openStore({ url, folder: temporaryFolder() })))
    after(() => Promise.all(stores.map((store) => store.close())))
    const fresh = await newPlace()
    await (await openStore(fresh)).close()
    const [found, expected] = [await tablesOf(url), await tablesOf(fresh.url)]
    assert.ok(expected.length > 200, `${expected.length} columns, indexes and constraints`)
    assert.deepEqual(found, expected)
    assert.equal(await stores[0]!.nextGuestNumber(), 5)
  })

  test('[S74] each migration is applied once and as a whole, the common ones and the engine’s own', async () => {
    const folder = pathToFileURL(`${temporaryFolder()}/`)
    const files = {
      '0020-notes.sql': `-- For both.\ncreate table notes (\n  id   integer primary key,\n  body text not null\n) strict;`,
      '0021-colours.sqlite.sql': `alter table notes add column colour text;`,
      '0021-colours.postgres.sql': `alter table notes add column colour text;\ninsert into notes (body) values ('once');`,
      '0022-broken.sql': `alter table notes add column lost text;\nalter table nowhere add column x text;`,
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text)
    const names = (engine: 'sqlite' | 'postgres') =>
      listMigrations(engine, folder).map(({ number, file }) => `${number} ${file.pathname.split('/').at(-1)}`)
    assert.deepEqual(names('sqlite'), ['20 0020-notes.sql', '21 0021-colours.sqlite.sql', '22 0022-broken.sql'])
    assert.deepEqual(names('postgres'), ['20 0020-notes.sql', '21 0021-colours.postgres.sql', '22 0022-broken.sql'])

    const url = await oldDatabase()
    for (let round = 0; round < 2; round++) {
      const moved = () => openPostgresAlone(url, (database) => migrate(database, listMigrations('postgres', folder)))
      await eventually(() => assert.throws(moved, /cannot be used .*nowhere/))
      assert.equal(await schemaOf(url), '21')
    }
    assert.deepEqual(await postgres.run('select * from notes', url), [{ id: '1', body: 'once', colour: null }])

    rmSync(new URL('0020-notes.sql', folder))
    assert.throws(() => names('sqlite'), /Not the next migration: .*0021/)
  })
})

describe('several servers on one database', () => {
  test('[S72] what one writes the others read, and they count on together', async () => {
    const { url } = await newPlace()
    // They start together on an empty database: one makes the tables, and the others wait for it.
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url, folder: temporaryFolder() })))
    after(() => Promise.all(stores.map((store) => store.close())))
    const [one, other, third] = stores as [Store, Store, Store]
    assert.equal(other.id, one.id)
    assert.equal(third.epoch, one.epoch)
    assert.deepEqual(Buffer.from(other.sealingKey), Buffer.from(one.sealingKey))
    const { user, sessionId } = await one.addUser({ name: named('Ann'), device: aDevice() })
    const ann = { userId: user.id, sessionId }
    for (const [place, store] of stores.entries())
      await store.append(ann, { roomId: LOBBY, body: `from ${place}`, clientId: `c${place}` })
    for (const store of stores) {
      const { messages } = await store.history(LOBBY, { limit: 10 })
      assert.deepEqual(
        messages.map(({ seq, rev, body }) => [seq, rev, body]),
        [0, 1, 2].map((place) => [place + 1, place + 1, `from ${place}`]),
      )
    }
  })

  test('[S76] a node that was told more than the database has gives this history a new epoch, once, and all nodes hear of it', async () => {
    const { url } = await newPlace()
    const stores = await Promise.all([1, 2].map(() => openStore({ url, folder: temporaryFolder() })))
    after(() => Promise.all(stores.map((store) => store.close())))
    const [one, other] = stores as [Store, Store]
    let heard = 0
    for (const store of stores) store.onRewound(() => heard++)
    const { user, sessionId } = await one.addUser({ name: named('Ann'), device: aDevice() })
    const ann = { userId: user.id, sessionId }
    for (let count = 1; count <= 5; count++)
      await one.append(ann, { roomId: LOBBY, body: 'kept', clientId: `c${count}` })
    const told = [{ roomId: LOBBY, rev: 5 }]
    assert.deepEqual(await one.ahead(told), [])
    assert.deepEqual(await other.ahead([{ roomId: LOBBY, rev: 4 }]), told)

    // As a copy has it that had not got the last two messages when it took over.
    await postgres.run(
      `delete from messages where seq > 3; update rooms set last_seq = 3, rev = 3 where id = 'lobby';
       update memberships set read_seq = least(read_seq, 3)`,
      url,
    )
    const epochOf = async () => (await postgres.run(`select value from meta where key = 'epoch'`, url))[0]!.value
    assert.equal(await epochOf(), one.epoch)
    assert.deepEqual(await one.ahead(told), [])
    const renewed = await epochOf()
    assert.notEqual(renewed, one.epoch)
    // The other node was told as much, or was told nothing that is lost.
    await other.ahead(told)
    await other.ahead([])
    assert.equal(await epochOf(), renewed)
    await eventually(() => assert.equal(heard, 2))
    const anew = await openStore({ url, folder: temporaryFolder() })
    assert.equal(anew.epoch, renewed)
    assert.equal((await anew.append(ann, { roomId: LOBBY, body: 'kept', clientId: 'c4' })).message.seq, 4)
    await anew.close()
  })

  test('[S73] a command that needs the database alone is refused while a server uses it, and keeps servers away', async () => {
    const { url, folder } = await newPlace()
    const alone = () => openPostgresAlone(url, (database) => void database.version())
    const server = await openStore({ url, folder })
    assert.throws(alone, /Earshot is using the database .*Stop each server/)
    await server.close()
    const moving = await eventually(alone)
    await assert.rejects(openStore({ url, folder }), /is being moved/)
    moving.close()
    await eventually(async () => (await openStore({ url, folder })).close())
  })
})

describe('a database that goes away', () => {
  test('[C12] refuses writes and reads while it is gone, and goes on by itself with all that was accepted', async () => {
    const own = await startPostgres()
    const store = await openStore({ folder: temporaryFolder(), url: await own.newDatabase() })
    after(() => store.close())
    const { user, sessionId } = await store.addUser({ name: named('Ann'), device: aDevice() })
    const ann = { userId: user.id, sessionId }
    const say = (clientId: string) => store.append(ann, { roomId: LOBBY, body: 'kept', clientId })
    await say('before')
    await own.stop()
    await assert.rejects(say('meanwhile'), { code: 'storage_unavailable' })
    await assert.rejects(store.history(LOBBY, { limit: 10 }), { code: 'storage_unavailable' })
    await own.start()
    // Tried again, as a client does.
    await eventually(() => say('meanwhile'), 20_000)
    const { messages } = await store.history(LOBBY, { limit: 10 })
    assert.deepEqual(
      messages.map(({ seq, clientId }) => [seq, clientId]),
      [
        [1, 'before'],
        [2, 'meanwhile'],
      ],
    )
  })

  test('[C12] a connection that is cut in a transaction writes nothing of it', async () => {
    const url = await postgres.newDatabase()
    const database = openPostgresForWriting(url)
    after(() => database.close())
    database.beginWriting()
    const write = (value: string) => database.get(`update meta set value = ? where key = 'guests' returning key`, value)
    write('half')
    await postgres.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      url,
    )
    await eventually(async () => {
      const [row] = await postgres.run(
        'select count(*)::int as others from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        url,
      )
      assert.equal(row?.others, 0)
    })
    const goesOn = () => write('whole')
    assert.throws(goesOn, (error) => error instanceof PostgresError && database.isStorageFault(error))
    assert.throws(goesOn, (error) => error instanceof PostgresError && database.isStorageFault(error))
    database.rollback()
    assert.equal(database.get<{ value: string }>(`select value from meta where key = 'guests'`)?.value, '0')
  })
})
