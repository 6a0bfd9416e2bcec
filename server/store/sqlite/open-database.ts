/** Opens a database so that it keeps its promises. */
import { statSync } from 'node:fs'
import { UnusableStore } from '../store.ts'
import { SqliteDatabase } from './database.ts'
import { isMigrated, isOurs, migrate } from './migrate.ts'
import { refuseUnfinished } from '../sql/upkeep/moving.ts'
import { renewLooks } from '../sql/upkeep/renew-looks.ts'

const OLDEST_SQLITE = [3, 51, 3]
/**
 * Pages (16 MB) of the log before a checkpoint. Pages that change often, as the ends of indexes, are then copied once.
 * Fewer commits wait for it than with SQLite’s 1,000.
 */
const LOG_PAGES = 4_000
const QUICK_CHECK_UP_TO_BYTES = 32 * 1024 * 1024

/** Opens the database that is written to, and brings it up to date. */
export function openForWriting(path: string): SqliteDatabase {
  return open(path, (database) => {
    keepCommits(database)
    if (statSync(path).size <= QUICK_CHECK_UP_TO_BYTES) expectPragma(database, 'quick_check(1)', 'ok')
    if (isOurs(database)) refuseUnfinished(database)
    migrate(database)
    renewLooks(database)
    // A disk that takes no writes should be noticed now, not at the first message.
    database.exec(`update meta set value = value where key = 'epoch'`)
  })
}

/**
 * Opens a database whose folder is locked, so that no server uses it. Its tables may be missing, older or another
 * program's: `prepare` looks, and nothing is written before it.
 */
export function openAlone(path: string, prepare: (database: SqliteDatabase) => void): SqliteDatabase {
  return open(path, (database) => {
    prepare(database)
    keepCommits(database)
  })
}

/** Opens a second connection that only reads; it sees each commit as soon as it is made. */
export function openForReading(path: string): SqliteDatabase {
  return open(path, (database) => database.exec('pragma query_only = on'))
}

/** Opens a database that a server may be writing to now. Its schema must be of this version. */
export function openBeside(path: string): SqliteDatabase {
  return open(path, (database) => {
    database.exec('pragma synchronous = full; pragma foreign_keys = on')
    if (isOurs(database)) refuseUnfinished(database)
    if (!isMigrated(database))
      throw new UnusableStore('was made by another version of Earshot. Start this version on it once, then try again')
  })
}

/** Opens a database whose contents can be made again: a crash may lose its last commits, but must not damage it. */
export function openDerived(path: string): SqliteDatabase {
  return open(path, (database) =>
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma journal_size_limit = 16777216'),
  )
}

/** Makes sure that a commit is on the disk when it returns. */
function keepCommits(database: SqliteDatabase): void {
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  database.exec(`pragma wal_autocheckpoint = ${LOG_PAGES}`)
  expectPragma(database, 'journal_mode', 'wal')
  expectPragma(database, 'synchronous', 2)
}

function open(path: string, prepare: (database: SqliteDatabase) => void): SqliteDatabase {
  let database: SqliteDatabase | undefined
  try {
    database = new SqliteDatabase(path)
    database.exec('pragma busy_timeout = 5000; pragma trusted_schema = off; pragma cache_size = -16000')
    assertVersion(database)
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    throw explain(path, error)
  }
}

function assertVersion(database: SqliteDatabase): void {
  const { version } = database.get<{ version: string }>('select sqlite_version() as version')!
  const found = version.split('.').map(Number)
  const difference = OLDEST_SQLITE.map((part, place) => (found[place] ?? 0) - part).find((part) => part !== 0) ?? 0
  if (difference < 0)
    throw new UnusableStore(`SQLite ${version} is too old: Earshot needs ${OLDEST_SQLITE.join('.')} or newer.`)
}

function expectPragma(database: SqliteDatabase, pragma: string, wanted: string | number): void {
  const [found] = Object.values(database.get<Record<string, string | number>>(`pragma ${pragma}`) ?? {})
  if (found === wanted) return
  if (pragma.startsWith('quick_check')) throw new UnusableStore(`is damaged (${found})`)
  throw new UnusableStore(`SQLite would not set ${pragma} to ${wanted} (it is ${found}): does this disk allow it?`)
}

function explain(path: string, error: unknown): Error {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ')
  if (error instanceof UnusableStore && !message.startsWith('SQLite'))
    return new UnusableStore(`The database ${path} ${message}.`)
  if (error instanceof UnusableStore) return error
  if (/not a database|malformed|is damaged/.test(message)) {
    return new UnusableStore(
      `The database ${path} is damaged (${message}). Restore a backup of it, or choose another --data folder.`,
    )
  }
  return new UnusableStore(`The database ${path} cannot be opened (${message}).`)
}
