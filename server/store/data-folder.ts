/** The folder that a server has to itself: made where it is missing, and locked by a file in it. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { UnusableStore } from './store.ts'

const SQLITE_BUSY = 5
const LOCK = 'earshot.lock'

/** Throws `UnusableStore` with a sentence for the operator, as all functions here. */
export function makeFolder(folder: string): void {
  try {
    makeMissing(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new UnusableStore(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another with --data, or give yourself the right to write there.`,
    )
  }
}

/** One level after the other. With `recursive`, Node tries for ever in a file system without folders (/proc). */
function makeMissing(folder: string): void {
  if (existsSync(folder)) return
  makeMissing(dirname(folder))
  // A reader of this folder can read the chat.
  mkdirSync(folder, { mode: 0o700 })
}

/** Whether a server uses this folder now. */
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
 * Two servers on one folder would announce changes to different people. SQLite locks a file beside the database; the
 * lock ends with the process, however that ends.
 */
export function takeLock(folder: string): { close: () => void } {
  const path = join(folder, LOCK)
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
