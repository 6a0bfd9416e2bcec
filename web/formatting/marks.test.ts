import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextLine } from './lists.ts'
import { type Change, type Format, type Selected, format } from './marks.ts'

/** `«` and `»` enclose the selection; `|` marks the caret. */
function read(text: string): Selected {
  const caret = text.indexOf('|')
  if (caret >= 0) return { value: text.replace('|', ''), start: caret, end: caret }
  const value = text.replace(/[«»]/g, '')
  return { value, start: text.indexOf('«'), end: text.indexOf('»') - 1 }
}

function written({ value }: Selected, { from, to, text, start, end }: Change): string {
  const now = value.slice(0, from) + text + value.slice(to)
  if (start === end) return `${now.slice(0, start)}|${now.slice(start)}`
  return `${now.slice(0, start)}«${now.slice(start, end)}»${now.slice(end)}`
}

const given = (text: string, name: Format) => written(read(text), format(read(text), name))

test('[W214] a format goes around what is selected, and given again it goes away', () => {
  for (const [name, plain, marked] of [
    ['bold', 'so «very» good', 'so **«very»** good'],
    ['italic', 'so «very» good', 'so *«very»* good'],
    ['strikethrough', 'so «very» good', 'so ~~«very»~~ good'],
    ['code', 'run «ls -l» now', 'run `«ls -l»` now'],
    ['italic', 'so **«very»** good', 'so ***«very»*** good'],
    ['bold', 'so *«very»* good', 'so ***«very»*** good'],
  ] as const) {
    assert.equal(given(plain, name), marked)
    assert.equal(given(marked, name), plain)
  }
  assert.equal(given('so «**very**» good', 'bold'), 'so «very» good')
  assert.equal(given('«very »good', 'bold'), '**«very»** good', 'not beside a gap')
  assert.equal(given('ve|ry', 'bold'), '**«very»**', 'the word at the caret')
  assert.equal(given('run «a`b»', 'code'), 'run `` «a`b» ``')
})

test('[W214] with nothing selected a format begins and ends where the caret is', () => {
  assert.equal(given('so |', 'bold'), 'so **|**')
  assert.equal(given('so **|**', 'bold'), 'so |')
  assert.equal(given('so **very|**', 'bold'), 'so **very**|')
  assert.equal(given('|', 'link'), '[|](https://)')
})

test('[W214] several lines are formatted line by line, code gets a fence, and links take words or an address', () => {
  assert.equal(given('«- one\n\n- two»', 'bold'), '«- **one**\n\n- **two**»')
  assert.equal(given('«- **one**\n\n- **two**»', 'bold'), '«- one\n\n- two»')
  assert.equal(given('a\n«1. one»', 'italic'), 'a\n«1. *one*»')
  assert.equal(given('a\n«1. *one*»', 'italic'), 'a\n«1. one»')
  assert.equal(given('a\n«b\n  c»', 'code'), 'a\n«```\nb\n  c\n```»')
  assert.equal(given('a\n«```\nb\n  c\n```»', 'code'), 'a\n«b\n  c»')
  assert.equal(given('see «the page»', 'link'), 'see [the page](«https://»)')
  assert.equal(given('«[the page](https://a.b)»', 'link'), '«the page»')
  assert.equal(given('«https://a.b/c»', 'link'), '[|](https://a.b/c)')
})

test('[W214] quotes and lists take whole lines', () => {
  assert.equal(given('o«ne\ntw»o', 'quote'), '«> one\n> two»')
  assert.equal(given('«> one\n> two»', 'quote'), '«one\ntwo»')
  assert.equal(given('«one\n\ntwo»', 'numbers'), '«1. one\n\n2. two»')
  assert.equal(given('«1. one\n2. two»', 'list'), '«- one\n- two»')
  assert.equal(given('«- one\n- two»', 'list'), '«one\ntwo»')
  assert.equal(given('on|e', 'list'), '- on|e')
  assert.equal(given('|', 'list'), '- |')
})

const broken = (text: string) => {
  const next = nextLine(read(text))
  return next && written(read(text), next)
}

test('[W215] a list goes on in the next line, and an empty item ends it', () => {
  for (const [before, after] of [
    ['- one|', '- one\n- |'],
    ['  * one|', '  * one\n  * |'],
    ['1. one|', '1. one\n2. |'],
    ['9) nine|', '9) nine\n10) |'],
    ['- [x] done|', '- [x] done\n- [ ] |'],
    ['> said|', '> said\n> |'],
    ['> - one|', '> - one\n> - |'],
    ['- on|e', '- on\n- |e'],
    ['- one\n- |', '- one\n|'],
    ['> said\n> |', '> said\n|'],
  ])
    assert.equal(broken(before ?? ''), after)
  for (const other of ['one|', '|- one', '-one|', '```\n- one|', '«- one»'])
    assert.equal(broken(other), undefined, other)
})
