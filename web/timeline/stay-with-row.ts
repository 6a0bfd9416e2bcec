/** An action on a message ends when its row is removed, or scrolls off the screen. */
import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'

/** Closes the row's menu in time, and moves the focus to the list, so that it is not lost. */
export function useStayWithRow(button: RefObject<HTMLElement | null>, isOpen: Signal<boolean>): void {
  const list = () => button.current?.closest<HTMLElement>('.scroller')

  // Before the row's buttons are removed from the page, and an open menu with them.
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
        // The focus moves first: a closing menu returns it to its button, which is off the screen.
        list()?.focus({ preventScroll: true })
        isOpen.value = false
      },
      { root: list() ?? null },
    )
    observer.observe(row)
    return () => observer.disconnect()
  }, [isOpen.value])
}
