/** Mondays in a reader’s own time zone. */

const HOUR = 8
const HOUR_MS = 60 * 60_000
const LONGEST_MS = 8 * 24 * HOUR_MS

/** The beginning of the last hour, at or before now, that was Monday, eight in the morning, there. */
export function lastMonday(now: Date, timeZone: string): Date {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  // Zones begin their hours at a quarter, so a quarter finds each of them, also in the week of a change of clocks.
  const step = HOUR_MS / 4
  const from = Math.floor(now.getTime() / step) * step
  for (let at = from; at > from - LONGEST_MS; at -= step) {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    if (parts.weekday === 'Mon' && Number(parts.hour) === HOUR && Number(parts.minute) === 0) return new Date(at)
  }
  throw new Error(`No Monday in ${timeZone}.`)
}
