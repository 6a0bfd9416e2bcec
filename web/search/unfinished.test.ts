import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnfinished } from './unfinished.ts'

test('[W90] a quote or a filter that has only begun waits for what follows', () => {
  for (const typed of ['"', '“ ', 'one "', 'one "two" "', '-"', 'from:', 'one in: ', 'from:"'])
    assert.ok(isUnfinished(typed), typed)
  for (const typed of ['', 'one', 'one ', '"one', '"one "', 'one "two"', 'a 5"', 'localhost:', 'from:a', '""'])
    assert.ok(!isUnfinished(typed), typed)
})
