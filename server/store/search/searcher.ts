/** The search thread: it reads the messages, and holds the index, which it brings up to date between two searches. */
import { dirname, join } from 'node:path'
import { answerOf, type Answered } from '../threads/answers.ts'
import { type Search, UnusableStore } from '../store.ts'
import type { Signed } from '../terms.ts'
import type { Engine } from '../sql/database.ts'
import { follow } from './follow.ts'
import { openIndex, removeIndex, type SearchIndex } from './index-file.ts'
import { merge } from './merge.ts'
import { search, type Searching } from './search.ts'
import { Turns } from './turns.ts'

/** How often it looks for changes, in ms. */
const LOOK_EVERY_MS = 300
/** How long without writes and searches before the index is merged, in ms. */
const QUIET_MS = 3_000
/** How long to wait after the index could not be opened or written, in ms: the disk may be full. */
const RETRY_MS = 10_000
const MIN_REST_MS = 5
/** For how long one search works before others have their turn, in ms. */
const TURN_MS = 4

export type Searcher = {
  /** Answers when it is done, perhaps after later searches. */
  search: (who: Signed, asked: Search, tell: (answered: Answered) => void) => void
  stop: () => void
}

type Job = {
  who: Signed
  asked: Search
  tell: (answered: Answered) => void
  /** Keeps the index that it began with: another one has other rows. */
  begun?: { searching: Searching; index: SearchIndex | undefined }
}

/** `path` is the database that is searched; the index lies beside it. */
export function startSearching(messages: Engine, path: string): Searcher {
  let index: SearchIndex | undefined
  let seenVersion: number | undefined
  let wantedAt = -Infinity
  let isMerged = false
  const turns = new Turns<Job>()
  let working: NodeJS.Immediate | undefined
  const indexPath = join(dirname(path), 'search.db')
  let timer = setTimeout(turn, 0)

  function turn(): void {
    const began = performance.now()
    timer = setTimeout(turn, restAfter(takeUp(), began))
  }

  function takeUp(): 'more' | 'done' | 'failed' {
    try {
      index ??= openIndex(indexPath, messages)
      const version = messages.version()
      if (version === seenVersion) return putInOrder(index)
      wantedAt = performance.now()
      isMerged = false
      if (follow(messages, index)) return 'more'
      seenVersion = version
      return 'done'
    } catch (error) {
      // Without an index, or with one that is behind, everything is still found, only later.
      if (!isIndexFault(error) && !messages.isStorageFault(error)) throw error
      letGo(error)
      return 'failed'
    }
  }

  function putInOrder(index: SearchIndex): 'more' | 'done' {
    if (isMerged || performance.now() - wantedAt < QUIET_MS) return 'done'
    isMerged = !merge(index)
    return isMerged ? 'done' : 'more'
  }

  /** A damaged index is made again. After a failed write, as on a full disk, it is opened again. */
  function letGo(fault: unknown): void {
    index?.database.close()
    index = undefined
    seenVersion = undefined
    if (isDamage(fault)) removeIndex(indexPath)
  }

  function ask(who: Signed, asked: Search, tell: Job['tell']): void {
    wantedAt = performance.now()
    turns.add(who.userId, { who, asked, tell })
    working ??= setImmediate(work)
  }

  /** Between two turns the event loop accepts further searches, and the index continues. */
  function work(): void {
    working = turns.give(takeTurn) ? setImmediate(work) : undefined
  }

  function takeTurn(job: Job): { took: number; isDone: boolean } {
    const began = performance.now()
    let answered: Answered | undefined
    try {
      messages.beginReading()
      answered = goOn(job, began + TURN_MS)
      messages.commit()
    } catch (error) {
      if (index && isIndexFault(error)) letGo(error)
      else answered = answerOf(error, messages.isStorageFault(error))
      messages.rollback()
    }
    if (answered) job.tell(answered)
    return { took: performance.now() - began, isDone: answered !== undefined }
  }

  /** One snapshot for each turn. Undefined when time is up. */
  function goOn(job: Job, until: number): Answered | undefined {
    if (job.begun?.index !== index) delete job.begun
    let wasInterrupted = job.begun !== undefined
    job.begun ??= { searching: search(messages, index, job.who, job.asked), index }
    do {
      const { done, value } = job.begun.searching.next(wasInterrupted)
      if (done) return { value }
      wasInterrupted = false
    } while (performance.now() < until)
    return undefined
  }

  return {
    search: ask,
    stop: () => {
      clearTimeout(timer)
      clearImmediate(working)
      index?.database.close()
    },
  }
}

/** An error of SQLite, or one sentence about an unusable file. Anything else is a bug. */
const isIndexFault = (error: unknown): boolean =>
  error instanceof UnusableStore || (error as { errcode?: number }).errcode !== undefined

// SQLite’s CORRUPT and NOTADB.
const isDamage = (error: unknown): boolean => [11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

/** It rests half of the time, so that it never takes a whole core from the writers. */
function restAfter(how: 'more' | 'done' | 'failed', began: number): number {
  if (how === 'failed') return RETRY_MS
  return how === 'done' ? LOOK_EVERY_MS : Math.max(MIN_REST_MS, performance.now() - began)
}
