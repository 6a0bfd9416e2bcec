import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutFilters } from './filters.ts'

test('[W307] a query loses its filters and keeps its words', () => {
  for (const [query, words] of [
    ['cake from:ann', 'cake'],
    ['from:"Ann Lee" cake in:lobby recipe', 'cake recipe'],
    ['"a phrase" has:link -plum', '"a phrase" -plum'],
    ['cake -from:ann', 'cake'],
    ['Cake FROM:ann', 'Cake'],
    ['cake', undefined],
    ['from:ann has:code', undefined],
    ['localhost:5050', undefined],
    ['https://example.org/in:side', undefined],
  ] as const)
    assert.equal(withoutFilters(query), words, query)
})
