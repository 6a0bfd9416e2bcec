import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changesBetween } from './changes-between.ts'

const shown = (before: string, after: string) =>
  changesBetween(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `{-${text}-}`))
    .join('')

test('[W11] what an edit changed stands together, in whole words', () => {
  assert.equal(shown('We meet at ten', 'We meet at eleven'), 'We meet at {-ten-}{+eleven+}')
  assert.equal(shown('in room 2 today', 'in the library today'), 'in {-room 2-}{+the library+} today')
  assert.equal(shown('same', 'same'), 'same')
  assert.equal(shown('', 'new'), '{+new+}')
  assert.equal(shown('one two', 'one'), 'one{- two-}')
})

test('[W11] whatever was changed, both texts can be read out of it', () => {
  const text = fc.array(fc.constantFrom('a', 'b', ' ', '  ', '\n', 'word', 'ß', '👍🏽', '-'), { maxLength: 30 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const before = one.join('')
      const after = other.join('')
      const changes = changesBetween(before, after)
      const without = (gone: string) => changes.flatMap(({ kind, text: part }) => (kind === gone ? [] : part)).join('')
      assert.equal(without('added'), before)
      assert.equal(without('removed'), after)
    }),
  )
})
