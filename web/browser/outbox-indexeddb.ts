import type { OutboxStorage } from '../../client/outbox-storage.ts'

const DRAFTS = 'outbox'

/** An outbox storage in the browser: it survives a reload, a crash and a closed lid. Opened at its first use. */
export function indexedDbOutbox(): OutboxStorage {
  let opening: Promise<IDBDatabase> | undefined

  async function database(): Promise<IDBDatabase> {
    opening ??= open(() => (opening = undefined))
    opening.catch(() => (opening = undefined))
    return opening
  }

  async function write(change: (drafts: IDBObjectStore) => IDBRequest): Promise<void> {
    // Strict: without it the browser may say "done" while the draft is still in the system's cache.
    const transaction = (await database()).transaction(DRAFTS, 'readwrite', { durability: 'strict' })
    change(transaction.objectStore(DRAFTS))
    await new Promise<void>((done, fail) => {
      transaction.oncomplete = () => done()
      transaction.onabort = () => fail(transaction.error ?? new Error('The browser gave up writing.'))
    })
  }

  return {
    all: async () => answerOf((await database()).transaction(DRAFTS).objectStore(DRAFTS).getAll()),
    put: async (draft) => write((drafts) => drafts.put(draft)),
    remove: async (clientId) => write((drafts) => drafts.delete(clientId)),
  }
}

/** `onClosed`: the browser closed it under us (storage cleared, disk trouble), and the next use opens it again. */
async function open(onClosed: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open('earshot', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(DRAFTS, { keyPath: 'clientId' })
  const database = await answerOf(request)
  database.onclose = onClosed
  return database
}

async function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((answer, fail) => {
    request.onsuccess = () => answer(request.result)
    request.onerror = () => fail(request.error ?? new Error('The browser gave no answer.'))
  })
}
