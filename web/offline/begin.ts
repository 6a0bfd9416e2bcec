/** What makes the page an app: its worker, what it keeps, what other apps share with it, the shortcuts of its icon. */
import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { openDialog } from '../state/open-dialog.ts'
import { openPanel } from '../state/open-panel.ts'
import { keepUp } from './keep-up.ts'
import { register, tellUsed } from './register.ts'
import { sharedWithUs } from './shared.ts'
import { isShared } from './shared-computer.ts'

/** Called when the page has all of its parts. The answer stops it. */
export function begin(client: Client): () => void {
  openShortcut()
  return effect(() => {
    if (isShared.value) return undefined
    void beThere()
    return keepUp(client)
  })
}

async function beThere(): Promise<void> {
  const registration = await register()
  if (!registration) return
  tellUsed(registration)
  if (await sharedWithUs()) openDialog({ kind: 'shared' })
  // Firefox asks its reader, who has not been told why. There it is asked for with the notifications.
  if (!('mozInnerScreenX' in globalThis)) await navigator.storage.persist().catch(() => false)
}

function openShortcut(): void {
  const wanted = new URLSearchParams(location.search).get('open')
  if (wanted === null) return
  // A reload does not open it again.
  history.replaceState(history.state, '', location.pathname)
  if (wanted === 'search') openPanel({ kind: 'search', query: '' })
  else if (wanted === 'direct') openDialog({ kind: 'new-direct' })
}
