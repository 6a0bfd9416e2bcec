/** Fingers, mouse and wheel on a picture: they zoom and move it, and go to the next one. */
import type { Signal } from '@preact/signals'
import { NO_ZOOM, type Zoom, zoomed } from './zoom.ts'

/** A swipe is at least this long, in pixels. */
const SWIPE_PX = 60

type Hears = { zoom: Signal<Zoom>; go: (by: number) => void; onClose: () => void }

export function hearHands(stage: HTMLElement, { zoom, go, onClose }: Hears): () => void {
  const end = new AbortController()
  const { signal } = end
  const down = new Map<number, { x: number; y: number }>()
  let begun = { x: 0, y: 0 }
  let hadTwo = false

  const fromMiddle = (x: number, y: number) => {
    const { left, top, width, height } = stage.getBoundingClientRect()
    return [x - left - width / 2, y - top - height / 2] as const
  }
  const apart = () => {
    const [a, b] = [...down.values()]
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
  }

  stage.addEventListener(
    'pointerdown',
    (event) => {
      // The controls of a video keep their own.
      if (event.target instanceof HTMLVideoElement) return
      down.set(event.pointerId, { x: event.clientX, y: event.clientY })
      stage.setPointerCapture(event.pointerId)
      if (down.size === 1) {
        begun = { x: event.clientX, y: event.clientY }
        hadTwo = false
      } else hadTwo = true
    },
    { signal },
  )
  stage.addEventListener(
    'pointermove',
    (event) => {
      const before = down.get(event.pointerId)
      if (!before) return
      const wasApart = apart()
      const now = { x: event.clientX, y: event.clientY }
      down.set(event.pointerId, now)
      const { scale, x, y } = zoom.peek()
      if (down.size === 2 && wasApart > 0) {
        const [a, b] = [...down.values()] as [typeof now, typeof now]
        zoom.value = zoomed(zoom.peek(), apart() / wasApart, ...fromMiddle((a.x + b.x) / 2, (a.y + b.y) / 2))
      } else if (scale > 1) zoom.value = { scale, x: x + now.x - before.x, y: y + now.y - before.y }
    },
    { signal },
  )
  const lift = (event: PointerEvent) => {
    if (!down.delete(event.pointerId) || down.size > 0 || hadTwo || event.type === 'pointercancel') return
    const [x, y] = [event.clientX - begun.x, event.clientY - begun.y]
    if (zoom.peek().scale > 1) return
    const isTurned = document.documentElement.dir === 'rtl'
    if (Math.abs(x) > SWIPE_PX && Math.abs(x) > Math.abs(y)) go(x < 0 === isTurned ? -1 : 1)
    else if (y > SWIPE_PX * 1.5 && event.pointerType === 'touch') onClose()
    // A click beside the picture closes it, as with other dialogs.
    else if (Math.hypot(x, y) < 5 && document.elementFromPoint(event.clientX, event.clientY) === stage) onClose()
  }
  stage.addEventListener('pointerup', lift, { signal })
  stage.addEventListener('pointercancel', lift, { signal })
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      zoom.value = zoomed(zoom.peek(), Math.exp(-event.deltaY / 400), ...fromMiddle(event.clientX, event.clientY))
    },
    { signal, passive: false },
  )
  stage.addEventListener(
    'dblclick',
    (event) => {
      const isNear = zoom.peek().scale > 1
      zoom.value = isNear ? NO_ZOOM : zoomed(zoom.peek(), 2.5, ...fromMiddle(event.clientX, event.clientY))
    },
    { signal },
  )
  return () => end.abort()
}
