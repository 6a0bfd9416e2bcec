/** On a narrow screen the sidebar is a drawer that lies over the room. */
import { effect, signal } from '@preact/signals'
import { returnFocus } from '../browser/return-focus.ts'

export const isDrawerOpen = signal(false)

export const wide = matchMedia('(width >= 48rem)')
// After a turn of the phone or in a wider window it is no drawer any more.
wide.addEventListener('change', () => (isDrawerOpen.value = false))

/**
 * Closes the drawer and goes on after it has given back the focus. So a dialog or a panel that opens then gives the
 * focus back to the same place.
 */
export function leaveDrawerFor(next: () => void): void {
  if (!isDrawerOpen.peek()) return next()
  isDrawerOpen.value = false
  requestAnimationFrame(next)
}

/** The focused element when the drawer was opened. */
let opener: HTMLElement | undefined

effect(() => {
  if (isDrawerOpen.value) {
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
    // After the drawer is drawn.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.sidebar a, .sidebar button')?.focus())
  } else {
    returnFocus(opener)
    opener = undefined
  }
})
