/**
 * Which message the reader has a finger on: it alone carries the buttons for what can be done with it. Three hundred
 * rows with ten buttons each would be three thousand buttons.
 */
import { signal } from '@preact/signals'

/** Its row; and whether its menu is wanted at once, as after a long press. */
export type ActiveRow = { seq: number; isPressed: boolean }

export const activeRow = signal<ActiveRow | undefined>(undefined)
/** The message whose words are being changed. */
export const editedSeq = signal<number | undefined>(undefined)
/** The message that is being answered, per room. */
export const answered = signal<{ roomId: string; seq: number } | undefined>(undefined)

/** A finger that rests so long wants the menu, in milliseconds. */
const LONG_PRESS = 450

const isMenuOpen = () => document.querySelector('.menu:popover-open') !== null

function rowOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('article[data-seq]') : null
  return row ? Number(row.getAttribute('data-seq')) : undefined
}

function activate(seq: number | undefined, isPressed = false): void {
  if (isMenuOpen()) return
  const now = activeRow.peek()
  if (now?.seq === seq && !isPressed) return
  activeRow.value = seq === undefined ? undefined : { seq, isPressed }
}

let press: ReturnType<typeof setTimeout> | undefined
const letGo = () => clearTimeout(press)

/** For the list of messages. */
export const hearRows = {
  onPointerOver(event: PointerEvent) {
    if (event.pointerType === 'mouse') activate(rowOf(event.target))
  },
  onPointerLeave(event: PointerEvent) {
    if (event.pointerType === 'mouse') activate(undefined)
  },
  onFocusIn(event: FocusEvent) {
    const seq = rowOf(event.target)
    if (seq !== undefined) activate(seq)
  },
  onPointerDown(event: PointerEvent) {
    letGo()
    const seq = rowOf(event.target)
    const isOnSomething = event.target instanceof Element && event.target.closest('a, button, textarea') !== null
    if (event.pointerType === 'mouse' || seq === undefined || isOnSomething) return
    press = setTimeout(() => activate(seq, true), LONG_PRESS)
  },
  onPointerUp(event: PointerEvent) {
    letGo()
    if (event.pointerType !== 'mouse' && activeRow.peek()?.isPressed !== true) activate(rowOf(event.target))
  },
  // It has become a scroll.
  onPointerCancel: letGo,
  onPointerMove(event: PointerEvent) {
    if (Math.abs(event.movementX) + Math.abs(event.movementY) > 6) letGo()
  },
}
