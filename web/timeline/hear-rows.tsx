/** Selects the active row: by pointer, touch or keyboard. */
import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { restingFinger } from '../ui/resting-finger.ts'
import { type ActiveRow, activeRow } from '../state/active-message.ts'
import { HearJoins, type Weave } from './hear-joins.tsx'
import { hearProfiles } from './hear-profiles.ts'
import { watchSaved } from './watch-saved.ts'
import { hearCopy } from './transcript.ts'
import { hearSwipes } from './swipe.ts'
import { walkRows } from './walk-rows.ts'

/** A touch this long opens the menu, in milliseconds. */
const LONG_PRESS = 450
/** A browser that waits for a double tap sends the click at most this long after the finger was lifted. */
const CLICK_AFTER_MS = 400

const isMenuOpen = () => document.querySelector(':is(.menu, .emoji-picker):popover-open') !== null

function rowOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('article[data-seq]') : null
  return row ? Number(row.getAttribute('data-seq')) : undefined
}

function activate(seq: number | undefined, isPressed = false, at?: ActiveRow['at']): void {
  if (isMenuOpen()) return
  const now = activeRow.peek()
  if (now?.seq === seq && !isPressed) return
  activeRow.value = seq === undefined ? undefined : { seq, isPressed, at }
}

/** Here the browser's own menu is more useful: for links, fields and selected text. */
const ITS_OWN = 'a[href], textarea, input, .menu, .tools'
let wasSelected = false

/** Whether a point lies on selected text. */
function isSelected({ x, y }: MouseEvent): boolean {
  const selection = getSelection()
  if (!selection || selection.isCollapsed) return false
  const boxes = [...selection.getRangeAt(0).getClientRects()]
  return boxes.some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom)
}

/** The right mouse button or the menu key opens the row's menu. With Shift, the browser's menu opens. */
function hearMenuKey(event: MouseEvent): void {
  const { target, buttons, clientX: x, clientY: y } = event
  const seq = rowOf(target)
  const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
  const isItsOwn = target instanceof Element && target.closest(ITS_OWN) !== null
  const isPointer = event.button === 2
  // Some browsers select the word under the pointer before they report the button.
  const isOnText = isPointer ? wasSelected : getSelection()?.isCollapsed === false
  if (seq === undefined || isTouch || isItsOwn || isOnText || (isPointer && event.shiftKey)) return
  event.preventDefault()
  const open = () => activate(seq, true, isPointer ? { x, y } : undefined)
  // A button released outside of a menu closes it. So the menu opens after the release.
  if (buttons === 0) open()
  else addEventListener('pointerup', () => setTimeout(open), { once: true, capture: true })
}

let press: ReturnType<typeof setTimeout> | undefined
const letGo = () => clearTimeout(press)

/** The finger that opened the menu is above it now. Until it is lifted, it chooses nothing. */
function waitForLift(): void {
  restingFinger.isThere = true
  const stop = new AbortController()
  const options = { capture: true, signal: stop.signal }
  const end = () => {
    restingFinger.isThere = false
    stop.abort()
  }
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', swallow, options)
  for (const lifted of ['pointerup', 'pointercancel'])
    addEventListener(lifted, () => setTimeout(end, CLICK_AFTER_MS), options)
  addEventListener('pointerdown', end, options)
}

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
    // In a text field, the row's tools are not needed.
    if (relatedTarget instanceof HTMLTextAreaElement) activate(rowOf(relatedTarget))
  },
  contextmenu: hearMenuKey,
  pointerdown(event: PointerEvent) {
    letGo()
    wasSelected = isSelected(event)
    const seq = rowOf(event.target)
    const isOnSomething = event.target instanceof Element && event.target.closest('a, button, textarea') !== null
    if (event.pointerType === 'mouse' || seq === undefined || isOnSomething) return
    press = setTimeout(() => {
      activate(seq, true)
      waitForLift()
    }, LONG_PRESS)
  },
  pointerup(event: PointerEvent) {
    letGo()
    if (event.pointerType !== 'mouse' && activeRow.peek()?.isPressed !== true) activate(rowOf(event.target))
  },
  // The touch has become a scroll.
  pointercancel: letGo,
  pointermove(event: PointerEvent) {
    if (Math.abs(event.movementX) + Math.abs(event.movementY) > 6) letGo()
  },
}

type Props = { list: RefObject<HTMLElement | null>; client: Client; room: Room; weave: Signal<Weave | undefined> }

/** Tracks the active row in a list of messages, and handles copying. */
export function HearRows({ list, client, room, weave }: Props) {
  // With the rows, not after their paint: the menu of the right button is the browser's until then.
  useLayoutEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    for (const [event, listener] of Object.entries(listeners))
      list.current?.addEventListener(event, listener as (event: Event) => void, { signal })
    if (list.current) {
      walkRows(list.current, signal)
      hearSwipes(list.current, room, signal)
      hearCopy(list.current, client, room, signal)
      hearProfiles(list.current, client, room, signal)
    }
    signal.addEventListener('abort', watchSaved(client))
    // The pointer or the focus may have come before this code.
    const row = list.current?.querySelector('article:is(:hover, :focus-within)')
    if (row) activate(rowOf(row))
    return () => stop.abort()
  }, [])
  return <HearJoins list={list} client={client} room={room} weave={weave} />
}
