import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchOf } from './match.ts'

test('a name is found by its beginning, by its words, by its middle, in this order', () => {
  assert.equal(matchOf('Summer Party', 'sum'), 0)
  assert.equal(matchOf('Summer Party', 'par'), 1)
  assert.equal(matchOf('Summer Party', 'p s'), 1)
  assert.equal(matchOf('Summer Party', 'mer'), 2)
  assert.equal(matchOf('Summer Party', 'winter'), undefined)
  assert.equal(matchOf('Summer Party', ''), 0)
})

test('neither case nor accents stand in the way of finding a name', () => {
  assert.equal(matchOf('Éric Müller', 'eric mu'), 0)
  assert.equal(matchOf('مريم', 'مر'), 0)
  assert.equal(matchOf('李雷', '雷'), 2)
})

test('[F32] names are compared as the search compares messages', () => {
  for (const [name, typed] of [
    ['Straße', 'strasse'],
    ['Łódź Øst', ' lodz ost '],
    ['مُحَمَّد أحمد', 'محمد احمد'],
    ['Ｗｉｄｅ “club”', 'wide "club"'],
    ['A — B', 'a - b'],
  ] as const)
    assert.equal(matchOf(name, typed), 0, name)
  assert.equal(matchOf('がく', 'かく'), undefined, 'another word')
})
