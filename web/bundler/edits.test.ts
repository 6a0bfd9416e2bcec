import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edit } from './edits.ts'

test('an edit of a library that matches nothing fails the build, and names the file', () => {
  assert.equal(
    edit('a b a', 'lib.js', [
      ['a', '$1'],
      [/b/g, 'c'],
    ]),
    '$1 c a',
  )
  assert.throws(() => edit('a b', 'lib.js', [['c', 'd']]), /lib\.js has nothing like c/)
  assert.throws(
    () =>
      edit('a b', 'lib.js', [
        ['a', 'b'],
        [/x/g, 'd'],
      ]),
    /lib\.js/,
  )
})
