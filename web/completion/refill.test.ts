import assert from 'node:assert/strict'
import { test } from 'node:test'
import { narrow, refill } from './refill.ts'

const keys = (...names: string[]) => names.map((key) => ({ key }))

test('[W73] the chosen word stays chosen and in its place when the list is filled anew', () => {
  const before = { choices: keys('ben', 'bertha', 'bo'), at: 1 }
  assert.deepEqual(refill(undefined, keys('ben')), { choices: keys('ben'), at: 0 })
  assert.deepEqual(refill(before, keys('ada', 'ben', 'bea', 'bertha')), {
    choices: keys('ada', 'bertha', 'ben', 'bea'),
    at: 1,
  })
  // The fuller list ends before it.
  assert.deepEqual(refill(before, keys('ba', 'bb', 'bc')), { choices: keys('ba', 'bertha', 'bb', 'bc'), at: 1 })
  assert.deepEqual(refill({ ...before, at: 2 }, keys('ba')), { choices: keys('ba', 'bo'), at: 1 })
})

test('[W73] when more is typed, the best is chosen, or who the reader went to', () => {
  assert.deepEqual(narrow(undefined, keys('ben', 'bertha')), { choices: keys('ben', 'bertha'), at: 0 })
  assert.deepEqual(narrow('bertha', keys('ben', 'bertha')), { choices: keys('ben', 'bertha'), at: 1 })
  assert.deepEqual(narrow('bo', keys('ben', 'bertha')), { choices: keys('ben', 'bertha'), at: 0 })
})
