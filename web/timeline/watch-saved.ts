/** Loads which messages I have saved, for the marks of their rows. The rows do not wait for it. */
import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { isPainted } from '../state/first-paint.ts'
import { savedRows } from '../state/saved-rows.ts'

/** Loads after the first paint, at each connection. The returned function stops it. */
export function watchSaved(client: Client): () => void {
  return effect(() => {
    if (isPainted.value && client.connection.state.value.state === 'online') void load(client)
  })
}

async function load(client: Client): Promise<void> {
  try {
    const { savedOf } = await import('../../client/saved.ts')
    const saved = savedOf(client)
    await saved.load()
    if (savedRows.peek()?.of !== client) savedRows.value = { of: client, has: (roomId, seq) => saved.has(roomId, seq) }
  } catch {
    // Offline: loaded with the next connection.
  }
}
