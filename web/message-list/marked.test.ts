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

test('[F24] a mark covers whole characters, however they fold', () => {
  assert.equal(shown('Die Straße', 'stras'), 'Die [Straß]e')
  assert.equal(shown('Łódź', 'odz'), 'Ł[ódź]')
  assert.equal(shown('co\u00adop\u200berate', 'coop'), '[co\u00adop\u200b]erate')
  assert.equal(shown('قال محمـــد هذا', 'محمد'), 'قال [محمـــد] هذا')
  assert.equal(shown('いすゞの車', 'すず'), 'い[すゞ]の車')
  assert.equal(shown('ﾊﾟﾝﾀﾞ', 'パン'), '[ﾊﾟﾝ]ﾀﾞ')
  assert.equal(shown('said ﷺ once', 'عليه'), 'said [ﷺ] once')
  assert.equal(shown('us 👩‍👩‍👧 all', '👩'), 'us [👩‍👩‍👧] all')
  assert.equal(shown('🇩🇪🇫🇷', '🇪'), '[🇩🇪]🇫🇷')
})

const part = fc.constantFrom(
  ...Array.from('aS ßéłかゝ々会한ㄱㅏـدى\ufdfa🙂👍🏽\u200b\u00ad\u0301\u3099\u094d'),
  'word',
  '👨‍👩‍👧',
  '\r\n',
)
const someText = (maxLength: number) => fc.array(part, { maxLength }).map((all) => all.join(''))

test('[F24] any text: what is found is marked, from the first hit on, in whole characters', () => {
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
  fc.assert(
    fc.property(someText(60), someText(3), fc.nat(200), (text, typed, before) => {
      const term = fold(typed).trim()
      const whole = 'lorem ipsum '.repeat(before) + text
      const pieces = snippet(whole, [term])
      assert.equal(
        pieces.some(({ isHit }) => isHit),
        term !== '' && fold(whole).includes(term),
      )
      for (const { text: mark, isHit } of pieces) {
        if (!isHit) continue
        assert.ok(fold(mark).includes(term), `${term} is not in ${mark}`)
        const place = whole.indexOf(mark)
        const { index } = graphemes.segment(whole).containing(place)!
        assert.equal(index, place)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('[F24] however long a message and what was looked for in it are, it is marked at once', () => {
  const terms = Array.from({ length: 30 }, (_, at) => fold(String.fromCodePoint(0x4e00 + at)))
  const ideographs = Array.from({ length: 5_461 }, (_, at) => String.fromCodePoint(0x4e00 + 5_460 - at)).join('')
  const timed = (text: string, wanted: string[]) => {
    const times = Array.from({ length: 7 }, () => {
      const began = performance.now()
      snippet(text, wanted)
      return performance.now() - began
    })
    return Math.min(...times)
  }
  const control = timed('lorem ipsum '.repeat(1_365) + 'café', ['cafe'])
  for (const [text, wanted] of [
    [ideographs, terms],
    ['\ufdfa'.repeat(5_461), ['ل', 'لله', fold('\ufdfa'.repeat(500))]],
    [`${'\u094d\u093c'.repeat(2_700)}x`, ['x']],
    ['a'.repeat(16_384), ['a', 'aa']],
    [`a${'\u200b'.repeat(5_400)}b`, ['ab']],
  ] as [string, string[]][]) {
    const took = timed(text, wanted)
    assert.ok(took < 25 * control, `${took.toFixed(1)} ms, control ${control.toFixed(1)} ms: ${text.slice(0, 20)}`)
  }
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
