/**
 * Moves an item of a vertical list with a mouse or a pen. The list's items are the siblings with the same `data-drag`.
 * A finger scrolls; keyboard and touch have buttons for it elsewhere.
 */
import './drag-to-order.css'

/** The pointer's movement during a click, at most, in pixels. */
const STEADY_PX = 5

/** `put` gets the number of other items above the new place. */
export function dragToOrder(startY: number, item: HTMLElement, put: (place: number) => void): void {
  const others = [...(item.parentElement?.children ?? [])].filter(
    (other): other is HTMLElement =>
      other instanceof HTMLElement && other !== item && other.dataset['drag'] === item.dataset['drag'],
  )
  const end = new AbortController()
  const { signal } = end
  let place: number | undefined

  function mark(next: number | undefined) {
    place = next
    for (const other of others) delete other.dataset['drop']
    if (next === undefined) return
    const below = others[next]
    if (below) below.dataset['drop'] = 'before'
    else others.at(-1)!.dataset['drop'] = 'after'
  }

  function move(event: PointerEvent) {
    if (event.buttons === 0) return stop()
    if (place === undefined && Math.abs(event.clientY - startY) < STEADY_PX) return
    item.dataset['dragged'] = 'true'
    mark(others.filter((other) => middleOf(other) < event.clientY).length)
  }

  function drop() {
    const chosen = place
    stop()
    if (chosen === undefined) return
    // The click that follows only ends the drag.
    addEventListener('click', hush, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', hush, { capture: true }))
    put(chosen)
  }

  function stop() {
    end.abort()
    mark(undefined)
    delete item.dataset['dragged']
  }

  if (others.length === 0) return
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', drop, { signal })
  addEventListener('pointercancel', stop, { signal })
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || place === undefined) return
      event.preventDefault()
      event.stopPropagation()
      stop()
    },
    { signal, capture: true },
  )
}

function middleOf(thing: HTMLElement): number {
  const { top, height } = thing.getBoundingClientRect()
  return top + height / 2
}

function hush(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
