import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../../protocol/errors.ts'
import { readSearch, type WhatToFind } from './search-query.ts'

const read = (query: string, timeZone = 'UTC'): Partial<WhatToFind> => {
  const given = Object.entries(readSearch(query, timeZone)).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== false,
  )
  return Object.fromEntries(given)
}
const says = (query: string, timeZone = 'UTC'): string => {
  try {
    readSearch(query, timeZone)
  } catch (error) {
    assert.ok(error instanceof Refusal && error.code === 'bad_request')
    return error.message
  }
  return assert.fail(`${query} is not refused`)
}

describe('a search text', () => {
  test('[F8] words without what is typed around them, phrases as they are, and what must not occur', () => {
    assert.deepEqual(read('Hello, (World)! "Exact  phrase." -not -"these words"'), {
      texts: ['hello', 'world', 'exact phrase.'],
      without: ['not', 'these words'],
    })
    assert.deepEqual(read('“smart quotes” "no end'), { texts: ['smart quotes', 'no end'] })
    assert.deepEqual(read('same SAME sáme'), { texts: ['same'] })
  })

  test('[F8] any punctuation is text: operators of other searches, addresses, code, emoji, signs alone', () => {
    assert.deepEqual(read('NEAR(a b) AND * OR "'), { texts: ['near(a', 'b', 'and', '*', 'or'] })
    assert.deepEqual(read('https://x.org/a?b std::map C++ c# 12:30 --flag - :-)'), {
      texts: ['https://x.org/a?b', 'std::map', 'c++', 'c#', '12:30', '--flag', '-', ':-)'],
    })
    assert.deepEqual(read('note: :smile: 🙂'), { texts: ['note', 'smile', '🙂'] })
  })

  test('[W90] a word with a colon that names no filter is a word', () => {
    assert.deepEqual(read('localhost:5050 foo:bar form:ann -a:b http:80 TypeError: key:"two words'), {
      texts: ['localhost:5050', 'foo:bar', 'form:ann', 'http:80', 'typeerror', 'key:"two', 'words'],
      without: ['a:b'],
    })
  })

  test('[W90] a quote that is not closed yet is read to its end, and before a word there is nothing to look for', () => {
    assert.deepEqual(read('one "two three'), { texts: ['one', 'two three'] })
    assert.deepEqual(read('one "'), { texts: ['one'] })
    assert.deepEqual(read('from:"Ann Le'), { from: { names: ['Ann Le'], me: false } })
    assert.match(says('"'), /Enter something to search for/)
  })

  test('[F8] filters, with values in quotes where they have gaps', () => {
    assert.deepEqual(read('from:ann from:"Ann Lee" FROM:me in:#general in:"The Den" has:link has:Code is:pinned x'), {
      texts: ['x'],
      from: { names: ['ann', 'Ann Lee'], me: true },
      rooms: ['general', 'The Den'],
      has: ['link', 'code'],
      isPinned: true,
    })
  })

  test('[F8] days are those of the reader, and the narrower ones count', () => {
    assert.deepEqual(read('before:2026-03-30 after:2026-03-28', 'Europe/Berlin'), {
      since: '2026-03-28T23:00:00.000Z',
      until: '2026-03-29T22:00:00.000Z',
    })
    assert.deepEqual(read('on:2026-01-01', '-05:00'), {
      since: '2026-01-01T05:00:00.000Z',
      until: '2026-01-02T05:00:00.000Z',
    })
    assert.deepEqual(read('after:2026-01-01 after:2026-02-01 before:2026-03-01 before:2026-04-01'), {
      since: '2026-02-02T00:00:00.000Z',
      until: '2026-03-01T00:00:00.000Z',
    })
  })

  test('[F9] a refusal of a wrong filter says what the filter takes', () => {
    assert.match(says('from: ann'), /“from:” needs a value/)
    assert.match(says('before:yesterday'), /a date such as 2026-12-31/)
    assert.match(says('on:2026-02-30'), /a date such as 2026-12-31/)
    assert.match(says('has:cheese'), /link, code, file, image, video or audio/)
    assert.match(says('is:great'), /is:pinned/)
    assert.match(says('-from:ann'), /excludes words/)
    assert.match(says('""'), /Enter something to search for/)
    assert.match(says('x', 'Middle/Earth'), /time zone/)
    assert.match(says('a '.repeat(31)), /at most 30/)
    assert.match(says('from:a '.repeat(11)), /at most 10 people/)
  })

  test('[F8] any text is read, or refused in a sentence', () => {
    const pieces = fc.constantFrom(
      '"',
      '“',
      '-',
      ':',
      'from:',
      'in:',
      'before:',
      '2026-01-01',
      '*',
      '(',
      ' ',
      '\u0301',
      '开会',
      'é',
    )
    const query = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(query, (text) => {
        try {
          for (const part of readSearch(text, 'UTC').texts) assert.notEqual(part, '')
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          assert.equal(error.code, 'bad_request')
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
