/** A swipe over a message answers it: towards the end of its line, as it is read. */
import type { Room } from '../../client/rooms.ts'
import { answer } from '../drafts/answering.ts'

/** So far, in px, and it is an answer. */
const ANSWERS_AT = 64
/** The row follows the finger no farther. */
const MOST = 88
/** The browser's own way back begins at the edge of the screen. */
const EDGE = 28
/** A finger is never quite still. */
const BEGINS_AT = 12

export function hearSwipes(list: HTMLElement, room: Room, signal: AbortSignal): void {
  let row: HTMLElement | undefined
  let start = { x: 0, y: 0 }
  let way = 0
  let isSwipe = false

  function end() {
    if (row) row.style.translate = ''
    row = undefined
    isSwipe = false
    way = 0
  }

  const options = { signal, passive: true }
  list.addEventListener(
    'touchstart',
    ({ touches, target }) => {
      end()
      const [touch, second] = touches
      const found = target instanceof Element ? target.closest<HTMLElement>('article[data-seq]') : null
      // Wide code and tables are scrolled by the same movement.
      const isOther = target instanceof Element && target.closest('pre, table, audio, video, input, textarea') !== null
      if (!touch || second || !found || isOther || !room.writing.peek().may) return
      if (touch.clientX < EDGE || touch.clientX > innerWidth - EDGE) return
      row = found
      start = { x: touch.clientX, y: touch.clientY }
    },
    options,
  )
  list.addEventListener(
    'touchmove',
    ({ touches: [touch] }) => {
      if (!row || !touch) return
      const forward = getComputedStyle(row).direction === 'rtl' ? -1 : 1
      way = (touch.clientX - start.x) * forward
      const across = Math.abs(touch.clientY - start.y)
      if (!isSwipe && across > BEGINS_AT && across > way) return end()
      isSwipe ||= way > BEGINS_AT
      if (isSwipe) row.style.translate = `${Math.min(Math.max(way, 0), MOST) * forward}px`
    },
    options,
  )
  list.addEventListener(
    'touchend',
    () => {
      const seq = isSwipe && way >= ANSWERS_AT ? Number(row?.getAttribute('data-seq')) : 0
      end()
      if (seq > 0) answer(room, seq)
    },
    options,
  )
  list.addEventListener('touchcancel', end, options)
}
