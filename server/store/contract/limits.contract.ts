import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { eventually } from '../../../test/support/eventually.ts'
import type { Use } from '../store.ts'
import { type MakeFolder, Stage } from './stage.ts'

/** Longer than any test takes. */
const HOUR_MS = 3_600_000

export function describeLimits(makeFolder: MakeFolder): void {
  describe('what nodes share', () => {
    const stage = new Stage(makeFolder)
    const limit = (burst: number, everyMs = HOUR_MS): Use => ({ key: randomUUID(), burst, everyMs })
    const take = async (...uses: Use[]) => (await stage.store.takeUses(uses)) === undefined
    const takeAt = async (node: number, use: Use) => (await stage.node(node).takeUses([use])) === undefined
    /** How many of so many uses are counted, at one node after the other. */
    const counted = async (use: Use, times: number) => {
      const answers = await Promise.all(Array.from({ length: times }, (_, node) => takeAt(node, use)))
      return answers.filter(Boolean).length
    }

    test('[L68] of many uses at once the burst is counted, and the next is told how long to wait', async () => {
      const use = limit(6)
      assert.equal(await counted(use, 20), 6)
      const { key, waitMs } = (await stage.store.takeUses([use]))!
      assert.equal(key, use.key)
      assert.ok(waitMs > HOUR_MS - 120_000 && waitMs <= HOUR_MS, `${waitMs}`)
      assert.equal(await counted(limit(6), 1), 1)
    })

    test('[L68] after each interval one more is counted', async () => {
      const use = limit(2, 200)
      assert.equal(await counted(use, 2), 2)
      const { waitMs } = (await stage.store.takeUses([use])) ?? { waitMs: 1 }
      assert.ok(waitMs > 0 && waitMs <= 200, `${waitMs}`)
      await eventually(async () => assert.ok(await take(use)))
    })

    test('[L68] a use that is given back is counted no more, also after a restart', async () => {
      const use = limit(3)
      assert.equal(await counted(use, 4), 3)
      await stage.restart()
      assert.equal(await counted(use, 1), 0)
      await stage.store.giveBackUses([use, use])
      assert.equal(await counted(use, 4), 2)
      // More than was taken is none.
      const other = limit(2)
      await stage.store.giveBackUses([other])
      assert.equal(await counted(other, 4), 2)
    })

    test('[L69] of several limits all are counted, or none', async () => {
      const [wide, narrow, last] = [limit(10), limit(1), limit(10)]
      assert.ok(await take(wide, narrow, last))
      for (let time = 0; time < 5; time++)
        assert.equal((await stage.store.takeUses([wide, narrow, last]))?.key, narrow.key)
      assert.equal(await counted(wide, 20), 9)
      assert.equal(await counted(last, 20), 9)
    })

    test('[L73] nodes meet those that run, with the database’s clock, until they leave', async () => {
      const [open, closed] = [
        { access: 'open', limits: 'on', version: '1' },
        { access: 'closed', limits: 'off', version: '2' },
      ] as const
      const { others, clock } = await stage.store.meetNodes('first', open)
      assert.deepEqual(others, [])
      assert.ok(Math.abs(clock - Date.now()) < 10_000)
      assert.deepEqual((await stage.store.meetNodes('second', closed)).others, [open])
      assert.deepEqual((await stage.store.meetNodes('first', open)).others, [closed])
      assert.deepEqual((await stage.store.meetNodes('first', closed)).others, [closed])
      assert.deepEqual((await stage.store.meetNodes('second', closed)).others, [closed])
      await stage.store.leaveNodes('first')
      assert.deepEqual((await stage.store.meetNodes('second', closed)).others, [])
    })
  })
}
