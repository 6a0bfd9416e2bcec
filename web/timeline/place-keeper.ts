/**
 * Keeps the reader's scroll position. At the bottom, the list follows new messages. Anywhere else, the first visible
 * row stays on its pixel while rows above it are added, removed or resized. The browser's scroll anchoring is off
 * (`overflow-anchor`): not every browser has it, and two of them would correct each other.
 */

import type { Spot } from './spots.ts'

/** This close to the end counts as the bottom, in pixels. */
const BOTTOM_PX = 24

export class PlaceKeeper {
  readonly #scroller: HTMLElement
  #isAtBottom = true
  /** The row to keep, and its position within the content, which does not depend on the scroll position. */
  #anchor: { row: Element; top: number } | undefined
  #lastTop = 0
  #owed = 0

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller
  }

  get isAtBottom(): boolean {
    return this.#isAtBottom
  }

  /** Pixels between the visible part and the start of the content. */
  get above(): number {
    return this.#scroller.scrollTop
  }

  get below(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    return scrollHeight - scrollTop - clientHeight
  }

  /** After a scroll, and before the rows change: notes the reader's place. Only the room's end can be followed. */
  look(isEndOfRoom: boolean): void {
    this.#keepAnchor()
    const top = this.#scroller.scrollTop
    if (this.below <= BOTTOM_PX) this.#isAtBottom = isEndOfRoom
    // Growing content also moves the view away from the bottom. Only scrolling up means the reader left it.
    else if (top < this.#lastTop - 1) this.#isAtBottom = false
    // The anchor stays the same row until the reader scrolls: rows around it may not have their final height yet.
    if (top !== this.#lastTop) this.#anchor = undefined
    this.#note()
  }

  /** Restores the place after the rows or their sizes have changed. */
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

  /** Restores a remembered place. */
  toSpot(row: Element, { offset }: Spot): void {
    this.#measure()
    this.toOffset(row, offset)
  }

  /** Scrolls a row to this many pixels below the upper edge, or as near as the content allows. */
  toOffset(row: Element, offset: number): void {
    this.#isAtBottom = false
    this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - offset
    this.#anchor = { row, top: 0 }
    this.#note()
  }

  /** The reader's place in a form that outlives the rows: a message in the middle, with a page of rows around it. */
  get spot(): Spot | undefined {
    if (this.#isAtBottom) return undefined
    const { top, height } = this.#scroller.getBoundingClientRect()
    const row = this.#rowAt(top + height / 2)
    const seq = Number(row?.getAttribute('data-seq') ?? 0)
    return row && seq > 0 ? { seq, offset: row.getBoundingClientRect().top - top } : undefined
  }

  /** The reader turns the wheel up. This counts before the first pixel moves: messages may arrive at this moment. */
  leaveBottom(): void {
    if (this.above === 0) return
    this.#isAtBottom = false
    this.#note()
  }

  /** Renders all rows once, to measure them. The estimated height of a row never seen would change later. */
  #measure(): void {
    const { dataset } = this.#scroller
    dataset['measured'] = 'true'
    requestAnimationFrame(() => requestAnimationFrame(() => delete dataset['measured']))
  }

  #keepAnchor(): void {
    if (!this.#anchor?.row.isConnected || this.#isAtBottom) return
    const { scrollTop } = this.#scroller
    // If the content has become shorter, the browser may have scrolled to its end already.
    const before = this.below < 1 ? Math.max(scrollTop, this.#lastTop) : scrollTop
    const shift = this.#topOf(this.#anchor.row) - this.#anchor.top
    if (before + shift !== scrollTop) this.#scroller.scrollTop = before + shift
    // Some browsers scroll by whole pixels. The rest is carried over: many small errors would add up to a visible one.
    const rest = shift - (this.#scroller.scrollTop - before)
    this.#owed = Math.abs(rest) < 1 ? rest : 0
  }

  #note(): void {
    this.#lastTop = this.#scroller.scrollTop
    // The bottom needs no anchor.
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

  /** The row at this height in the window, or the next one. A binary search, as this runs at every scroll event. */
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
