import type { UploadStorage } from '../../client/upload-storage.ts'
import { answerOf, databaseOf } from './indexed-db.ts'

/** Files in one store and their bytes in another: noting an id does not write a hundred megabytes again. */
const FILES = 'files'
const BYTES = 'bytes'

/** A file whose draft got lost with its tab is deleted after so long, in ms. */
const LEFT_MS = 60 * 24 * 60 * 60 * 1_000

type Kept = { key: string; userId: string; keptAt: number; id?: string | undefined }

/** Chosen files in the browser. They survive a reload, a crash and a closed lid, as the drafts do that carry them. */
export function indexedDbFiles(): UploadStorage {
  const { get: database, write: change } = databaseOf('earshot-files', (made) => {
    made.createObjectStore(FILES, { keyPath: 'key' })
    made.createObjectStore(BYTES)
  })
  const write = (act: (files: IDBObjectStore, bytes: IDBObjectStore) => void) =>
    change([FILES, BYTES], (writing) => act(writing.objectStore(FILES), writing.objectStore(BYTES)))

  const find = async (key: string) =>
    answerOf((await database()).transaction(FILES).objectStore(FILES).get(key) as IDBRequest<Kept | undefined>)

  async function forgetThose(isMeant: (file: Kept) => boolean): Promise<void> {
    const all = await answerOf((await database()).transaction(FILES).objectStore(FILES).getAll() as IDBRequest<Kept[]>)
    await forget(all.filter(isMeant).map(({ key }) => key))
  }

  async function forget(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await write((files, bytes) => {
      for (const key of keys) {
        files.delete(key)
        bytes.delete(key)
      }
    })
  }

  forgetThose(({ keptAt }) => keptAt < Date.now() - LEFT_MS).catch(() => undefined)

  return {
    keep: async (key, userId, blob) =>
      write((files, bytes) => {
        files.put({ key, userId, keptAt: Date.now() } satisfies Kept)
        bytes.put(blob, key)
      }),
    bytes: async (key) =>
      answerOf((await database()).transaction(BYTES).objectStore(BYTES).get(key) as IDBRequest<Blob | undefined>),
    id: async (key) => (await find(key))?.id,
    async setId(key, id) {
      const file = await find(key)
      if (file) await write((files) => files.put({ ...file, id } satisfies Kept))
    },
    forget,
    forgetUser: async (userId) => forgetThose((file) => file.userId === userId),
  }
}
