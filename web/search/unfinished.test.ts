import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnfinished, meant } from './unfinished.ts'

test('[W90] a quote or a filter that has only begun waits for what follows', () => {
  for (const typed of ['"', '“ ', 'one "', 'one "two" "', '-"', 'from:', 'one in: ', 'from:"'])
    assert.ok(isUnfinished(typed), typed)
  for (const typed of ['', 'one', 'one ', '"one', '"one "', 'one "two"', 'a 5"', 'localhost:', 'from:a', '""'])
    assert.ok(!isUnfinished(typed), typed)
})

test('[W90] where nothing was found, the filter that was probably meant is offered', () => {
  assert.equal(meant('form:ann'), 'from:ann')
  assert.equal(meant('tea befor:2026-01-01 Afer:2025-01-01'), 'tea before:2026-01-01 after:2025-01-01')
  for (const query of ['from:ann', 'localhost:5050', 'http://form:80', 'foo:bar', 'form', 'say form: ann', 'has:link'])
    assert.equal(meant(query), undefined, query)
})
