/**
 * Deletes the bytes that no file needs: what is left of uploads, and contents that no message names any more. It is the
 * last step of a deletion, and comes late: until then the same bytes may be sent again.
 */
import { Refusal } from '../../protocol/errors.ts'
import { UNUSED_FILE_HOURS } from '../../protocol/limits.ts'
import type { Place } from '../files/place.ts'
import type { Store } from '../store/store.ts'

const LOOK_EVERY_MS = 10 * 60 * 1_000
const HOUR_MS = 60 * 60 * 1_000
const SLICE = 100

type CleaningStore = Pick<Store, 'doesUpkeep' | 'uploadsUnderWay' | 'takeUnusedContents' | 'forgetContents'>
type CleaningNeeds = {
  store: CleaningStore
  place: Pick<Place, 'uploads' | 'discard' | 'delete' | 'tidy'>
  /** Whether other nodes may do it. */
  isShared: boolean
  onBug: (error: unknown, during: string) => void
}

/** Answers with a function that stops it. */
export function keepFilesClean({ store, place, isShared, onBug }: CleaningNeeds): () => void {
  let isCleaning = false
  async function look(): Promise<void> {
    if (isCleaning) return
    isCleaning = true
    try {
      if (!isShared || (await store.doesUpkeep())) await cleanFiles({ store, place }, Date.now())
    } catch (error) {
      // If the store is full or away, the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'cleaning files')
    } finally {
      isCleaning = false
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

/** Deletes all that can go at this moment, in ms since 1970. */
export async function cleanFiles(
  { store, place }: Pick<CleaningNeeds, 'place'> & { store: Omit<CleaningStore, 'doesUpkeep'> },
  now: number,
): Promise<void> {
  const left = await place.uploads()
  for (let at = 0; at < left.length; at += SLICE) {
    const some = left.slice(at, at + SLICE)
    const needed = new Set(await store.uploadsUnderWay(some))
    for (const upload of some) if (!needed.has(upload)) await place.discard(upload)
  }
  const before = now - UNUSED_FILE_HOURS * HOUR_MS
  await place.tidy(before)
  const since = new Date(before).toISOString()
  for (;;) {
    const hashes = await store.takeUnusedContents(since, SLICE)
    if (hashes.length === 0) return
    for (const hash of hashes) await place.delete(hash)
    await store.forgetContents(hashes)
  }
}
