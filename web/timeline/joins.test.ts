import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from '../../client/timeline.ts'
import type { User } from '../../protocol/models.ts'
import { type Join, withJoins } from './joins.ts'
import { rowsOf } from './rows.ts'

const user = (name: string): User => ({ id: `u_${name}`, name, kind: 'guest' })
const ANN = user('Ann')
const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).toISOString()

const said = (seq: number, sentAt: string): Entry => ({
  kind: 'message',
  message: { roomId: 'r', seq, rev: seq, clientId: `c${seq}`, author: ANN, body: '', sentAt, reactions: [] },
})
const draft: Entry = {
  kind: 'draft',
  draft: { roomId: 'r', clientId: 'draft', body: 'hello', status: { state: 'waiting' }, saved: true },
}
const joins: Join[] = [
  { user: user('Bob'), at: at(1, 9) },
  { user: user('Cleo'), at: at(2, 9) },
  { user: user('Dan'), at: at(2, 9, 1) },
  { user: user('Eve'), at: at(2, 10, 1) },
  { user: user('Finn'), at: at(2, 11) },
]

/** Each row in a word: a star marks the head of a group, a plus a person who joined. */
function seen(entries: Entry[], reach: { atStart: boolean; atHead: boolean }, newFrom?: number): string[] {
  return withJoins(rowsOf(entries, ANN, new Set(), newFrom), joins, reach).map((row) => {
    if (row.kind === 'day' || row.kind === 'new') return row.kind
    if (row.kind === 'joined') return row.users.map(({ name }) => `+${name}`).join(' ')
    return (row.kind === 'draft' ? 'draft' : String(row.message.seq)) + (row.isHead ? '*' : '')
  })
}

test('[W254] people who joined stand between the messages, those in a row in one line, each day apart', () => {
  const entries = [said(1, at(2, 10)), said(2, at(2, 10, 2)), said(3, at(2, 10, 3)), draft]
  const middle = ['1*', '+Eve', '2*', '3']
  assert.deepEqual(seen(entries, { atStart: true, atHead: true }), [
    'day',
    '+Bob',
    'day',
    '+Cleo +Dan',
    ...middle,
    '+Finn',
    'draft*',
  ])
  // The rows above and below are not known yet.
  assert.deepEqual(seen(entries, { atStart: false, atHead: false }), ['day', ...middle, 'draft'])
  assert.deepEqual(seen([], { atStart: true, atHead: true }), [])
})

test('[W254] a line about people who joined leaves each day its line', () => {
  const entries = [said(1, at(1, 8)), said(2, at(3, 8))]
  const whole = { atStart: true, atHead: true }
  const joined = ['+Bob', 'day', '+Cleo +Dan +Eve +Finn', 'day', '2*']
  assert.deepEqual(seen(entries, whole), ['day', '1*', ...joined])
})
