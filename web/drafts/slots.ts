/** Storage for a room's draft when several tabs write at once. Each has its own slot and leaves the others alone. */

/** The number of tabs that can write in one room at a time. A further tab keeps its draft only while it is open. */
export const MOST = 4

/** Kept texts by slot; an empty text means a free slot. `keep` returns whether the text was kept. */
export type Shelf = { recall: (slot: number) => string; keep: (slot: number, text: string) => boolean }

export const SLOTS = Array.from({ length: MOST }, (_, slot) => slot)

export const holds = (shelf: Shelf, text: string): boolean => SLOTS.some((slot) => shelf.recall(slot) === text)

export class Slots {
  readonly #shelf: Shelf
  #slot = 0
  /** The text that this tab has put into its slot. If the slot has another text, another tab owns it. */
  #mine = ''

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** Returns the draft to continue: the one this tab had before a reload, else the first one kept. */
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
