/** On a narrow screen the sidebar is a drawer that lies over the room. */
import { effect, signal } from '@preact/signals'
import { returnFocus } from '../ui/return-focus.ts'

export const isDrawerOpen = signal(false)

export const wide = matchMedia('(width >= 48rem)')
// A turned phone, a wider window: there it is no drawer any more.
wide.addEventListener('change', () => (isDrawerOpen.value = false))

/** What had the focus when it was opened. */
let opener: HTMLElement | undefined

effect(() => {
  if (isDrawerOpen.value) {
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined
    // When it is drawn.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.sidebar a, .sidebar button')?.focus())
  } else {
    returnFocus(opener)
    opener = undefined
  }
})
