import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSilent } from './settings.ts'

const base = {
  keywords: [],
  quiet: [],
  showWords: true,
  reactions: false,
  mutedMentions: false,
  sound: 'mentions' as const,
  timeZone: 'Europe/Berlin',
}
/** 2026-11-30 is a Monday; Berlin is an hour ahead. */
const at = (time: string) => new Date(`2026-11-30T${time}:00Z`)

test('[W500] in a snooze and in quiet hours the page is silent, by the clock on the wall', () => {
  const night = { ...base, quiet: [{ days: [1], from: '22:00', to: '07:00' }] }
  assert.equal(isSilent(base, at('22:30')), false)
  assert.equal(isSilent(night, at('20:59')), false)
  assert.equal(isSilent(night, at('21:00')), true)
  assert.equal(isSilent(night, new Date('2026-12-01T05:59:00Z')), true, 'Tuesday morning belongs to Monday')
  assert.equal(isSilent(night, new Date('2026-12-01T06:00:00Z')), false)
  assert.equal(isSilent(night, new Date('2026-12-01T21:30:00Z')), false, 'Tuesday has no quiet hours')
  assert.equal(isSilent({ ...night, timeZone: 'America/New_York' }, at('21:30')), false)
  const whole = { ...base, quiet: [{ days: [1], from: '08:00', to: '08:00' }] }
  assert.equal(isSilent(whole, at('12:00')), true, 'the same time is a whole day later')
  assert.equal(isSilent({ ...base, snoozedUntil: at('12:00').toISOString() }, at('11:59')), true)
  assert.equal(isSilent({ ...base, snoozedUntil: at('12:00').toISOString() }, at('12:00')), false)
})
