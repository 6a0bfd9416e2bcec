import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readLinks } from './body-links.ts'

describe('the links of a body that get a preview', () => {
  const cases: [body: string, links: string[]][] = [
    ['no link', []],
    ['see https://e.com/a, and www.e.com/b.', ['https://e.com/a', 'http://www.e.com/b']],
    ['[words](https://e.com/a) and [same](https://e.com/a#part)', ['https://e.com/a']],
    [
      '**https://e.com/bold**\n\n- https://e.com/item\n\n| a |\n|-|\n| https://e.com/cell |',
      ['https://e.com/bold', 'https://e.com/item', 'https://e.com/cell'],
    ],
    [
      'https://e.com/1 https://e.com/2 https://e.com/3 https://e.com/4',
      ['https://e.com/1', 'https://e.com/2', 'https://e.com/3'],
    ],
    ['# https://e.com/heading', ['https://e.com/heading']],
    ['HTTPS://E.COM/Path', ['https://e.com/Path']],
    // Not the author’s own links, or not wanted.
    ['`https://e.com/code`', []],
    ['```\nhttps://e.com/code\n```\n\n    https://e.com/code', []],
    ['> https://e.com/quoted\n\nmine: https://e.com/mine', ['https://e.com/mine']],
    ['- > https://e.com/quoted', []],
    ['<https://e.com/unwanted>', []],
    // No pages.
    ['mailto:ann@e.com ann@e.com ftp://e.com/ javascript:alert(1)', []],
    [`https://e.com/${'x'.repeat(3_000)}`, []],
  ]
  for (const [body, links] of cases)
    test(`[E25] ${JSON.stringify(body.slice(0, 60))}`, () => assert.deepEqual(readLinks(body), links))

  test('[E25] a long body takes no longer than its reading', () => {
    const body = 'https://e.com/ <https://e.com/> > '.repeat(480)
    const from = performance.now()
    readLinks(body)
    assert.ok(performance.now() - from < 500)
  })
})
