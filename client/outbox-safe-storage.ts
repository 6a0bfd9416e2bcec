/** Wraps the storage of drafts, so that a broken or slow one never blocks the outbox. */
import type { Clock } from './clock.ts'
import type { OutboxStorage, StoredDraft } from './outbox-storage.ts'

/** A storage without an answer after so many milliseconds counts as failed. */
const STORAGE_PATIENCE = 3_000

/** A storage that neither throws nor hangs: it answers whether each request worked. */
export type SafeStorage = {
  /** This user's stored drafts, in order; undefined when they cannot be read. */
  leftBy(userId: string): Promise<StoredDraft[] | undefined>
  put(draft: StoredDraft): Promise<boolean>
  remove(clientId: string): Promise<boolean>
}

export function safeStorage(storage: OutboxStorage, clock: Clock): SafeStorage {
  /** The last request about each draft, so that a late `put` cannot undo a `remove`. */
  const lastAsked = new Map<string, Promise<boolean>>()

  async function inTime(request: () => Promise<void>): Promise<boolean> {
    const tooLate = Promise.withResolvers<boolean>()
    const cancel = clock.after(STORAGE_PATIENCE, () => tooLate.resolve(false))
    const asked = async () => {
      try {
        await request()
        return true
      } catch {
        // The draft stays in memory, and its entry says that it is not saved.
        return false
      } finally {
        cancel()
      }
    }
    return Promise.race([asked(), tooLate.promise])
  }

  async function inTurn(clientId: string, request: () => Promise<void>): Promise<boolean> {
    const before = lastAsked.get(clientId) ?? Promise.resolve(true)
    const asked = before.then(async () => inTime(request))
    lastAsked.set(clientId, asked)
    const worked = await asked
    if (lastAsked.get(clientId) === asked) lastAsked.delete(clientId)
    return worked
  }

  return {
    async leftBy(userId) {
      const left: StoredDraft[] = []
      const worked = await inTime(async () => {
        left.push(...(await storage.all()).filter((draft) => draft.userId === userId))
      })
      return worked ? left.toSorted((a, b) => a.position - b.position) : undefined
    },
    put: async (draft) => inTurn(draft.clientId, async () => storage.put(draft)),
    remove: async (clientId) => inTurn(clientId, async () => storage.remove(clientId)),
  }
}
