import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Progress, time } from '../../progress.ts'
import { SliceSize } from './slice-size.ts'

/** A terminal, or another output, on whose clock each row takes a second. */
function tellAll(isTTY: boolean, rows: number, before = 0): string[] {
  const written: string[] = []
  let now = 0
  const output = { isTTY, write: (text: string) => written.push(text) }
  const progress = new Progress('Moving', { all: rows, before }, output, () => now)
  for (let row = before; row < rows; row++) {
    now += 1_000
    progress.tell('messages', 1)
  }
  progress.end()
  return written
}

test('[S91] a terminal has one line, rewritten; another output a line every two seconds', () => {
  assert.deepEqual(tellAll(false, 7), [
    'Moving messages: 2 of 7 rows, 28 %, 5 s left\n',
    'Moving messages: 4 of 7 rows, 57 %, 3 s left\n',
    'Moving messages: 6 of 7 rows, 85 %, 1 s left\n',
  ])
  assert.deepEqual(tellAll(true, 2), [
    '\r\u001b[KMoving messages: 1 of 2 rows, 50 %, 1 s left',
    '\r\u001b[KMoving messages: 2 of 2 rows, 100 %, 0 s left',
    '\r\u001b[K',
  ])
})

test('[S91] the time left is that of the rows of this run, not of an earlier one', () => {
  assert.equal(tellAll(false, 2_000, 1_000)[0], 'Moving messages: 1,002 of 2,000 rows, 50 %, 16 min 38 s left\n')
  assert.deepEqual([time(59_000), time(61_000), time(3_600_000)], ['59 s', '1 min 1 s', '1 h 0 min'])
})

test('[S92] long rows are read a few at a time, and short ones by the thousand', () => {
  const size = new SliceSize()
  const read = (characters: number) => {
    size.learn(Array.from({ length: size.rows }, () => ({ body: 'x'.repeat(characters), seq: 1 })))
    return size.rows
  }
  for (let slice = 0; slice < 10; slice++) assert.ok(read(80) <= 2_000)
  assert.equal(size.rows, 2_000)
  const wanted = read(16_000)
  assert.ok(wanted > 50 && wanted < 70, `${wanted}`)
  // It grows step by step.
  assert.equal(read(1), 2 * wanted)
  assert.equal(read(5_000_000), 1)
})
