/** The thread that searches: it reads the messages, and holds the index, which it keeps up with them between two questions. */
import { dirname, join } from 'node:path'
import type { SearchPage } from '../../../../protocol/models.ts'
import { type Search, type Signed, UnusableStore } from '../../store.ts'
import type { Database } from '../database.ts'
import { follow } from './follow.ts'
import { openIndex, removeIndex, type SearchIndex } from './index-file.ts'
import { merge } from './merge.ts'
import { takeSample } from './sample.ts'
import { search } from './search.ts'

/** How often it looks whether there is something new, in ms. */
const LOOK_EVERY_MS = 300
/** How long nobody wrote or searched before the index is put in order, in ms. */
const QUIET_MS = 3_000
/** After an index that could not be opened or written, in ms: the disk may be full. */
const RETRY_MS = 10_000
const MIN_REST_MS = 5

export type Searcher = {
  search: (messages: Database, who: Signed, asked: Search) => SearchPage
  stop: () => void
}

/** `path` is the database that is searched; the index lies beside it. */
export function startSearching(messages: Database, path: string): Searcher {
  let index: SearchIndex | undefined
  let seenVersion: number | undefined
  let wantedAt = -Infinity
  let isMerged = false
  const indexPath = join(dirname(path), 'search.db')
  let timer = setTimeout(turn, 0)

  function turn(): void {
    const began = performance.now()
    timer = setTimeout(turn, restAfter(takeUp(), began))
  }

  function takeUp(): 'more' | 'done' | 'failed' {
    try {
      index ??= openIndex(indexPath, messages)
      if (takeSample(messages, index.sample)) return 'more'
      const { data_version } = messages.get<{ data_version: number }>('pragma data_version')!
      if (data_version === seenVersion) return putInOrder(index)
      wantedAt = performance.now()
      isMerged = false
      if (follow(messages, index)) return 'more'
      seenVersion = data_version
      return 'done'
    } catch (error) {
      // Without an index, or with one that goes on no further, everything is found all the same, only later.
      if (!isStorageFault(error)) throw error
      letGo(error)
      return 'failed'
    }
  }

  function putInOrder(index: SearchIndex): 'more' | 'done' {
    if (isMerged || performance.now() - wantedAt < QUIET_MS) return 'done'
    isMerged = !merge(index)
    return isMerged ? 'done' : 'more'
  }

  /** What is damaged is made anew; what could not be written, as on a full disk, is opened again. */
  function letGo(fault: unknown): void {
    index?.database.close()
    index = undefined
    seenVersion = undefined
    if (isDamage(fault)) removeIndex(indexPath)
  }

  function find(database: Database, who: Signed, asked: Search): SearchPage {
    wantedAt = performance.now()
    try {
      return search(database, index, who, asked)
    } catch (error) {
      if (!index || !isStorageFault(error)) throw error
      letGo(error)
      return search(database, undefined, who, asked)
    }
  }

  return {
    search: find,
    stop: () => {
      clearTimeout(timer)
      index?.database.close()
    },
  }
}

/** SQLite’s, or one sentence about a file that cannot be used. Anything else is a bug. */
const isStorageFault = (error: unknown): boolean =>
  error instanceof UnusableStore || (error as { errcode?: number }).errcode !== undefined

// SQLite’s CORRUPT and NOTADB.
const isDamage = (error: unknown): boolean => [11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

/** Half of the time it rests, so that it never takes a whole core from those who write. */
function restAfter(how: 'more' | 'done' | 'failed', began: number): number {
  if (how === 'failed') return RETRY_MS
  return how === 'done' ? LOOK_EVERY_MS : Math.max(MIN_REST_MS, performance.now() - began)
}
