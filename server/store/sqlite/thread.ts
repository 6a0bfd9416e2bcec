/**
 * A thread that holds one connection to the database, so that the event loop never waits for the disk.
 *
 * Group commit: the calls that arrived while one transaction was on its way to the disk come together in one batch and
 * share the next, one fsync for all. Each has a savepoint of its own, so one that fails, fails alone.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../../protocol/errors.ts'
import { UnusableStore } from '../store.ts'
import { type Answered, type Asked, reads, writes } from './calls.ts'
import { type Database, openForReading, openForWriting } from './database.ts'
import { startSearching } from './search/searcher.ts'

export type ThreadData = { path: string; role: 'writer' | 'reader' | 'searcher' }
export type ToMain = { ready: true } | { unusable: string } | { answers: Answered[] }

const { path, role } = workerData as ThreadData
let calls: Record<string, (database: Database, ...parameters: never[]) => unknown> = role === 'writer' ? writes : reads
const main = parentPort!

try {
  const database = role === 'writer' ? openForWriting(path) : openForReading(path)
  const searcher = role === 'searcher' ? startSearching(database, path) : undefined
  if (searcher) calls = { search: searcher.search }
  main.on('message', (batch: Asked[] | 'close') => {
    if (batch === 'close') {
      searcher?.stop()
      database.close()
      main.close()
      return
    }
    say({ answers: role === 'writer' ? writeTogether(database, batch) : readTogether(database, batch) })
  })
  say({ ready: true })
} catch (error) {
  if (!(error instanceof UnusableStore)) throw error
  say({ unusable: error.message })
}

function say(message: ToMain): void {
  main.postMessage(message)
}

function writeTogether(database: Database, batch: Asked[]): Answered[] {
  try {
    database.run('begin immediate')
    const answers = batch.map((asked) => {
      database.run('savepoint one_call')
      const answer = carryOut(database, asked)
      if (!('value' in answer)) database.run('rollback to one_call')
      database.run('release one_call')
      return answer
    })
    database.run('commit')
    return answers
  } catch (error) {
    // The whole group failed: the disk is full or gone. Nothing of it may stay behind in an open transaction.
    if (database.inTransaction) database.run('rollback')
    return batch.map(() => fault(error))
  }
}

/** One snapshot for the batch: what an answer puts together from several statements is of one instant. */
function readTogether(database: Database, batch: Asked[]): Answered[] {
  database.run('begin')
  try {
    return batch.map((asked) => carryOut(database, asked))
  } finally {
    database.run('commit')
  }
}

function carryOut(database: Database, { name, parameters }: Asked): Answered {
  try {
    return { value: calls[name]!(database, ...(parameters as never[])) }
  } catch (error) {
    return error instanceof Refusal ? { refusal: { code: error.code, message: error.message } } : fault(error)
  }
}

// SQLite's own codes for "the disk, not the statement": FULL, IOERR, READONLY, CANTOPEN, BUSY, LOCKED, CORRUPT, NOTADB, NOMEM.
const STORAGE_FAULTS = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26])

function fault(error: unknown): Answered {
  const { message, stack, errcode } = error as Error & { errcode?: number }
  return { fault: { message, stack, isStorage: errcode !== undefined && STORAGE_FAULTS.has(errcode & 0xff) } }
}
