import type { OutboxStorage } from '../../client/outbox-storage.ts'
import { answerOf, databaseOf } from './indexed-db.ts'

const DRAFTS = 'outbox'

/** An outbox storage in the browser: it survives a reload, a crash and a closed lid. */
export function indexedDbOutbox(): OutboxStorage {
  const { get, write } = databaseOf('earshot', (made) => made.createObjectStore(DRAFTS, { keyPath: 'clientId' }))
  const change = (act: (drafts: IDBObjectStore) => IDBRequest) =>
    write(DRAFTS, (writing) => act(writing.objectStore(DRAFTS)))
  return {
    all: async () => answerOf((await get()).transaction(DRAFTS).objectStore(DRAFTS).getAll()),
    put: async (draft) => change((drafts) => drafts.put(draft)),
    remove: async (clientId) => change((drafts) => drafts.delete(clientId)),
  }
}
