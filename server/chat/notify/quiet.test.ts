import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentUntil } from './quiet.ts'

const ALL = [0, 1, 2, 3, 4, 5, 6]
const nightly = (from: string, to: string, days = ALL) => [{ days, from, to }]
const at = (time: string) => Date.parse(time)
const until = (quiet: ReturnType<typeof nightly>, zone: string, now: string, snoozedUntil?: string) => {
  const end = silentUntil({ quiet, ...(snoozedUntil !== undefined && { snoozedUntil }) }, zone, at(now))
  return end === undefined ? undefined : new Date(end).toISOString()
}

// Berlin: on 29 March 2026 02:00 becomes 03:00, on 25 October 2026 03:00 becomes 02:00.
// New York: on 8 March 2026 and on 1 November 2026. Chatham: 45 minutes off. Lord Howe: half an hour is skipped.
const ROWS: [string, ReturnType<typeof nightly>, string, string, string | undefined][] = [
  [
    'in the night, over midnight',
    nightly('22:00', '07:00'),
    'Europe/Berlin',
    '2026-01-12T22:30:00Z',
    '2026-01-13T06:00:00.000Z',
  ],
  ['before it', nightly('22:00', '07:00'), 'Europe/Berlin', '2026-01-12T20:59:59.999Z', undefined],
  ['its first moment', nightly('22:00', '07:00'), 'Europe/Berlin', '2026-01-12T21:00:00Z', '2026-01-13T06:00:00.000Z'],
  ['its end', nightly('22:00', '07:00'), 'Europe/Berlin', '2026-01-13T06:00:00Z', undefined],
  [
    'the night that is an hour shorter',
    nightly('22:00', '07:00'),
    'Europe/Berlin',
    '2026-03-28T22:00:00Z',
    '2026-03-29T05:00:00.000Z',
  ],
  [
    'the night that is an hour longer',
    nightly('22:00', '07:00'),
    'Europe/Berlin',
    '2026-10-24T21:00:00Z',
    '2026-10-25T06:00:00.000Z',
  ],
  [
    'an end that is skipped is the change',
    nightly('22:00', '02:30'),
    'Europe/Berlin',
    '2026-03-28T23:00:00Z',
    '2026-03-29T01:00:00.000Z',
  ],
  [
    'a beginning that is skipped is the change',
    nightly('02:30', '06:00'),
    'Europe/Berlin',
    '2026-03-29T01:00:00Z',
    '2026-03-29T04:00:00.000Z',
  ],
  ['and not a moment before', nightly('02:30', '06:00'), 'Europe/Berlin', '2026-03-29T00:59:59Z', undefined],
  [
    'an end that comes twice is the second',
    nightly('22:00', '02:30'),
    'Europe/Berlin',
    '2026-10-24T23:00:00Z',
    '2026-10-25T01:30:00.000Z',
  ],
  [
    'a beginning that comes twice is the first',
    nightly('02:30', '06:00'),
    'Europe/Berlin',
    '2026-10-25T00:30:00Z',
    '2026-10-25T05:00:00.000Z',
  ],
  [
    'New York, shorter',
    nightly('22:00', '07:00'),
    'America/New_York',
    '2026-03-08T04:00:00Z',
    '2026-03-08T11:00:00.000Z',
  ],
  [
    'New York, longer',
    nightly('22:00', '07:00'),
    'America/New_York',
    '2026-11-01T04:00:00Z',
    '2026-11-01T12:00:00.000Z',
  ],
  ['Chatham', nightly('22:00', '07:00'), 'Pacific/Chatham', '2026-06-10T10:00:00Z', '2026-06-10T18:15:00.000Z'],
  [
    'Lord Howe, half an hour is skipped',
    nightly('22:00', '02:15'),
    'Australia/Lord_Howe',
    '2026-10-03T12:00:00Z',
    '2026-10-03T15:30:00.000Z',
  ],
  ['an offset as a zone', nightly('22:00', '07:00'), '+05:30', '2026-06-10T17:00:00Z', '2026-06-11T01:30:00.000Z'],
  [
    'a zone that is gone counts as UTC',
    nightly('22:00', '07:00'),
    'Mars/Olympus',
    '2026-06-10T23:00:00Z',
    '2026-06-11T07:00:00.000Z',
  ],
  ['on a day of the list', nightly('22:00', '07:00', [5]), 'UTC', '2026-06-12T23:00:00Z', '2026-06-13T07:00:00.000Z'],
  ['the morning after it', nightly('22:00', '07:00', [5]), 'UTC', '2026-06-13T06:00:00Z', '2026-06-13T07:00:00.000Z'],
  ['the evening after it is another day', nightly('22:00', '07:00', [5]), 'UTC', '2026-06-13T23:00:00Z', undefined],
  [
    'the same time is a whole day',
    nightly('08:00', '08:00', [6]),
    'UTC',
    '2026-06-13T09:00:00Z',
    '2026-06-14T08:00:00.000Z',
  ],
  [
    'hours that join are followed to their end',
    [...nightly('22:00', '00:00', [5]), ...nightly('00:00', '00:00', [6]), ...nightly('00:00', '09:00', [0])],
    'UTC',
    '2026-06-12T23:00:00Z',
    '2026-06-14T09:00:00.000Z',
  ],
  ['no hours', [], 'UTC', '2026-06-12T23:00:00Z', undefined],
]

test('[Q20] quiet hours are those of the wall clock in one’s own zone, over all changes of the clocks', () => {
  for (const [what, quiet, zone, now, end] of ROWS) assert.equal(until(quiet, zone, now), end, what)
})

test('[Q21] a snooze ends at its moment, or with the quiet hours that it reaches into', () => {
  const night = nightly('22:00', '07:00')
  assert.equal(until([], 'UTC', '2026-06-12T12:00:00Z', '2026-06-12T13:00:00Z'), '2026-06-12T13:00:00.000Z')
  assert.equal(until(night, 'UTC', '2026-06-12T12:00:00Z', '2026-06-12T23:00:00Z'), '2026-06-13T07:00:00.000Z')
  assert.equal(until(night, 'UTC', '2026-06-12T23:00:00Z', '2026-06-12T23:30:00Z'), '2026-06-13T07:00:00.000Z')
  assert.equal(until([], 'UTC', '2026-06-12T12:00:00Z', '2026-06-12T11:00:00Z'), undefined)
})

test('[Q20] somebody who is always quiet is asked again some days later, and it takes no time', () => {
  const end = silentUntil(
    { quiet: Array.from({ length: 14 }, () => nightly('00:00', '00:00')[0]!) },
    'UTC',
    at('2026-06-12T12:00:00Z'),
  )
  assert.ok(end! > at('2026-06-20T00:00:00Z'))
})
