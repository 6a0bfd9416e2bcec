/** Moments and stretches of time as people say them. */
import { locale, numberingSystem } from '../ui/time.ts'
import { words } from '../words.ts'

// The hours are those of all other times on the page.
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()
const moment = new Intl.DateTimeFormat(locale(), {
  dateStyle: 'medium',
  timeStyle: 'short',
  hourCycle,
  numberingSystem,
})
const relative = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' })

export const sayMoment = (time: string): string => moment.format(new Date(time))

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "2 hours ago", "in 3 days"; an exact date is in the title beside it. */
export function sayAgo(time: string): string {
  const seconds = (new Date(time).getTime() - Date.now()) / 1_000
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  }
  return relative.format(0, 'second')
}
