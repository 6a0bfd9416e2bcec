/** The keys that work everywhere on the page. */
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { openOverlay, overlay } from '../overlay.ts'
import { openPanel } from '../panel.ts'
import { goTo, place } from '../place.ts'
import { isDrawerOpen } from './drawer.ts'
import { neighbour } from './order.ts'

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

/** Alt+↑ and Alt+↓ go from room to room, with Shift among the unread ones. */
export function useKeys(client: Client, isIn: boolean): void {
  useEffect(() => {
    if (!isIn) return
    function hear(event: KeyboardEvent) {
      const { key, altKey, shiftKey, ctrlKey, metaKey } = event
      if (event.defaultPrevented || event.isComposing || overlay.peek()) return
      if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        const next = neighbour(client.rooms, place.peek().slug, key === 'ArrowUp' ? -1 : 1, shiftKey)
        if (next) goTo(next.slug.peek())
      } else if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') {
        openOverlay({ kind: 'switcher' })
      } else if (
        (key === '/' && !ctrlKey && !metaKey && !altKey && !isWriting(event.target)) ||
        ((ctrlKey || metaKey) && shiftKey && !altKey && key.toLowerCase() === 'f')
      ) {
        openPanel({ kind: 'search', query: '' })
      } else if (key === '?' && !ctrlKey && !metaKey && !isWriting(event.target)) {
        openOverlay({ kind: 'keys' })
      } else if (key === 'Escape' && isDrawerOpen.peek()) {
        isDrawerOpen.value = false
      } else return
      event.preventDefault()
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [client, isIn])
}
