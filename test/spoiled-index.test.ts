/** The search index is spoiled, deleted and written over while messages come: they are all found, all the while. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { SearchPage } from '../protocol/models.ts'
import { Supervisor } from './faults/support/supervisor.ts'
import { eventually } from './support/eventually.ts'
import { ask, bearer, post, signIn } from './support/http.ts'

const SPOIL: Record<string, (path: string) => void> = {
  'spoiled while it is open': (path) => {
    const index = new DatabaseSync(path, { timeout: 5_000, defensive: false })
    index.exec('update grams_data set block = zeroblob(length(block)) where id > 10')
    index.close()
  },
  deleted: (path) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  },
  'written over': (path) => {
    rmSync(`${path}-wal`, { force: true })
    writeFileSync(path, 'noise'.repeat(10_000), { flag: 'r+' })
  },
}

for (const [what, spoil] of Object.entries(SPOIL)) {
  test(`[F3] [F11] the index is ${what}: messages are found, and the index is made anew`, async () => {
    const supervisor = new Supervisor()
    const server = await supervisor.start()
    const { token } = await signIn(server, 'Ann')
    const path = join(supervisor.dataDir, 'search.db')
    const said = new Set<number>()

    const sayFor = async (ms: number) => {
      const until = performance.now() + ms
      while (performance.now() < until) said.add((await post(server, token, 'an okapi')).seq)
    }
    const find = async (): Promise<number[]> => {
      const seqs: number[] = []
      let next: string | undefined
      do {
        const address = `/api/search?query=from:Ann+okapi&limit=50${next === undefined ? '' : `&after=${next}`}`
        const { status, body, text } = await ask<SearchPage>(server, address, { headers: bearer(token) })
        assert.equal(status, 200, text)
        seqs.push(...body.hits.map(({ message }) => message.seq))
        next = body.next
      } while (next !== undefined)
      return seqs
    }
    const findAllFor = async (ms: number) => {
      const until = performance.now() + ms
      while (performance.now() < until) {
        const before = new Set(said)
        const found = await find()
        assert.deepEqual([...before.difference(new Set(found))], [], 'not found')
        assert.equal(new Set(found).size, found.length, 'found twice')
        await pause(20)
      }
    }
    const isWhole = () =>
      eventually(() => {
        const index = new DatabaseSync(path, { readOnly: true })
        try {
          const { count } = index.prepare('select count(*) as count from grams_docsize').get()!
          assert.equal(count, said.size)
        } finally {
          index.close()
        }
      }, 10_000)

    await sayFor(300)
    await isWhole()
    spoil(path)
    await Promise.all([sayFor(1_000), findAllFor(1_000)])
    await supervisor.killAndRestart()
    await Promise.all([sayFor(300), findAllFor(300)])
    await isWhole()
    assert.equal((await find()).length, said.size)
  })
}
