/** The checker is checked: it lets good histories pass, and notices each kind of damage by the rule meant for it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { check, RULES } from './check.ts'
import { DAMAGES, MORE_DAMAGES } from './model/damage.ts'
import { playGood } from './model/play.ts'
import { randomFrom } from './support/random.ts'

const GOOD_ONES = 20

describe('the checker', () => {
  for (let seed = 1; seed <= GOOD_ONES; seed++) {
    test(`[K1–K15] lets good history ${seed} pass`, () => {
      const { events, store } = playGood(randomFrom(seed))
      assert.ok(store.messages.length > 20 && events.some(({ what }) => what === 'timeout'), 'enough happens in it')
      assert.deepEqual(check(events, store), [])
    })
  }

  for (const { name, rule, spoil } of [...DAMAGES, ...MORE_DAMAGES]) {
    test(`[${rule}] notices when ${name}`, () => {
      for (let seed = 1; seed <= GOOD_ONES; seed++) {
        const { events, store } = spoil(playGood(randomFrom(seed)))
        const broken = check(events, store).map((violation) => violation.rule)
        assert.ok(broken.includes(rule), `seed ${seed}: it noticed ${[...new Set(broken)].join(', ') || 'nothing'}`)
      }
    })
  }

  test('[K1–K15] every rule has a damage that it notices', () => {
    const covered = new Set([...DAMAGES, ...MORE_DAMAGES].map(({ rule }) => rule))
    assert.deepEqual(
      RULES.map(({ id }) => id).filter((id) => !covered.has(id)),
      [],
    )
  })
})
