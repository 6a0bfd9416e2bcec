/** How a reader comes to have a finger on a message: by pointer, touch or keyboard. */
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { activeRow } from './active-row.ts'
import { walkRows } from './walk-rows.ts'

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

const listeners = {
  pointerover(event: PointerEvent) {
    if (event.pointerType === 'mouse') activate(rowOf(event.target))
  },
  pointerleave(event: PointerEvent) {
    if (event.pointerType === 'mouse') activate(undefined)
  },
  focusin(event: FocusEvent) {
    const seq = rowOf(event.target)
    if (seq !== undefined) activate(seq)
  },
  focusout({ relatedTarget }: FocusEvent) {
    // Whoever goes on to write has no use for them.
    if (relatedTarget instanceof HTMLTextAreaElement) activate(rowOf(relatedTarget))
  },
  pointerdown(event: PointerEvent) {
    letGo()
    const seq = rowOf(event.target)
    const isOnSomething = event.target instanceof Element && event.target.closest('a, button, textarea') !== null
    if (event.pointerType === 'mouse' || seq === undefined || isOnSomething) return
    press = setTimeout(() => activate(seq, true), LONG_PRESS)
  },
  pointerup(event: PointerEvent) {
    letGo()
    if (event.pointerType !== 'mouse' && activeRow.peek()?.isPressed !== true) activate(rowOf(event.target))
  },
  // It has become a scroll.
  pointercancel: letGo,
  pointermove(event: PointerEvent) {
    if (Math.abs(event.movementX) + Math.abs(event.movementY) > 6) letGo()
  },
}

/** Finds the active row in a list of messages. */
export function HearRows({ list }: { list: RefObject<HTMLElement | null> }) {
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    for (const [event, listener] of Object.entries(listeners))
      list.current?.addEventListener(event, listener as (event: Event) => void, { signal })
    if (list.current) walkRows(list.current, signal)
    return () => stop.abort()
  }, [])
  return null
}
