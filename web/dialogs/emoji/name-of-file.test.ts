import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameOfFile } from './name-of-file.ts'

test('[U206] the name of a file suggests one for its emoji', () => {
  const names = ['Party Parrot.GIF', 'été.png', 'a.b.webp', '__x--.png', 'شكرا.png', `${'long'.repeat(20)}.png`, '.png']
  assert.deepEqual(names.map(nameOfFile), ['party_parrot', 'ete', 'a_b', 'x', '', 'long'.repeat(8), ''])
})
