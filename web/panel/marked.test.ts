import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold } from '../../protocol/folding.ts'
import { snippet } from './marked.ts'

const shown = (text: string, ...terms: string[]) =>
  snippet(text, terms.map(fold))
    .map(({ text: part, isHit }) => (isHit ? `[${part}]` : part))
    .join('')

test('[W7] what was found is marked as it was written', () => {
  assert.equal(shown('The Projector', 'rojec'), 'The P[rojec]tor')
  assert.equal(shown('naïve Café', 'cafe', 'NAIVE'), '[naïve] [Café]')
  assert.equal(shown('cafe\u0301s', 'café'), '[cafe\u0301]s')
  assert.equal(shown('今天我们在图书馆见面', '图书馆'), '今天我们在[图书馆]见面')
  assert.equal(shown('two   words', 'two words'), '[two   words]')
  assert.equal(shown('aaaa', 'aa'), '[aaaa]')
  assert.equal(shown('ﬁne', 'fi'), '[ﬁ]ne')
  assert.equal(shown('nothing', ''), 'nothing')
})

test('[W7] of a long message the part around the first hit is shown', () => {
  const text = `${'lorem ipsum '.repeat(200)}needle${' dolor'.repeat(200)}`
  const part = shown(text, 'needle')
  assert.match(part, /^….*\[needle\].*…$/s)
  assert.ok(part.length < 400)
})

test('[W7] no text is lost, doubled or cut through a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 3 }), (text, term) => {
      const part = snippet(text, [fold(term)])
        .map(({ text: one }) => one)
        .join('')
      assert.ok(part.isWellFormed())
      assert.ok(text.includes(part.replace(/^…/, '').replace(/…$/, '')))
    }),
  )
})
