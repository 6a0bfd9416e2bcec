/** A moment as the value of a field, in the reader's zone. */

const two = (number: number) => String(number).padStart(2, '0')

/** For a field of a date: 2026-12-31. */
export const toLocalDate = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

/** For a field of date and time, to the minute: 2026-12-31T23:59. */
export const toLocalTime = (date: Date): string =>
  `${toLocalDate(date)}T${two(date.getHours())}:${two(date.getMinutes())}`
