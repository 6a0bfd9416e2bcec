import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold } from '../../protocol/folding.ts'
import { type Piece, snippet, snippetOf } from './marked.ts'

const marked = (pieces: Piece[]) => pieces.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('')
const shown = (text: string, ...terms: string[]) => marked(snippet(text, terms.map(fold)))
const read = (body: string, ...terms: string[]) => marked(snippetOf(body, terms.map(fold)))

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

test('[W7] a message is marked as it reads, and where it was found only in what is not read, as it was written', () => {
  assert.equal(read('the **big** box', 'big box'), 'the [big box]')
  assert.equal(read('see [the notes](https://example.org/2026)', 'notes'), 'see the [notes]')
  assert.equal(read('see [the notes](https://example.org/2026)', '2026'), 'see [the notes](https://example.org/[2026])')
  assert.equal(read('see `the notes`'), 'see the notes')
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
