import { type ReadonlySignal, effect, useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'

/**
 * The same value, at most once per frame. A change after a quiet frame is there at once. In a rush, each drawn frame
 * gets one new value: more could not be seen, and keys would wait for it. When `atOnce` changes, no frame is awaited.
 */
export function usePerFrame<T>(source: ReadonlySignal<T>, atOnce: ReadonlySignal<unknown>): ReadonlySignal<T> {
  const framed = useSignal(source.peek())

  useLayoutEffect(() => {
    let frame: number | undefined
    let urgent = atOnce.peek()
    function take() {
      frame = undefined
      if (source.peek() === framed.peek()) return
      framed.value = source.peek()
      frame = requestAnimationFrame(take)
    }
    // Not `useSignalEffect`, which waits for a frame itself.
    const stop = effect(() => {
      void source.value
      const isUrgent = urgent !== atOnce.value
      urgent = atOnce.value
      if (isUrgent && frame !== undefined) cancelAnimationFrame(frame)
      if (isUrgent || frame === undefined) take()
    })
    return () => {
      stop()
      if (frame !== undefined) cancelAnimationFrame(frame)
    }
  }, [source, atOnce])
  return framed
}
