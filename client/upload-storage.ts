/** The storage of chosen files beyond the page, until a message has them. Each call may reject. */
export interface UploadStorage {
  /** Resolves when the bytes would survive a crash. */
  keep(key: string, userId: string, bytes: Blob): Promise<void>
  bytes(key: string): Promise<Blob | undefined>
  /** The server's id of the file, once it was announced there. */
  id(key: string): Promise<string | undefined>
  setId(key: string, id: string | undefined): Promise<void>
  /** Forgetting a missing file is no error. */
  forget(keys: readonly string[]): Promise<void>
  /** Forgets all files of a user. */
  forgetUser(userId: string): Promise<void>
}

type Kept = { userId: string; bytes: Blob; id?: string | undefined }

/** It lasts as long as the process: for bots, tests, and as the default. */
export function memoryUploads(): UploadStorage {
  const files = new Map<string, Kept>()
  return {
    keep: async (key, userId, bytes) => void files.set(key, { userId, bytes }),
    bytes: async (key) => files.get(key)?.bytes,
    id: async (key) => files.get(key)?.id,
    async setId(key, id) {
      const file = files.get(key)
      if (file) file.id = id
    },
    async forget(keys) {
      for (const key of keys) files.delete(key)
    },
    async forgetUser(userId) {
      for (const [key, file] of files) if (file.userId === userId) files.delete(key)
    },
  }
}
