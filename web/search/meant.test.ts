import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meant } from './meant.ts'

test('[W90] where nothing was found, the filter that was probably meant is offered', () => {
  assert.equal(meant('form:ann'), 'from:ann')
  assert.equal(meant('tea befor:2026-01-01 Afer:2025-01-01'), 'tea before:2026-01-01 after:2025-01-01')
  for (const query of ['from:ann', 'localhost:5050', 'http://form:80', 'foo:bar', 'form', 'say form: ann', 'has:link'])
    assert.equal(meant(query), undefined, query)
})
