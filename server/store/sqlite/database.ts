/** The one file that knows the SQLite driver: opening a database so that it keeps its promises, and preparing statements. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { UnusableStore } from '../store.ts'

const MIGRATIONS = new URL('./migrations/', import.meta.url)
/** What marks a database as ours: "Ears" in ASCII. */
const APPLICATION_ID = 0x45_61_72_73
const OLDEST_SQLITE = [3, 51, 3]
/**
 * Pages (16 MB) that the log holds before they are brought into the database. What is written again and again, as the ends of
 * the indexes are, is brought there once for all that, and fewer commits wait for it than with SQLite’s 1,000.
 */
const LOG_PAGES = 4_000
const QUICK_CHECK_UP_TO_BYTES = 32 * 1024 * 1024

export type Row = Record<string, SQLInputValue>
export type Parameters = SQLInputValue[]

/** A connection that prepares each statement once. */
export class Database {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  /** The first row, or undefined. */
  get<T = Row>(sql: string, ...parameters: Parameters): T | undefined {
    return this.#prepare(sql).get(...parameters) as T | undefined
  }

  all<T = Row>(sql: string, ...parameters: Parameters): T[] {
    return this.#prepare(sql).all(...parameters) as T[]
  }

  /** Row by row, for who may not want all of them. */
  each<T = Row>(sql: string, ...parameters: Parameters): Iterable<T> {
    return this.#prepare(sql).iterate(...parameters) as Iterable<T>
  }

  run(sql: string, ...parameters: Parameters): void {
    // Not the driver’s `run`: it answers with the last rowid, and fails where that is more than a number holds, as in a full-text index.
    this.#prepare(sql).all(...parameters)
  }

  /** Several statements at once, unprepared: migrations and pragmas. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#connection.prepare(sql)))
    return statement
  }
}

/** Opens the database that is written to, brings it up to date, and makes sure that a commit is on the disk when it returns. */
export function openForWriting(path: string): Database {
  return open(path, (database) => {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    database.exec(`pragma wal_autocheckpoint = ${LOG_PAGES}`)
    expectPragma(database, 'journal_mode', 'wal')
    expectPragma(database, 'synchronous', 2)
    if (statSync(path).size <= QUICK_CHECK_UP_TO_BYTES) expectPragma(database, 'quick_check(1)', 'ok')
    migrate(database)
    // A disk that takes no writes is better noticed now than at the first message.
    database.exec(`update meta set value = value where key = 'epoch'`)
  })
}

/** Opens a second connection that only reads; it sees each commit as soon as it is made. */
export function openForReading(path: string): Database {
  return open(path, (database) => database.exec('pragma query_only = on'))
}

/** Opens a database that a server may be writing to at this moment. It must be as this version would have left it. */
export function openBeside(path: string): Database {
  return open(path, (database) => {
    database.exec('pragma synchronous = full; pragma foreign_keys = on')
    const { user_version: done } = database.get<{ user_version: number }>('pragma user_version')!
    if (done !== migrationFiles().length)
      throw new UnusableStore('was made by another version of Earshot. Start this version on it once, then try again')
  })
}

/** Opens a database that holds nothing that could not be made again: it may lose its last commits, but not its shape. */
export function openDerived(path: string): Database {
  return open(path, (database) =>
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma journal_size_limit = 16777216'),
  )
}

function open(path: string, prepare: (database: Database) => void): Database {
  let database: Database | undefined
  try {
    database = new Database(new DatabaseSync(path))
    database.exec('pragma busy_timeout = 5000; pragma trusted_schema = off; pragma cache_size = -16000')
    assertVersion(database)
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    throw explain(path, error)
  }
}

function assertVersion(database: Database): void {
  const { version } = database.get<{ version: string }>('select sqlite_version() as version')!
  const found = version.split('.').map(Number)
  const difference = OLDEST_SQLITE.map((part, place) => (found[place] ?? 0) - part).find((part) => part !== 0) ?? 0
  if (difference < 0)
    throw new UnusableStore(`SQLite ${version} is too old: Earshot needs ${OLDEST_SQLITE.join('.')} or newer.`)
}

function expectPragma(database: Database, pragma: string, wanted: string | number): void {
  const [found] = Object.values(database.get<Record<string, string | number>>(`pragma ${pragma}`) ?? {})
  if (found === wanted) return
  if (pragma.startsWith('quick_check')) throw new UnusableStore(`is damaged (${found})`)
  throw new UnusableStore(`SQLite would not set ${pragma} to ${wanted} (it is ${found}): does this disk allow it?`)
}

/** Applies the numbered files that this database has not seen, each in a transaction. `user_version` counts them. */
function migrate(database: Database): void {
  const files = migrationFiles()
  const done = database.get<{ user_version: number }>('pragma user_version')!.user_version
  const owner = database.get<{ application_id: number }>('pragma application_id')!.application_id
  const isEmpty = database.get<{ tables: number }>('select count(*) as tables from sqlite_schema')!.tables === 0
  if (!isEmpty && owner !== APPLICATION_ID) {
    throw new UnusableStore('belongs to another program. Choose another --data folder')
  }
  if (done > files.length) {
    throw new UnusableStore(
      `was made by a newer Earshot (its version is ${done}, this one knows ${files.length}). Start that one, or choose another --data folder`,
    )
  }
  for (const [index, name] of files.entries()) {
    if (index < done) continue
    const sql = readFileSync(new URL(name, MIGRATIONS), 'utf8')
    database.exec(
      `begin immediate; ${sql}; pragma application_id = ${APPLICATION_ID}; pragma user_version = ${index + 1}; commit`,
    )
  }
}

const migrationFiles = (): string[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()

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
