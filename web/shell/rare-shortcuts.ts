/** Keys that work everywhere on the page, once it is at rest. */
import type { Client } from '../../client/client.ts'
import { address } from '../state/address.ts'
import { card } from '../state/open-card.ts'
import { dialog, openDialog } from '../state/open-dialog.ts'
import { isWriting } from './shortcuts.ts'

/** By the physical key: with Alt a Mac types another letter, and keyboards of other scripts have none of ours. */
const letterOf = ({ key, code }: KeyboardEvent): string =>
  (/^[a-z]$/i.test(key) ? key : code.replace('Key', '')).toLowerCase()

/** Begins to listen. The answer stops it. */
export function hearRareShortcuts(client: Client): () => void {
  function hear(event: KeyboardEvent) {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event
    if (event.defaultPrevented || event.isComposing || dialog.peek() || card.peek()) return
    if (key === '?' && !ctrlKey && !metaKey && !isWriting(event.target)) {
      openDialog({ kind: 'keys' })
    } else if (altKey && shiftKey && !ctrlKey && !metaKey && letterOf(event) === 'f') {
      const room = client.rooms.get(address.peek().slug)
      if (!room?.isMember.peek()) return
      void import('./said.ts').then(({ switchFavourite }) => switchFavourite(client, room))
    } else if (key === 'Escape' && shiftKey) {
      void import('./mark-all-read.ts').then(({ markAllRead }) => markAllRead(client))
    } else return
    event.preventDefault()
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}
