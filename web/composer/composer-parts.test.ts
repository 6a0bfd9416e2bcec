import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordAt } from '../completion/word-at.ts'
import { findEmoji } from './emoji.ts'
import { nearest } from './nearest.ts'
import { fenced, looksLikeCode } from './paste.ts'

const KNOWN = ['me', 'topic', 'invite', 'shrug', 'join', 'leave', 'nick', 'help']

test('[W4] a slip of an order is understood, and nothing is made of another word', () => {
  for (const [typed, meant] of [
    ['tpoic', 'topic'],
    ['topc', 'topic'],
    ['invit', 'invite'],
    ['hlep', 'help'],
    ['jion', 'join'],
    ['shrugg', 'shrug'],
    ['xyzzy', undefined],
    ['x', undefined],
    ['a'.repeat(2_000), undefined],
  ] as const)
    assert.equal(nearest(typed, KNOWN), meant, typed)
})

test('[W1] a word is completed where the caret is, and not in a block of code', () => {
  const source = { pattern: /(?:^|\s)(@([^@\n]*))$/ }
  const at = (text: string) => {
    const caret = text.indexOf('|')
    const value = text.replace('|', '')
    return wordAt({ value, selectionStart: caret, selectionEnd: caret }, [source])
  }
  assert.deepEqual(at('hi @an| there'), { source, start: 3, end: 6, typed: 'an' })
  assert.equal(at('mail@an|'), undefined)
  assert.equal(at('```\n@an|'), undefined)
  assert.equal(at('```\n```\n@an|')?.typed, 'an')
  assert.equal(wordAt({ value: '@an', selectionStart: 0, selectionEnd: 3 }, [source]), undefined)
})

test('[W1] emoji are found by the whole name first', () => {
  assert.equal(findEmoji('tada', 5)[0]?.emoji, '🎉')
  assert.equal(findEmoji('hea', 5)[0]?.emoji, '❤️')
  assert.deepEqual(findEmoji('+1:', 5), [{ emoji: '👍', name: '+1' }])
  assert.deepEqual(findEmoji('nosuchemoji', 5), [])
  assert.equal(findEmoji('s', 8).length, 8)
})

test('[W5] what is pasted is fenced when it is code, with a fence that it does not hold', () => {
  assert.ok(looksLikeCode('if (a) {\n  b()\n}'))
  assert.ok(looksLikeCode('a\r\n\tb'))
  assert.ok(!looksLikeCode('one\ntwo\n\n three'))
  assert.equal(fenced('a\n  b\n', 'look: '), '\n```\na\n  b\n```\n')
  assert.equal(fenced('````\n  b', ''), '`````\n````\n  b\n`````\n')
  assert.equal(fenced('a\n  b', '```js\n'), undefined)
})
