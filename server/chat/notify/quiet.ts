/**
 * Until when somebody wants to hear nothing. Quiet hours are what a clock on the wall of their zone shows: an hour that a
 * change of the clocks skips is no hour, and one that comes twice is quiet both times.
 */
import type { NotifySettings, QuietHours } from '../../../protocol/notices.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Hours that join each other are followed so far. A person who is always quiet is asked again after it. */
const MOST_JOINED = 20

type Silence = Pick<NotifySettings, 'quiet' | 'snoozedUntil'>

/** In ms since 1970, as `now`; undefined for somebody who may be told now. */
export function silentUntil({ quiet, snoozedUntil }: Silence, timeZone: string, now: number): number | undefined {
  let until = Math.max(now, snoozedUntil === undefined ? 0 : Date.parse(snoozedUntil))
  for (let joined = 0; quiet.length > 0 && joined < MOST_JOINED; joined++) {
    const end = Math.max(...quiet.flatMap((hours) => endsOf(hours, timeZone, until)))
    if (!(end > until)) break
    until = end
  }
  return until > now ? until : undefined
}

/** The ends of these hours on the days around a moment, as far as it is within them. */
function endsOf({ days, from, to }: QuietHours, timeZone: string, moment: number): number[] {
  const today = Math.floor(onWall(moment, timeZone) / DAY_MS) * DAY_MS
  const ends: number[] = []
  for (const day of [today - DAY_MS, today]) {
    if (!days.includes(new Date(day).getUTCDay())) continue
    const begin = day + timeOfDay(from)
    const end = day + timeOfDay(to) + (timeOfDay(to) <= timeOfDay(from) ? DAY_MS : 0)
    const [first] = momentsOf(begin, timeZone)
    const last = momentsOf(end, timeZone).at(-1)!
    if (first! <= moment && moment < last) ends.push(last)
  }
  return ends
}

const timeOfDay = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS

/**
 * The moments at which the clock of a zone shows a time, in order: one, or two when the hour comes twice. For a time that
 * is skipped it is the moment of the change.
 */
export function momentsOf(wall: number, timeZone: string): number[] {
  const before = wall - offsetAt(wall - DAY_MS, timeZone)
  const after = wall - offsetAt(wall + DAY_MS, timeZone)
  const shown = [...new Set([before, after])].filter((moment) => onWall(moment, timeZone) === wall)
  return shown.length > 0 ? shown.toSorted((one, other) => one - other) : [changeBetween(after, before, timeZone)]
}

/** The first moment after `low`, up to `high`, whose offset is that of `high`. */
function changeBetween(low: number, high: number, timeZone: string): number {
  const target = offsetAt(high, timeZone)
  let [from, to] = [low, high]
  while (to - from > 1_000) {
    const middle = Math.floor((from + to) / 2_000) * 1_000
    if (middle <= from) break
    if (offsetAt(middle, timeZone) === target) to = middle
    else from = middle
  }
  return to
}

const offsetAt = (moment: number, timeZone: string): number => onWall(moment, timeZone) - moment

/** What the clock shows, as if it were in UTC. */
export function onWall(moment: number, timeZone: string): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(moment)) shown[type] = Number(value)
  const { year, month, day, hour, minute, second } = shown as Record<string, number>
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + (((moment % 1_000) + 1_000) % 1_000)
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** There are 600 names, and any number of ways to write them. */
const MOST_CLOCKS = 1_000

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (clock) return clock
  clock = makeClock(timeZone)
  if (clocks.size >= MOST_CLOCKS) clocks.clear()
  clocks.set(timeZone, clock)
  return clock
}

function makeClock(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone })
  } catch {
    // Another version of the tables may not know a zone that was kept.
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: 'UTC' })
  }
}

const FIELDS: Intl.DateTimeFormatOptions = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
}
