/** A fault in its short version, with a fixed seed, as a test: what `npm run faults` plays in full. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scenario } from './scenarios/scenario.ts'
import { randomFrom } from './support/random.ts'

const SEED = 5050

export function testShort({ name, fault, promises, runShort }: Scenario): void {
  if (!runShort) return
  test(`[${promises}] ${fault}: 0 lost, 0 doubled, 0 reordered (${name})`, async (t) => {
    const outcome = await runShort(randomFrom(SEED), (line) => t.diagnostic(line))
    if ('skipped' in outcome) {
      t.skip(outcome.skipped)
      return
    }
    const { sent, acked, lost, doubled, reordered, violations, failures, notes } = outcome
    for (const note of notes) t.diagnostic(note)
    assert.deepEqual(violations, [])
    assert.deepEqual(failures, [])
    assert.deepEqual({ lost, doubled, reordered }, { lost: 0, doubled: 0, reordered: 0 })
    assert.ok(sent > 0)
    assert.equal(acked, sent, 'everything that was said was accepted in the end')
  })
}
