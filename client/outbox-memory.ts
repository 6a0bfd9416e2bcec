import type { OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** An outbox storage that lasts as long as the process: for bots, tests, and as the default. */
export function memoryOutbox(): OutboxStorage {
  const drafts = new Map<string, StoredDraft>()
  return {
    all: async () => [...drafts.values()],
    put: async (draft) => void drafts.set(draft.clientId, draft),
    remove: async (clientId) => void drafts.delete(clientId),
  }
}
