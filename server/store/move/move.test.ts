import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import {
  dumpDatabase,
  dumpFolder,
  fileIn,
  fillEmptyTables,
  lastNumbers,
  lastNumbersOf,
} from '../../../test/support/dump.ts'
import { growChat } from '../../../test/support/grown-chat.ts'
import { startPostgres } from '../../../test/support/postgres.ts'
import { ROOT } from '../../../test/support/root.ts'
import { temporaryFolder } from '../../../test/support/server.ts'
import { BadConfig, readConfig } from '../../config.ts'
import { aDevice, named } from '../contract/stage.ts'
import { openStore } from '../open.ts'
import { UnusableStore } from '../store.ts'
import type { Place } from './ends.ts'
import { move } from './move.ts'

const postgres = await startPostgres()
const SILENT = { write: () => true }

const at = (place: string): Place => (place.startsWith('postgres:') ? { url: place } : { folder: place })
const moveTo = (from: string, to: string) => move({ from: at(from), to: at(to) }, SILENT)

/** One plain line for the operator, without the password. */
const isRefused = (moving: Promise<void>, says: RegExp): Promise<void> =>
  assert.rejects(moving, (error: unknown) => {
    assert.ok(error instanceof UnusableStore, String(error))
    assert.match(error.message, says)
    assert.doesNotMatch(error.message, /secret|\n/)
    return true
  })

