import { MOST, SLOTS, type Shelf } from './slots.ts'

/** Adds a text. Returns whether it has its own slot; without one, it is put below the text in the last slot. */
export function putBeside(shelf: Shelf, text: string, below: (there: string, text: string) => string): boolean {
  const free = SLOTS.find((slot) => shelf.recall(slot) === '')
  if (free === undefined) shelf.keep(MOST - 1, below(shelf.recall(MOST - 1), text))
  else shelf.keep(free, text)
  return free !== undefined
}
