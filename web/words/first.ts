/** The words of the page's first paint, in the language of this page, and its numbers. */
import { type FirstWords, first } from './english/first.ts'

export let words: FirstWords = first

/** Switches the words to another language. */
export function say(others: FirstWords): void {
  words = others
}

// It takes milliseconds to make, so it waits for the first number with more than three digits.
let numbers: Intl.NumberFormat | undefined
const inFull = (value: number) => (numbers ??= new Intl.NumberFormat(words.locale)).format(value)
export const number = { format: (value: number) => (value < 1_000 ? String(value) : inFull(value)) }
