import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toLocalTime } from '../../ui/local-time.ts'
import { endOf } from './lasts.ts'

test('a status ends in half an hour, in an hour, today, this week, or at a time', () => {
  const wednesday = new Date(2026, 3, 15, 22, 45)
  const end = (lasts: Parameters<typeof endOf>[0], time = '', now = wednesday) => {
    const moment = endOf(lasts, time, now)
    return moment === undefined ? '' : toLocalTime(moment)
  }
  assert.equal(end('half'), '2026-04-15T23:15')
  assert.equal(end('hour'), '2026-04-15T23:45')
  assert.equal(end('today'), '2026-04-15T23:59')
  assert.equal(end('week'), '2026-04-19T23:59')
  assert.equal(end('time', '2026-05-01T09:30'), '2026-05-01T09:30')
  assert.equal(end('time', ''), '')
  assert.equal(end('ever'), '')
  const sunday = new Date(2026, 3, 19, 8)
  assert.equal(end('week', '', sunday), '2026-04-19T23:59')
})
