import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { describeStore } from '../store.contract.ts'
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
})
