import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asUnicode, findEmojiOf } from './emoji.ts'
import { parseMarkdown } from './markdown.ts'
import { type Mark, partsOf, textOf } from './marks.ts'
import { plainWords } from './plain-words.ts'

const known = new Set(['wave', 'party_parrot', 'ok-2', '10', 'b'.repeat(32)])
const find = findEmojiOf(known)
const read = (body: string) => parseMarkdown(body, undefined, find)
const emojiIn = (marks: Mark[]): string[] =>
  marks.flatMap((mark) => {
    if (typeof mark !== 'string' && mark.kind === 'emoji') return [mark.text]
    return partsOf(mark).flatMap(emojiIn)
  })
const found = (body: string) => emojiIn(read(body))

test('[U200] a known name between colons is an emoji, and every other text stays text', () => {
  const one = [':wave:']
  for (const body of [
    'hi :wave:',
    ':wave:, hi',
    '(:wave:)',
    '**:wave:**',
    '> :wave:',
    '- :wave:',
    '# :wave:',
    '日:wave:本',
    ':wave:\n',
  ])
    assert.deepEqual(found(body), one, body)
  assert.deepEqual(found('| a | b |\n|---|---|\n| :wave: | c |'), one)
  assert.deepEqual(found(':wave::party_parrot: _:ok-2:_'), [':wave:', ':party_parrot:', ':ok-2:'])
  assert.deepEqual(found(`:${'b'.repeat(32)}:`), [`:${'b'.repeat(32)}:`])
  for (const body of [':nosuch:', ':Wave:', ': wave:', ':wave', '::wave::', ':wa ve:', `:${'b'.repeat(33)}:`, ':w:'])
    assert.deepEqual([found(body), textOf(read(body))], [[], body], body)
  assert.deepEqual(
    parseMarkdown(':wave:'),
    [{ kind: 'paragraph', children: [':wave:'] }],
    'without a finder there is none',
  )
})

test('[U200] in code, links, addresses, times and words it stays text', () => {
  for (const body of [
    '`:wave:`',
    '```\n:wave:\n```',
    '    :wave:',
    '[:wave:](https://example.org)',
    'https://example.org/:wave:/1',
    '<https://example.org/:wave:>',
    'at 12:10:30',
    'std:wave:iterator',
    'a:wave:',
    ':wave:b',
    'x::wave:',
    String.raw`\:wave:`,
  ])
    assert.deepEqual(found(body), [], body)
  assert.equal(
    textOf(read(String.raw`\:wave: and \:nosuch: and C:\wave:`)),
    String.raw`:wave: and \:nosuch: and C:\wave:`,
  )
})

test('[U200] one line about a message, and what is searched, has the name', () => {
  assert.equal(plainWords('**well** done :party_parrot:'), 'well done :party_parrot:')
})

test('[U200] for its size a message of known names is a message of emoji', () => {
  assert.equal(asUnicode(':wave: :party_parrot:', known), '😀 😀')
  assert.equal(asUnicode(':wave: there :nosuch:', known), '😀 there :nosuch:')
})

test('[U200] names take time in proportion to the text, and very many are shown as typed', () => {
  for (const body of [
    ':'.repeat(16_000),
    ':wave'.repeat(3_200),
    ':a'.repeat(8_000),
    ':wave:'.repeat(2_700),
    String.raw`\:`.repeat(8_000),
  ]) {
    const began = performance.now()
    const marks = read(body)
    assert.equal(textOf(marks), body)
    assert.ok(performance.now() - began < 1_000, body.slice(0, 10))
  }
  assert.equal(found(':wave: '.repeat(100)).length, 100)
})
