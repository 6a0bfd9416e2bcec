import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { numbered, prepareName, requireOneAlphabet, requirePersonal, tidyName } from './names.ts'

const refused = (name: string) => assert.throws(() => tidyName(name), { code: 'bad_request' }, JSON.stringify(name))
const lookAlike = (one: string, other: string) => prepareName(tidyName(one)).look === prepareName(tidyName(other)).look

describe('names', () => {
  test('[P1] names of every script and with emoji are taken as they are, trimmed and composed', () => {
    for (const name of ['Ann', 'Zoë', '李雷', 'مريم', 'Θεανώ', 'अनु', 'Ann 👩‍👩‍👧', 'R2-D2', '❤️ Bob', "O'Hara"])
      assert.equal(tidyName(` ${name} `), name.normalize('NFKC'))
    assert.equal(tidyName('Ｆｕｌｌ'), 'Full')
    assert.equal(tidyName('Ann   Lee'), 'Ann Lee')
  })

  test('[P1] what cannot be seen is refused', () => {
    for (const name of [
      '',
      '   ',
      'A\u200bnn',
      'A\u202enn',
      'Ann\u0000',
      'A\nnn',
      '\u2060',
      '\u3164',
      'Ann\u00ad',
      '\ufeffAnn\u200d',
      '\u0301',
    ])
      refused(name)
  })

  test('[P1] a name has at most 32 characters as people count them', () => {
    assert.equal(tidyName('👩‍👩‍👧'.repeat(32)), '👩‍👩‍👧'.repeat(32))
    refused('a'.repeat(33))
  })

  test('[P2] look-alikes are one name to the eye', () => {
    assert.ok(lookAlike('COCO', 'СОСО'))
    assert.ok(!lookAlike('Corn', 'Com'))
    assert.ok(lookAlike('paypal', 'paypaI'))
    assert.ok(!lookAlike('Ann', 'Bob'))
  })

  test('[P2] case and composition make no other name', () => {
    assert.equal(prepareName('ANN').key, prepareName('ann').key)
    assert.equal(prepareName('Zoe\u0308').key, prepareName('Zoë').key)
  })

  test('[P1] letters of two alphabets, blanks that are letters and piles of marks are no names', () => {
    for (const name of ['\u2800\u2800', `A${'\u0301'.repeat(500)}`]) refused(name)
    for (const name of ['Αlice', 'Аnn', 'Bοb']) assert.throws(() => requireOneAlphabet(name), { code: 'bad_request' })
    for (const name of ['Θεανώ 2', 'Иван', 'Zoë 李雷', 'ประยุทธ์']) requireOneAlphabet(tidyName(name))
  })

  test('[P1] what speaks to a room, and what those are called who have left, is nobody’s name', () => {
    for (const name of ['room', 'Room', 'Former Member'])
      assert.throws(() => requirePersonal(name), { code: 'bad_request' })
    requirePersonal('Roomy')
  })

  test('[P4] a numbered name is shortened to what a name may have', () => {
    assert.equal(numbered('Ann', 2), 'Ann 2')
    assert.equal(tidyName(numbered('👩‍👩‍👧'.repeat(32), 10)), `${'👩‍👩‍👧'.repeat(29)} 10`)
  })
})
