/** The embedded store: one file of SQLite, a thread that writes to it, one that reads it, and one that searches it. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Store, UnusableStore } from '../store.ts'
import { Connection } from './connection.ts'
import { type Asking, reads, writes } from './calls.ts'
import { rememberingFootings } from './footings.ts'

const SQLITE_BUSY = 5
const LOCK = 'earshot.lock'

/**
 * Opens (or makes) `earshot.db` in a folder. Throws `UnusableStore` with a sentence for the operator. `onLocked` is called
 * as soon as the folder is in use, which may be long before everything in it is up to date.
 */
export async function openSqliteStore(folder: string, onLocked?: () => void): Promise<Store> {
  makeFolder(folder)
  const lock = takeLock(join(folder, LOCK))
  try {
    onLocked?.()
    const path = join(folder, 'earshot.db')
    // One after the other: the writer brings the tables up to date before the reader looks at them.
    const writer = await Connection.open({ path, role: 'writer' })
    const reader = await Connection.open({ path, role: 'reader' })
    // Nobody waits for this one: an index may have to be made.
    const searcher = Connection.open({ path, role: 'searcher' })
    searcher.catch(() => 'said to whoever searches')
    return await createStore(writer, reader, searcher, lock)
  } catch (error) {
    lock.close()
    throw error
  }
}

async function createStore(
  writer: Connection,
  reader: Connection,
  searcher: Promise<Connection>,
  lock: DatabaseSync,
): Promise<Store> {
  const reading = asking(reader, reads)
  return {
    ...rememberingFootings(asking(writer, writes), reading),
    search: async (...parameters) => (await searcher).ask('search', parameters),
    epoch: await reading.epoch(),
    close: async () => {
      // The last connection to close folds the log into the database: then one file holds everything.
      await searcher.then(
        (connection) => connection.close(),
        () => 'it was never there',
      )
      await reader.close()
      await writer.close()
      lock.close()
    },
  }
}

/** Each call by its name, carried out on the other side of a connection. */
function asking<Calls extends typeof writes | typeof reads>(connection: Connection, calls: Calls): Asking<Calls> {
  const named = Object.keys(calls).map((name) => [name, (...parameters: unknown[]) => connection.ask(name, parameters)])
  return Object.fromEntries(named) as Asking<Calls>
}

function makeFolder(folder: string): void {
  try {
    makeMissing(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new UnusableStore(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another with --data, or give yourself the right to write there.`,
    )
  }
}

/** One level after the other: told to make them all, Node tries for ever where a file system takes none (/proc). */
function makeMissing(folder: string): void {
  if (existsSync(folder)) return
  makeMissing(dirname(folder))
  // Whoever can read it can read the chat.
  mkdirSync(folder, { mode: 0o700 })
}

/** Whether a server has this folder open at this moment. Throws `UnusableStore` with a sentence for the operator. */
export function isInUse(folder: string): boolean {
  const path = join(folder, LOCK)
  if (!existsSync(path)) return false
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(path)
    lock.exec('begin exclusive; commit')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw unusableLock(path, error)
  } finally {
    lock?.close()
  }
}

/**
 * Two servers on one folder would both be right about the messages and wrong about who hears them. The lock is SQLite's
 * own on a file beside the database: the system lets go of it however the process ends.
 */
function takeLock(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(path, { timeout: 2_000 })
    lock.exec('pragma locking_mode = exclusive; begin exclusive; commit')
    return lock
  } catch (error) {
    lock?.close()
    if (isBusy(error)) {
      throw new UnusableStore(
        `Another Earshot is using this data folder (${path} is locked). Stop it, or choose another with --data.`,
      )
    }
    throw unusableLock(path, error)
  }
}

const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY

const unusableLock = (path: string, error: unknown): UnusableStore =>
  new UnusableStore(
    `The lock ${path} cannot be used (${(error as Error).message}). Remove it, or choose another --data folder.`,
  )
