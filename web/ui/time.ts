/** Times in the reader's own zone and manner. */
import { signal } from '@preact/signals'
import { late, words } from '../words.ts'
import { isPainted } from './painted.ts'

// The digits are those of all other numbers on the page.
export const numberingSystem = 'latn'
const clock = late(() => new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', numberingSystem }))
const exact = late(() => new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long', numberingSystem }))
const DAY = { weekday: 'long', day: 'numeric', month: 'long', numberingSystem } as const
const DAY_AND_YEAR = { dateStyle: 'full', numberingSystem } as const

/** The page's language, in the manner of the reader's country where they speak it: the day before the month, or after it. */
export const locale = (): string =>
  navigator.languages.find((own) => own.split('-')[0] === words.locale.split('-')[0]) ?? words.locale

// To learn how the reader tells the time takes a browser tens of milliseconds on a phone: the messages do not wait for it.
export const clockTime = (time: string): string => (isPainted.value ? clock().format(new Date(time)) : '')
export const exactTime = (time: string): string => (isPainted.value ? exact().format(new Date(time)) : '')

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())

let timer: ReturnType<typeof setInterval> | undefined

/** The reader's midnight today. While it is on the screen it moves on by itself, so that "Today" becomes "Yesterday". */
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

export function dayTitle(time: string): string {
  const date = new Date(time)
  // Rounded, because a day with a change of the clocks has 23 or 25 hours.
  const daysAgo = Math.round((today.value.getTime() - midnight(date).getTime()) / 86_400_000)
  if (daysAgo === 0) return words.timeline.today
  if (daysAgo === 1) return words.timeline.yesterday
  const isThisYear = date.getFullYear() === today.value.getFullYear()
  return date.toLocaleDateString(locale(), isThisYear ? DAY : DAY_AND_YEAR)
}
