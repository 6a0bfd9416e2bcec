/** The keys that work everywhere on the page, from the first moment. `rare-shortcuts.ts` has the others. */
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { card } from '../state/open-card.ts'
import { openDialog, dialog } from '../state/open-dialog.ts'
import { openPanel } from '../state/open-panel.ts'
import { isDrawerOpen } from '../state/drawer.ts'

export const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

/** Alt+↑ and Alt+↓ go from room to room, with Shift among the unread ones. */
export function useShortcuts(client: Client, isIn: boolean): void {
  useEffect(() => {
    if (!isIn) return
    function hear(event: KeyboardEvent) {
      const { key, altKey, shiftKey, ctrlKey, metaKey } = event
      if (event.defaultPrevented || event.isComposing || dialog.peek() || card.peek()) return
      if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        const step = key === 'ArrowUp' ? -1 : 1
        void import('./neighbour.ts').then(({ goToNeighbour }) => goToNeighbour(client, step, shiftKey))
      } else if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'k') {
        openDialog({ kind: 'switcher' })
      } else if (
        (key === '/' && !ctrlKey && !metaKey && !altKey && !isWriting(event.target)) ||
        ((ctrlKey || metaKey) && shiftKey && !altKey && key.toLowerCase() === 'f')
      ) {
        openPanel({ kind: 'search', query: '' })
      } else if (key === 'Escape' && !shiftKey && isDrawerOpen.peek()) {
        isDrawerOpen.value = false
      } else return
      event.preventDefault()
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [client, isIn])
}
