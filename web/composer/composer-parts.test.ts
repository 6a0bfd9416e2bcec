import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordAt } from '../completion/word-at.ts'
import { nearest } from '../completion/nearest.ts'
import { fenceOf, looksLikeCode } from '../formatting/code-lines.ts'

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

test('[W330] after a person, an emoji and a room are completed in the same line', () => {
  const person = { pattern: /(?:^|\s)(@([^@\n]*))$/ }
  const emoji = { pattern: /(?:^|\s)(:(\w+))$/ }
  const at = (value: string) =>
    wordAt({ value, selectionStart: value.length, selectionEnd: value.length }, [person, emoji])
  assert.deepEqual(at('hi @Tom :tad'), { source: emoji, start: 8, end: 12, typed: 'tad' })
  assert.deepEqual(at(':tada: @Tom Ta'), { source: person, start: 7, end: 14, typed: 'Tom Ta' })
})

const CODE = {
  javascript: 'if (a) {\n  b()\n}',
  python: 'def f(x):\n    y = x + 1\n    return y\n\nfor a in b:\n    print(a)',
  html: '<ul>\n  <li>one</li>\n</ul>',
  json: '{\n  "a": 1,\n  "b": [2]\n}',
  yaml: 'services:\n  web:\n    image: nginx\n    ports:\n      - 80:80',
  css: 'a {\r\n\tcolor: red;\r\n}',
  rust: 'fn main() {\n    let x = 1;\n    println!("{x}");\n}',
  'a stack': 'Error: no\n    at run (file:///a.js:1:2)\n    at main (file:///a.js:3:4)',
}
const WORDS = {
  paragraphs: 'one\ntwo\n\n three\n   four',
  verse:
    'Rough winds do shake the darling buds of May,\n  And summer’s lease hath all too short a date;\nSometime too hot\n  the eye of heaven shines,',
  'a list': '- milk\n  - whole\n  - two bottles\n- eggs',
  'a recipe': 'For the cake:\n  200 g flour\n  3 eggs\nFor the cream:\n  1 l milk',
  'an address': 'Ann Example\n    12 Some Street (2nd floor)\n    Sometown',
  'a letter': '    Dear Ann,\n    if you find the time: call me.\n    Yours, Ben',
  'a numbered list': '1. Go there;\n   wait.\n2. Come back;\n   rest.',
  quotes: '> she said\n  > he said\nand so on',
  facts: 'Name: Ann\n  Phone: 123\n  Mail: none',
  'one line': '    x = 1;',
}

test('[W5] lines are code when they surely are', () => {
  for (const [what, text] of Object.entries(CODE)) assert.equal(looksLikeCode(text), true, what)
})

test('[W195] lines that are merely indented are none', () => {
  for (const [what, text] of Object.entries(WORDS)) assert.equal(looksLikeCode(text), false, what)
})

test('[W5] the fence is one that the code does not hold, on lines of its own', () => {
  assert.deepEqual(fenceOf('a\n  b', 'look: '), { head: '\n```\n', tail: '\n```\n' })
  assert.deepEqual(fenceOf('````\n  b\n', '', 'js'), { head: '`````js\n', tail: '`````\n' })
})
