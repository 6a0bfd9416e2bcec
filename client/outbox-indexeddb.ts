import { type DBSchema, openDB } from 'idb'
import type { OutboxStorage, StoredDraft } from './outbox-storage.ts'

interface Earshot extends DBSchema {
  outbox: { key: string; value: StoredDraft }
}

/** An outbox storage in the browser: it survives a reload, a crash and a closed lid. Opened at its first use. */
export function indexedDbOutbox(): OutboxStorage {
  let opening: ReturnType<typeof openDB<Earshot>> | undefined
  function database() {
    opening ??= openDB<Earshot>('earshot', 1, {
      upgrade: (db) => void db.createObjectStore('outbox', { keyPath: 'clientId' }),
      // The browser closed it under us (storage cleared, disk trouble): the next use opens it again.
      terminated: () => (opening = undefined),
    })
    opening.catch(() => (opening = undefined))
    return opening
  }
  async function write(change: (store: { put(draft: StoredDraft): unknown; delete(id: string): unknown }) => unknown) {
    // Strict: without it the browser may say "done" while the draft is still in the system's cache.
    const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' })
    await Promise.all([change(transaction.store), transaction.done])
  }
  return {
    all: async () => (await database()).getAll('outbox'),
    put: async (draft) => write((store) => store.put(draft)),
    remove: async (clientId) => write((store) => store.delete(clientId)),
  }
}