/** A chat in a folder: Ann, and so many messages in the lobby. */
async function chatOf(messages: number): Promise<string> {
  const folder = temporaryFolder()
  const store = await openStore({ folder })
  const { user } = await store.addUser({ name: named('Ann'), device: aDevice() })
  await store.close()
  inFile(
    folder,
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${messages})
     insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at)
     select 'lobby', i, i, 'c' || i, '${user.id}', 'Message ' || i || ' 🎈', '2026-01-01T00:00:00.000Z' from n;
     update rooms set last_seq = ${messages}, rev = ${messages} where id = 'lobby'`,
  )
  return folder
}

function inFile(folder: string, sql: string): void {
  const file = new DatabaseSync(fileIn(folder))
  file.exec(sql)
  file.close()
}

/** Postgres keeps no U+0000: the move stops there, after the rows before it. */
const spoil = (folder: string, seq: number) =>
  inFile(folder, `update messages set body = 'before' || char(0) || 'after' where seq = ${seq}`)
const mend = (folder: string, seq: number) => inFile(folder, `update messages set body = 'mended' where seq = ${seq}`)

describe('a move', () => {
  test('[S85] every row of every table there is goes to Postgres and back', async () => {
    const [folder, url, back] = [temporaryFolder(), await postgres.newDatabase(), temporaryFolder()]
    await growChat(folder)
    fillEmptyTables(folder)
    const source = dumpFolder(folder)
    const schema = readFileSync(join(ROOT, 'server/store/sql/schema.sql'), 'utf8')
    const names = [...schema.matchAll(/create table (\w+)/g)].map(([, name]) => name!)
    assert.deepEqual(Object.keys(source).toSorted(), names.toSorted())
    for (const [table, rows] of Object.entries(source)) assert.ok(rows.length > 0, `${table} has no row`)
    await moveTo(folder, url)
    assert.deepEqual(await dumpDatabase(postgres, url), source)
    const numbers = lastNumbers(folder)
    assert.ok(Object.keys(numbers).length >= 3)
    assert.deepEqual(await lastNumbersOf(postgres, url, Object.keys(numbers)), numbers)
    await moveTo(url, back)
    assert.deepEqual(dumpFolder(back), source)
    assert.deepEqual(lastNumbers(back), numbers)
    assert.deepEqual(dumpFolder(folder), source)
  })

  test('[S85] from one folder to another, to a database, to another one and back', async () => {
    const folder = await chatOf(300)
    // A number that was given is never given again, also when its row is gone.
    inFile(
      folder,
      `insert into audit (id, at, act, details) values (41, '', 'x', '{}'), (42, '', 'x', '{}'); delete from audit where id = 42`,
    )
    const [other, back] = [temporaryFolder(), temporaryFolder()]
    const [first, second] = [await postgres.newDatabase(), await postgres.newDatabase()]
    await moveTo(folder, other)
    await moveTo(other, first)
    await moveTo(first, second)
    await moveTo(second, back)
    const expected = dumpFolder(folder)
    assert.deepEqual(dumpFolder(other), expected)
    assert.deepEqual(await dumpDatabase(postgres, second), expected)
    assert.deepEqual(dumpFolder(back), expected)
    const next = `insert into audit (at, act, details) values ('', 'x', '{}') returning id`
    assert.deepEqual(await postgres.run(next, second), [{ id: '43' }])
    const file = new DatabaseSync(fileIn(back))
    assert.equal(file.prepare(next).get()!.id, 43)
    file.close()
  })

  test('[S85] rows that a server adds afterwards come after the moved ones', async () => {
    const folder = await chatOf(3)
    const url = await postgres.newDatabase()
    await moveTo(folder, url)
    const place = { folder: temporaryFolder(), url }
    const store = await openStore(place)
    const { user, sessionId } = await store.addUser({ name: named('Bob'), device: aDevice() })
    const bob = { userId: user.id, sessionId }
    const { message } = await store.append(bob, { roomId: LOBBY, body: 'after', clientId: 'after' })
    assert.deepEqual([message.seq, message.rev], [4, 4])
    await store.close()
    const rows = await postgres.run('select seq from messages order by rowid', url)
    assert.deepEqual(
      rows.map(({ seq }) => Number(seq)),
      [1, 2, 3, 4],
    )
  })

  test('[S85] a folder of the first version, after one start of this one', async () => {
    const folder = temporaryFolder()
    const fixture = join(ROOT, 'test/fixtures/first-version')
    copyFileSync(join(fixture, 'earshot.db'), fileIn(folder))
    const url = await postgres.newDatabase()
    await isRefused(moveTo(folder, url), /was made by another version of Earshot\. Start this version on it once/)
    await (await openStore({ folder })).close()
    await moveTo(folder, url)
    const moved = await dumpDatabase(postgres, url)
    assert.deepEqual(moved, dumpFolder(folder))
    assert.equal(moved.messages!.length, 40)
  })
})

describe('what cannot be moved is one plain line, and nothing is written', () => {
  test('[S87] missing and wrong arguments', () => {
    const said: [args: string[], says: RegExp][] = [
      [[], /A move needs --from/],
      [['--from', 'a'], /A move needs --to/],
      [['--from', '', '--to', 'a'], /A move needs --from/],
      [['--from', 'a', '--to', 'mysql://ann:secret@127.0.0.1/chat'], /--to is no address of a database/],
      [['--from', 'postgres://ann:secret@127.0.0.1', '--to', 'a'], /--from is no address of a database/],
      [['--from', 'a', '--to', 'b', '--port', '1'], /A move takes --from and --to, not --port/],
      [['--from', 'a', '--to', 'b', 'now'], /Unknown command/],
    ]
    for (const [args, says] of said) {
      assert.throws(
        () => readConfig(['move', ...args], {}),
        (error: unknown) => error instanceof BadConfig && says.test(error.message) && !error.message.includes('secret'),
        args.join(' '),
      )
    }
    assert.throws(() => readConfig(['--from', 'a'], {}), /--from and --to belong to a move/)
  })

  test('[S87] a source without a chat, and a place that cannot be reached or written', async () => {
    const [empty, url] = [temporaryFolder(), 'postgres://ann:secret@127.0.0.1:1/chat']
    await isRefused(moveTo(empty, url), /There is no chat in/)
    await isRefused(moveTo(url, empty), /127\.0\.0\.1:1\/chat cannot be used .*ECONNREFUSED/)
    await isRefused(moveTo(await postgres.newDatabase(), empty), /holds no chat/)
    assert.deepEqual(readdirSync(empty), [])
    const blocked = join(temporaryFolder(), 'file')
    writeFileSync(blocked, '')
    await isRefused(moveTo(await chatOf(1), join(blocked, 'below')), /cannot be written/)
  })

  test('[S87] a target that holds a chat, and the same place', async () => {
    const [one, other, used] = [await chatOf(3), await chatOf(4), await postgres.newDatabase()]
    await moveTo(other, used)
    const before = [dumpFolder(one), dumpFolder(other), await dumpDatabase(postgres, used)]
    await isRefused(moveTo(one, other), /already holds a chat/)
    await isRefused(moveTo(one, used), /already holds a chat/)
    await isRefused(moveTo(one, `${one}/.`), /the same place/)
    await isRefused(moveTo(used, used.replace('127.0.0.1', 'localhost')), /the same place/)
    assert.deepEqual([dumpFolder(one), dumpFolder(other), await dumpDatabase(postgres, used)], before)
  })

  test('[S87] a target that holds something else', async () => {
    const [source, folder, url] = [await chatOf(3), temporaryFolder(), await postgres.newDatabase()]
    await postgres.run('create table users (id int); insert into users values (1)', url)
    await isRefused(moveTo(source, url), /holds tables of another program/)
    assert.deepEqual(await postgres.run('select * from users', url), [{ id: 1 }])
    inFile(folder, 'create table invoices (id int)')
    const bytes = readFileSync(fileIn(folder))
    await isRefused(moveTo(source, folder), /belongs to another program/)
    assert.deepEqual(readFileSync(fileIn(folder)), bytes)
  })

  test('[S87] a source or a target that a server uses', async () => {
    const [folder, url] = [await chatOf(3), await postgres.newDatabase()]
    const embedded = await openStore({ folder })
    await isRefused(moveTo(folder, url), /Another Earshot is using this data folder/)
    await embedded.close()
    const grown = await openStore({ folder: temporaryFolder(), url })
    await isRefused(moveTo(folder, url), /Earshot is using the database/)
    await isRefused(moveTo(url, temporaryFolder()), /Earshot is using the database/)
    await grown.close()
    // A chat in which nobody has been yet is as good as an empty place.
    await moveTo(folder, url)
    assert.deepEqual(await dumpDatabase(postgres, url), dumpFolder(folder))
  })

  test('[S87] a text that Postgres cannot keep', async () => {
    const folder = await chatOf(3)
    spoil(folder, 2)
    const says = /U\+0000 in the body of a row, which Postgres cannot keep \(messages, room_id lobby, seq 2/
    await isRefused(moveTo(folder, await postgres.newDatabase()), says)
  })
})

describe('a move that stopped', () => {
  test('[S86] goes on from its own source, as that was, and is no source itself', async () => {
    const [folder, url] = [await chatOf(3_000), await postgres.newDatabase()]
    spoil(folder, 2_900)
    await isRefused(moveTo(folder, url), /U\+0000/)
    const [there] = await postgres.run('select count(*)::int as messages from messages', url)
    assert.ok(Number(there!.messages) > 1_000)
    await isRefused(
      moveTo(await chatOf(1), url),
      /The target holds a part of another chat, from .*Finish that move first/,
    )
    await isRefused(moveTo(url, temporaryFolder()), /holds only a part of the chat/)
    mend(folder, 2_900)
    inFile(folder, `delete from messages where seq = 3000`)
    await isRefused(moveTo(folder, url), /source has changed .*messages had 3000 rows, and now has 2999.*begin again/)
    inFile(
      folder,
      `insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at)
      select room_id, 3000, 3000, 'c3000', author_id, 'another 3000', sent_at from messages where seq = 1`,
    )
    await moveTo(folder, url)
    assert.deepEqual(await dumpDatabase(postgres, url), dumpFolder(folder))
  })

  test('[S88] tells of the first row that is not the same, and leaves the copy closed to servers', async () => {
    const [folder, url] = [await chatOf(3_000), await postgres.newDatabase()]
    spoil(folder, 2_900)
    await isRefused(moveTo(folder, url), /U\+0000/)
    mend(folder, 2_900)
    const spoiled = [
      [`update messages set body = body || ' ' where seq = 5`, /row is not the same \(messages, room_id lobby, seq 5,/],
      [
        `update messages set body = rtrim(body); update sessions set token_hash = '\\x00'`,
        /row is not the same \(sessions, id s_/,
      ],
      [`delete from messages where seq = 7`, /messages has 3000 rows in the source and 2999 in the target/],
    ] as const
    for (const [sql, says] of spoiled) {
      await postgres.run(sql, url)
      await isRefused(moveTo(folder, url), says)
      await assert.rejects(openStore({ folder: temporaryFolder(), url }), /holds only a part of the chat/)
    }
  })
})
