import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstSquare, magnified, MOST_TIMES, moved, timesOf } from './square.ts'

const wide = { width: 400, height: 200 }

test('[U139] the part of a picture that is kept begins in its middle, is a square, and stays inside', () => {
  const first = firstSquare(wide)
  assert.deepEqual(first, { x: 100, y: 0, side: 200 })
  assert.deepEqual(moved(first, wide, { right: 0.25 }), { x: 150, y: 0, side: 200 })
  assert.deepEqual(moved(first, wide, { right: 9, down: 9 }), { x: 200, y: 0, side: 200 })
  assert.deepEqual(moved(first, wide, { right: -9 }), { x: 0, y: 0, side: 200 })
})

test('[U139] it is magnified around its middle, at most eight times, and never beyond the picture', () => {
  const twice = magnified(firstSquare(wide), wide, 2)
  assert.deepEqual(twice, { x: 150, y: 50, side: 100 })
  assert.equal(timesOf(twice, wide), 2)
  assert.equal(timesOf(magnified(twice, wide, 99), wide), MOST_TIMES)
  const corner = moved(twice, wide, { right: 9, down: 9 })
  assert.deepEqual(magnified(corner, wide, 0.1), { x: 200, y: 0, side: 200 })
})
