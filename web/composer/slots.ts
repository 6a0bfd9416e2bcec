/** Where a draft is kept that several tabs may write at a time: each in a slot of its own, and none takes away another's. */

/** Tabs in which somebody writes in one room at a time; a further one keeps its draft only as long as it is open. */
const MOST = 4

/** Kept texts by number; an empty one is none. `keep` answers whether it is kept. */
export type Shelf = { recall: (slot: number) => string; keep: (slot: number, text: string) => boolean }

const SLOTS = Array.from({ length: MOST }, (_, slot) => slot)

export const holds = (shelf: Shelf, text: string): boolean => SLOTS.some((slot) => shelf.recall(slot) === text)

/** Puts one more text in. Answers whether it has a slot of its own; without one it stands below what is in the last. */
export function putBeside(shelf: Shelf, text: string, below: (there: string, text: string) => string): boolean {
  const free = SLOTS.find((slot) => shelf.recall(slot) === '')
  if (free === undefined) shelf.keep(MOST - 1, below(shelf.recall(MOST - 1), text))
  else shelf.keep(free, text)
  return free !== undefined
}

export class Slots {
  readonly #shelf: Shelf
  #slot = 0
  /** What this tab has put into its slot. While something else is in there, it is another tab's. */
  #mine = ''

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** What to go on with: what this tab had before a reload, else what was left here first. */
  begin(before: string): string {
    const slot = this.#find((text) => text !== '' && (before === '' || text === before))
    if (slot !== undefined) {
      this.#slot = slot
      this.#mine = this.#shelf.recall(slot)
    }
    return before === '' ? this.#mine : before
  }

  write(next: string): void {
    if (this.#shelf.recall(this.#slot) !== this.#mine) {
      this.#mine = ''
      const free = next === '' ? undefined : this.#find((text) => text === '')
      if (free === undefined) return
      this.#slot = free
    }
    if (this.#shelf.keep(this.#slot, next)) this.#mine = next
  }

  #find(fits: (text: string) => boolean): number | undefined {
    return SLOTS.find((slot) => fits(this.#shelf.recall(slot)))
  }
}
