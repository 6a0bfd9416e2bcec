import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Entry } from '../../client/timeline.ts'
import type { User } from '../../protocol/models.ts'
import { dayTitle } from '../ui/time.ts'
import { beginningOf, rowsOf } from './rows.ts'

const ANN: User = { id: 'u_ann', name: 'Ann', kind: 'guest' }
const BOB: User = { id: 'u_bob', name: 'Bob', kind: 'guest' }

// A day depends on the reader's time zone, so the times are given in it.
const at = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 2, day, hour, minute, second).toISOString()

function said(seq: number, author: User, sentAt: string): Entry {
  const clientId = `c-${seq}`
  return {
    kind: 'message',
    message: { roomId: 'lobby', seq, rev: seq, clientId, author, body: `text ${seq}`, sentAt, reactions: [] },
  }
}

const draft = (clientId: string): Entry => ({
  kind: 'draft',
  draft: { roomId: 'lobby', clientId, body: 'hello', status: { state: 'waiting' }, saved: true },
})

/** Each row in a word: a day, the head of a group (with a star) or a message below it. */
function seen(entries: Entry[], you: User | undefined = ANN, heads = new Set<string>(), newFrom?: number): string[] {
  return rowsOf(entries, you, heads, newFrom).map((row) => {
    if (row.kind === 'day' || row.kind === 'new') return row.kind
    if (row.kind === 'joined') return 'joined'
    const name = row.kind === 'draft' ? row.draft.clientId : String(row.message.seq)
    return row.isHead ? `${name}*` : name
  })
}

describe('the rows', () => {
  test('messages of one author within five minutes of each other form a group', () => {
    const entries = [
      said(1, ANN, at(1, 10)),
      said(2, ANN, at(1, 10, 4, 59)),
      said(3, ANN, at(1, 10, 9, 58)),
      said(4, ANN, at(1, 10, 14, 58)),
      said(5, BOB, at(1, 10, 15)),
      said(6, ANN, at(1, 10, 15, 1)),
    ]
    assert.deepEqual(seen(entries), ['day', '1*', '2', '3', '4*', '5*', '6*'])
  })

  test('a line stands before the first message of each day, and begins a group', () => {
    const entries = [said(1, ANN, at(1, 23, 59)), said(2, ANN, at(2, 0, 1)), said(3, ANN, at(4, 0, 1))]
    assert.deepEqual(seen(entries), ['day', '1*', 'day', '2*', 'day', '3*'])
    assert.equal(new Set(rowsOf(entries, ANN, new Set()).map(({ key }) => key)).size, 6)
  })

  test('a clock that went backwards makes no day of its own within the same day', () => {
    assert.deepEqual(seen([said(1, ANN, at(1, 12)), said(2, ANN, at(1, 11))]), ['day', '1*', '2'])
  })

  test('a row keeps its first line when history arrives above it', () => {
    const heads = new Set<string>()
    const entries = [said(1, ANN, at(1, 10)), said(2, ANN, at(1, 10, 1)), said(3, ANN, at(1, 10, 2))]
    assert.deepEqual(seen(entries.slice(1), ANN, heads), ['day', '2*', '3'])
    assert.deepEqual(seen(entries, ANN, heads), ['day', '1*', '2*', '3'])
  })

  test('my drafts go on with my group and begin one after somebody else', () => {
    assert.deepEqual(seen([said(1, ANN, at(1, 10)), draft('a'), draft('b')]), ['day', '1*', 'a', 'b'])
    assert.deepEqual(seen([said(1, BOB, at(1, 10)), draft('a'), draft('b')]), ['day', '1*', 'a*', 'b'])
    assert.deepEqual(seen([draft('a')]), ['a*'])
  })

  test('a draft and the message it becomes are one row', () => {
    const [pending] = rowsOf([draft('c-1')], ANN, new Set())
    const [, sent] = rowsOf([said(1, ANN, at(1, 10))], ANN, new Set())
    assert.equal(pending?.key, sent?.key)
  })

  test('the days nearest to today have names', () => {
    const daysAgo = (days: number) => {
      const now = new Date()
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, 12).toISOString()
    }
    assert.deepEqual([dayTitle(daysAgo(0)), dayTitle(daysAgo(1))], ['Today', 'Yesterday'])
    assert.match(dayTitle(daysAgo(400)), /\d{4}/)
  })

  test('[R10] above the first message that is new and not mine stands a line, and the group begins again', () => {
    const entries = [said(1, BOB, at(1, 10)), said(2, ANN, at(1, 10)), said(3, BOB, at(1, 10)), said(4, BOB, at(1, 10))]
    assert.deepEqual(seen(entries, ANN, new Set(), 1), ['day', '1*', '2*', 'new', '3*', '4'])
    assert.deepEqual(seen(entries, ANN, new Set(), 3), ['day', '1*', '2*', '3*', 'new', '4*'])
    assert.deepEqual(seen(entries, ANN, new Set(), 4), ['day', '1*', '2*', '3*', '4'])
  })

  test('[W261] where a day begins with what is new, day and “New” are one line', () => {
    const entries = [said(1, BOB, at(1, 10)), said(2, BOB, at(2, 10)), said(3, BOB, at(2, 10))]
    const days = (newFrom: number) =>
      rowsOf(entries, ANN, new Set(), newFrom).flatMap((row) => (row.kind === 'day' ? row.isNew : []))
    assert.deepEqual(seen(entries, ANN, new Set(), 1), ['day', '1*', 'day', '2*', '3'])
    assert.deepEqual(days(1), [false, true])
    assert.deepEqual(seen(entries, ANN, new Set(), 2), ['day', '1*', 'day', '2*', 'new', '3*'])
    assert.deepEqual(days(2), [false, false])
    assert.deepEqual(days(0), [true, false])
  })

  test('[W52] a page begins where the rows up to its end, or up to the “New” line, fill the screen', () => {
    const heads = Array.from({ length: 40 }, (_, index) => said(index + 1, index % 2 === 0 ? ANN : BOB, at(1, 10)))
    const rows = rowsOf(heads, ANN, new Set())
    assert.equal(beginningOf(rows, 560), rows.length - 10)
    assert.equal(beginningOf(rows, 10_000), 0)
    const news = rowsOf(heads, ANN, new Set(), 31)
    assert.equal(news[beginningOf(news, 560) + 10]?.kind, 'new')
    assert.equal(beginningOf([], 560), 0)
  })
})
