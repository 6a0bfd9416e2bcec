/** What is done with a message ends with it: when its row goes, or moves off the screen while the room goes on. */
import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'

/** Closes the menu of a row in time, and leaves the focus in the list instead of nowhere. */
export function useStayWithRow(button: RefObject<HTMLElement | null>, isOpen: Signal<boolean>): void {
  const list = () => button.current?.closest<HTMLElement>('.scroller')

  // Before its buttons are taken off the page, and with them a menu that is open among them.
  useLayoutEffect(
    () => () => {
      if (button.current?.parentElement?.contains(document.activeElement)) list()?.focus({ preventScroll: true })
    },
    [],
  )

  useEffect(() => {
    const row = button.current?.closest('article')
    if (!isOpen.value || !row) return
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (!seen || seen.isIntersecting) return
        // First the focus: a menu that closes gives it back to its button, which is off the screen.
        list()?.focus({ preventScroll: true })
        isOpen.value = false
      },
      { root: list() ?? null },
    )
    observer.observe(row)
    return () => observer.disconnect()
  }, [isOpen.value])
}
