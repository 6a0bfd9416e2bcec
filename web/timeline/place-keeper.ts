/**
 * Keeps the reader's place: at the bottom it follows, anywhere else the first row on the screen stays on its pixel, whatever
 * is put in, taken out or grows above it. The browser's own anchoring is switched off (`overflow-anchor`), as not every
 * browser has it and two of them would correct each other.
 */

import type { Spot } from './spots.ts'

/** This close to the end counts as the bottom. */
const BOTTOM_PX = 24

export class PlaceKeeper {
  readonly #scroller: HTMLElement
  #isAtBottom = true
  /** A row and where it stands, measured in the content, so that scrolling itself changes nothing. */
  #anchor: { row: Element; top: number } | undefined
  #lastTop = 0
  #owed = 0

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller
  }

  get isAtBottom(): boolean {
    return this.#isAtBottom
  }

  /** Pixels between what is seen and either end. */
  get above(): number {
    return this.#scroller.scrollTop
  }

  get below(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    return scrollHeight - scrollTop - clientHeight
  }

  /** After a scroll, and before the rows change: where is the reader now? Only the room's end can be followed. */
  look(isEndOfRoom: boolean): void {
    this.#keepAnchor()
    const top = this.#scroller.scrollTop
    if (this.below <= BOTTOM_PX) this.#isAtBottom = isEndOfRoom
    // Growing content leaves the bottom behind too; only the reader moves up.
    else if (top < this.#lastTop - 1) this.#isAtBottom = false
    // Until the reader moves the anchor stays the same row: rows around it may not have their true height yet.
    if (top !== this.#lastTop) this.#anchor = undefined
    this.#note()
  }

  /** After the rows or their sizes have changed: back to the place. */
  restore(): void {
    if (!this.#isAtBottom) this.#keepAnchor()
    else if (this.below > 0) this.#scroller.scrollTop = this.#scroller.scrollHeight
    this.#note()
  }

  toBottom(): void {
    this.#isAtBottom = true
    this.restore()
  }

  toCentre(row: Element): void {
    this.#measure()
    const { height } = row.getBoundingClientRect()
    this.toOffset(row, Math.max(0, (this.#scroller.clientHeight - height) / 2))
  }

  /** Back to where the reader was. */
  toSpot(row: Element, { offset }: Spot): void {
    this.#measure()
    this.toOffset(row, offset)
  }

  /** Puts a row so many pixels below the upper edge, or as near to it as there is content for. */
  toOffset(row: Element, offset: number): void {
    this.#isAtBottom = false
    this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - offset
    this.#anchor = { row, top: 0 }
    this.#note()
  }

  /** Where the reader is, in words that outlive the rows: a message in the middle, with as much around it as a page brings. */
  get spot(): Spot | undefined {
    if (this.#isAtBottom) return undefined
    const { top, height } = this.#scroller.getBoundingClientRect()
    const row = this.#rowAt(top + height / 2)
    const seq = Number(row?.getAttribute('data-seq') ?? 0)
    return row && seq > 0 ? { seq, offset: row.getBoundingClientRect().top - top } : undefined
  }

  /** The reader turns the wheel upwards, and is believed before the first pixel: much may be said at this moment. */
  leaveBottom(): void {
    if (this.above === 0) return
    this.#isAtBottom = false
    this.#note()
  }

  /** Rows that were never on the screen have a guessed height, which would change under the reader. Seen once it is remembered. */
  #measure(): void {
    const { dataset } = this.#scroller
    dataset['whole'] = 'true'
    requestAnimationFrame(() => requestAnimationFrame(() => delete dataset['whole']))
  }

  #keepAnchor(): void {
    if (!this.#anchor?.row.isConnected || this.#isAtBottom) return
    const { scrollTop } = this.#scroller
    // Where the content has become shorter, the browser may have scrolled to its end already.
    const before = this.below < 1 ? Math.max(scrollTop, this.#lastTop) : scrollTop
    const shift = this.#topOf(this.#anchor.row) - this.#anchor.top
    if (before + shift !== scrollTop) this.#scroller.scrollTop = before + shift
    // A browser scrolls by whole pixels. The rest is owed: many small corrections would add up to a visible one.
    const rest = shift - (this.#scroller.scrollTop - before)
    this.#owed = Math.abs(rest) < 1 ? rest : 0
  }

  #note(): void {
    this.#lastTop = this.#scroller.scrollTop
    // The bottom is a place by itself.
    if (this.#isAtBottom) {
      this.#anchor = undefined
      return
    }
    const row = this.#anchor?.row.isConnected ? this.#anchor.row : this.#firstSeen()
    this.#anchor = row && { row, top: this.#topOf(row) - this.#owed }
  }

  #topOf(row: Element): number {
    return row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top + this.#scroller.scrollTop
  }

  #firstSeen(): Element | undefined {
    return this.#rowAt(this.#scroller.getBoundingClientRect().top)
  }

  /** The row so far down in the window, or the next one. They are in order, so halving finds it: this runs at every scroll event. */
  #rowAt(y: number): Element | undefined {
    const rows = this.#scroller.getElementsByTagName('article')
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= y) low = middle + 1
      else high = middle
    }
    return rows[low]
  }
}
