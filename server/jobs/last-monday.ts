/** Mondays in a reader’s own time zone. */
import { momentsOf, onWall } from '../chat/notify/quiet.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/**
 * The last moment, at or before now, that was Monday, eight in the morning, there. It answers for every zone, also for an
 * offset that is no part of an hour: one reader’s zone must not end the look at the others.
 */
export function lastMonday(now: Date, timeZone: string): Date {
  const today = Math.floor(onWall(now.getTime(), timeZone) / DAY_MS) * DAY_MS
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7
  const eight = today - sinceMonday * DAY_MS + 8 * HOUR_MS
  const [thisWeek] = momentsOf(eight, timeZone)
  return new Date(thisWeek! <= now.getTime() ? thisWeek! : momentsOf(eight - 7 * DAY_MS, timeZone)[0]!)
}
