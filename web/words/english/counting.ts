/** Counting in English: singular and plural. */

// These take milliseconds to make: they wait for the first number with more than three digits, and for the first list.
let numbers: Intl.NumberFormat | undefined
let lists: Intl.ListFormat | undefined

const inFull = (value: number) => (numbers ??= new Intl.NumberFormat('en')).format(value)
export const number = { format: (value: number) => (value < 1_000 ? String(value) : inFull(value)) }

export const list = {
  format: (names: readonly string[]) => (lists ??= new Intl.ListFormat('en', { type: 'conjunction' })).format(names),
}

export const counted = (count: number, one: string, other: string) =>
  `${number.format(count)} ${count === 1 ? one : other}`
