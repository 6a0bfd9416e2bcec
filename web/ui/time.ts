/** Times in the reader's own zone and format. */
import { computed, signal } from '@preact/signals'
import { look } from '../browser/look.ts'
import { words } from '../words/first.ts'
import { isPainted } from '../state/first-paint.ts'

// The digits are those of all other numbers on the page.
export const numberingSystem = 'latn'

const HOUR_CYCLES = { '12': 'h12', '24': 'h23', system: undefined } as const

/** The 12-hour or 24-hour clock: the reader's preference, or the system's. */
export const hourCycle = computed(() => HOUR_CYCLES[look.value.clock])

const clock = computed(
  () =>
    new Intl.DateTimeFormat(undefined, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: hourCycle.value,
      numberingSystem,
    }),
)
const exact = computed(
  () =>
    new Intl.DateTimeFormat(undefined, {
      dateStyle: 'full',
      timeStyle: 'long',
      hourCycle: hourCycle.value,
      numberingSystem,
    }),
)
const DAY = { weekday: 'long', day: 'numeric', month: 'long', numberingSystem } as const
const DATE = { dateStyle: 'long', numberingSystem } as const
const DAY_AND_YEAR = { dateStyle: 'full', numberingSystem } as const

/** The page's language, with the country of the reader where it is spoken: the day before the month, or after it. */
export const locale = (): string =>
  navigator.languages.find((own) => own.split('-')[0] === words.locale.split('-')[0]) ?? words.locale

// A browser on a phone takes tens of milliseconds to find the reader's time format. The messages do not wait for it.
export const clockTime = (time: string): string => (isPainted.value ? clock.value.format(new Date(time)) : '')
export const exactTime = (time: string): string => (isPainted.value ? exact.value.format(new Date(time)) : '')

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())

let timer: ReturnType<typeof setInterval> | undefined

/** The reader's midnight today. It moves on by itself while it is shown, so that "Today" becomes "Yesterday". */
const today = signal(midnight(new Date()), {
  watched() {
    moveOn()
    timer = setInterval(moveOn, 60_000)
  },
  unwatched() {
    clearInterval(timer)
  },
})

function moveOn() {
  const now = midnight(new Date())
  if (now.getTime() !== today.peek().getTime()) today.value = now
}

/** A name for the day in the reader's zone, equal for all times of that day. */
export const dayOf = (time: string): string => {
  const date = new Date(time)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/** A day in words. */
export const dateOf = (time: string): string => new Date(time).toLocaleDateString(locale(), DATE)

export function dayTitle(time: string): string {
  const date = new Date(time)
  // Rounded, because a day with a change of the clocks has 23 or 25 hours.
  const daysAgo = Math.round((today.value.getTime() - midnight(date).getTime()) / 86_400_000)
  if (daysAgo === 0) return words.timeline.today
  if (daysAgo === 1) return words.timeline.yesterday
  const isThisYear = date.getFullYear() === today.value.getFullYear()
  return date.toLocaleDateString(locale(), isThisYear ? DAY : DAY_AND_YEAR)
}
