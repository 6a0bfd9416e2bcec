import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastMonday } from './last-monday.ts'

test('[Y18] a week begins on Monday at eight, where its reader is, also when clocks change', () => {
  for (const [now, zone, monday] of [
    ['2026-11-30T07:59:59Z', 'UTC', '2026-11-23T08:00:00.000Z'],
    ['2026-11-30T08:00:00Z', 'UTC', '2026-11-30T08:00:00.000Z'],
    ['2026-11-30T08:00:00Z', 'America/New_York', '2026-11-23T13:00:00.000Z'],
    // Europe changed its clocks on 29 March and 25 October 2026.
    ['2026-03-30T12:00:00Z', 'Europe/Berlin', '2026-03-30T06:00:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-23T07:00:00.000Z'],
    ['2026-10-26T12:00:00Z', 'Europe/Berlin', '2026-10-26T07:00:00.000Z'],
    ['2026-12-01T00:00:00Z', 'Asia/Kathmandu', '2026-11-30T02:15:00.000Z'],
    ['2026-12-01T00:00:00Z', '+02:00', '2026-11-30T06:00:00.000Z'],
    // An offset need not be a part of an hour, and a zone need not be known.
    ['2026-12-01T00:00:00Z', '+00:01', '2026-11-30T07:59:00.000Z'],
    ['2026-11-30T07:58:59Z', '+00:01', '2026-11-23T07:59:00.000Z'],
    ['2026-12-01T00:00:00Z', '-13:37', '2026-11-30T21:37:00.000Z'],
    ['2026-12-01T00:00:00Z', 'Nowhere/Land', '2026-11-30T08:00:00.000Z'],
  ] as const)
    assert.equal(lastMonday(new Date(now), zone).toISOString(), monday, `${now} ${zone}`)
})
