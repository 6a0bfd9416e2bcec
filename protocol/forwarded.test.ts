import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forwardedBody } from './forwarded.ts'
import { plainWords } from './markdown/plain-words.ts'

test('[R78] the name above a forwarded message reads as it is, whatever signs are in it', () => {
  for (const author of [
    'Ann',
    'Ann *(they)*',
    '[TAG] Max',
    'snake_case_',
    'a`b`',
    '@Bob',
    'O\\*x',
    'end\\',
    '¯\\_(ツ)_/¯',
    '&amp;',
  ])
    assert.equal(plainWords(forwardedBody({ author, body: 'words', comment: '' })), `${author}\nwords`)
})

test('[R78] every line of a forwarded message stands in the quotation, code too', () => {
  const body = 'one\n\n```\ntwo\n```\n> three'
  const quoted = '> **Ann**\n>\n> one\n>\n> ```\n> two\n> ```\n> > three'
  assert.equal(forwardedBody({ author: 'Ann', body, comment: 'Look' }), `Look\n\n${quoted}`)
})
