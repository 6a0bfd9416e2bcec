/** One database of this browser, opened at its first use. */
export type Opened = {
  get: () => Promise<IDBDatabase>
  /** Resolves when it is on the disk. */
  write: (stores: string | string[], change: (writing: IDBTransaction) => void) => Promise<void>
}

export function databaseOf(name: string, make: (database: IDBDatabase) => void): Opened {
  let opening: Promise<IDBDatabase> | undefined
  // The browser may close it under us (storage cleared, disk trouble). The next use opens it again.
  const forget = () => (opening = undefined)

  async function open(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => make(request.result)
    const database = await answerOf(request)
    database.onclose = forget
    return database
  }

  async function get(): Promise<IDBDatabase> {
    opening ??= open()
    opening.catch(forget)
    return opening
  }

  return {
    get,
    async write(stores, change) {
      // Strict: without it the browser may say "done" while the data is still in the system's cache.
      const writing = (await get()).transaction(stores, 'readwrite', { durability: 'strict' })
      change(writing)
      await new Promise<void>((done, fail) => {
        writing.oncomplete = () => done()
        writing.onabort = () => fail(writing.error ?? new Error('The browser gave up writing.'))
      })
    },
  }
}

export async function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((answer, fail) => {
    request.onsuccess = () => answer(request.result)
    request.onerror = () => fail(request.error ?? new Error('The browser gave no answer.'))
  })
}
