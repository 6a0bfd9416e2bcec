import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { foldWithPlaces, PIECE } from './folding-places.ts'
import { fold } from './folding.ts'

/** All assigned characters of Unicode, a thousand at a time: one by one they would take a minute. */
function* everyCharacter(): Generator<string[]> {
  for (let block = 0; block <= 0xe_0fff; block += 1_024) {
    // The range between the last ideograph and the tags is empty.
    if (block === 0x3_2400) block = 0xe_0000
    const codes = Array.from({ length: 1_024 }, (_, place) => block + place)
    yield codes.filter((code) => code < 0xd800 || code > 0xdfff).map((code) => String.fromCodePoint(code))
  }
}
const upper = (text: string) => text.toUpperCase()
const lower = (text: string) => text.toLowerCase()
const decomposed = (text: string) => text.normalize('NFD')
const same = (...texts: string[]) => assert.deepEqual(new Set(texts.map(fold)).size, 1, texts.map(fold).join(' | '))
const different = (one: string, other: string) => assert.notEqual(fold(one), fold(other))

/** Characters of every kind that folds in its own way. */
const character = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    ...Array.from(
      'aI ß\u1e9eıİłæςσΣéかガｶﾞﾟゝゞヽ々한글ㄱㅏㄳ㉠ـىةأ٣\ufdfaﬁⅧ½¨´‘„–\u00ad\u200b\u200d\ufe0f\ufeff\u0301\u0316\u3099\u094d\u093cक👩👨🇩🇪',
    ),
    '\u1100',
    '\u1161',
    '\u11a8',
    '\n',
    '\u0085',
    '\u0301'.repeat(40),
    '\u094d'.repeat(40),
  ),
)
const anyText = fc.array(character, { maxLength: 40 }).map((all) => all.join(''))

describe('folding', () => {
  test('[F20] one word is found however it is written', () => {
    same('Straße', 'STRASSE', 'STRA\u1e9eE', 'strasse')
    same('Łódź', 'lodz', 'ŁÓDŹ', 'Lódz\u0301')
    same('smørrebrød', 'SMORREBROD', 'Smørrebrød')
    same('Ægir Þór Öðinn', 'aegir thor odinn')
    same('İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul')
    same('ΟΔΟΣ', 'οδος', 'οδός', 'οδοσ')
    same('مُحَمَّد', 'محمـــد', 'محمد')
    same('أحمد', 'احمد', 'إحمد', 'آحمد')
    same('مدرسة', 'مدرسه')
    same('على', 'علي', 'علی')
    same('كتاب ٣', 'کتاب 3', 'کتاب ۳')
    same('ﷺ', 'صلى الله عليه وسلم')
    same('coope\u00adration', 'coope\u200bration', 'cooperation', 'coope\u2060ration\ufeff')
    same('می\u200cخواهم', 'میخواهم')
    same('ｶﾞｲﾄﾞ', 'ガイド', 'カ\u3099イト\u3099')
    same('いすゞ', 'いすず')
    same('こゝろ', 'こころ')
    same('Ｗｉｄｅ　ｔｅｘｔ', 'wide text', 'wide\n\n\ttext')
    same('“don’t”', `"don't"`)
    same('1–2 − 3', '1-2 - 3')
  })

  test('[F20] a difference that makes another word counts', () => {
    different('か', 'が')
    different('は', 'ぱ')
    different('かな', 'カナ')
    different('й', 'n')
    different('ß', 's')
    different('人々', '人人')
    different('कि', 'क')
  })

  test('[F21] every character: folding again changes nothing, and neither do case and normal forms', () => {
    const foldAll = (characters: string[]) => fold(characters.join('\n'))
    for (const characters of everyCharacter()) {
      assert.equal(fold(foldAll(characters)), foldAll(characters))
      // A small iota below is a mark, of which Unicode makes a letter in capitals.
      const cased = characters.filter((character) => !character.normalize('NFD').includes('\u0345'))
      for (const change of [upper, lower, decomposed]) assert.equal(foldAll(cased.map(change)), foldAll(cased))
    }
  })

  test('[F21] any text: folding again changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => assert.equal(fold(fold(text)), fold(text))),
      { numRuns: 2_000 },
    )
  })

  test('[F22] any text folds piece by piece as it does whole, and each piece is known', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, from, to } = foldWithPlaces(text)
        assert.equal(folded, fold(text))
        assert.deepEqual([from.length, to.length], [folded.length, folded.length])
        for (const [unit, start] of from.entries()) {
          assert.ok(start < to[unit]! && (unit === 0 || start >= from[unit - 1]!))
          assert.ok(fold(text.slice(start, to[unit])).includes(folded.charAt(unit)))
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('[F22] every character that may become one with the character before it belongs to its piece', () => {
    // The second of two characters that Unicode composes, as ㅏ is after ㄱ.
    const seconds = new Set<string>()
    const all = [...everyCharacter()].flat()
    for (const character of all) {
      const apart = Array.from(decomposed(character))
      for (const second of apart.slice(1)) seconds.add(second)
    }
    for (const character of all) {
      const [first = ''] = Array.from(character.normalize('NFKD'))
      if (!seconds.has(first) && !/\p{M}/u.test(first)) continue
      assert.equal(Array.from(`x${character}`.matchAll(PIECE)).length, 1, character)
    }
  })

  test('[F23] no text of 16 kB takes long to fold', () => {
    const most = (text: string) => text.repeat(16_384 / Buffer.byteLength(text))
    const timed = (text: string) => {
      const began = performance.now()
      fold(text)
      return performance.now() - began
    }
    for (const [what, [text, control]] of Object.entries({
      // Eighteen letters each, of which the control has as many.
      'letters that unfold': [most('\ufdfa'), 'صلى الله عليه وسلم'.repeat(5_461)],
      // Sorting them took a hundred times as long as a text that needs no sorting.
      'marks in the wrong order': [most('\u0301\u0316'), most('é')],
      'marks that stay, in the wrong order': [most('\u094d\u093c'), most('é')],
      'a kana that is repeated': [`す${most('ゝ')}`, most('é')],
      'gaps between what nobody sees': [most(' \u200b'), most('é')],
    } satisfies Record<string, [string, string]>)) {
      const times = Array.from({ length: 9 }, () => [timed(text), timed(control)] as const)
      const [took, controlTook] = [0, 1].map((which) => Math.min(...times.map((pair) => pair[which]!)))
      assert.ok(took! < 12 * controlTook!, `${what}: ${took} ms, control ${controlTook} ms`)
    }
  })
})
