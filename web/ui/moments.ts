/** Moments and durations in words. */
import { computed } from '@preact/signals'
import { hourCycle, locale, numberingSystem } from './time.ts'
import { words } from '../words/first.ts'

/** With the same clock as all other times on the page. */
const hours = computed(
  () => hourCycle.value ?? new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hourCycle,
)
const moment = computed(
  () =>
    new Intl.DateTimeFormat(locale(), {
      dateStyle: 'medium',
      timeStyle: 'short',
      hourCycle: hours.value,
      numberingSystem,
    }),
)
const relative = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' })

export const sayMoment = (time: string): string => moment.value.format(new Date(time))

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

const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', numberingSystem })

export const sayDay = (time: string): string => day.format(new Date(time))

/** The present time in a time zone; undefined for a zone that this browser does not know. */
export function sayTimeIn(timeZone: string): string | undefined {
  try {
    const how = { timeStyle: 'short', hourCycle: hours.value, numberingSystem, timeZone } as const
    return new Intl.DateTimeFormat(locale(), how).format(new Date())
  } catch {
    return undefined
  }
}
