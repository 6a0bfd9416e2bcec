/** Opens a database of Postgres so that it keeps its promises, and makes the tables in an empty one. */
import { readFileSync } from 'node:fs'
import { BEFORE_ALL, listMigrations, type Migration } from '../migrations/list.ts'
import { sleep } from '../sql/sleep.ts'
import { addFirstRows } from '../sql/upkeep/first-rows.ts'
import { refuseUnfinished } from '../sql/upkeep/moving.ts'
import { renewLooks } from '../sql/upkeep/renew-looks.ts'
import { UnusableStore } from '../store.ts'
import type { Holding } from './asked.ts'
import { isInUseElsewhere, PostgresDatabase, PostgresError } from './database.ts'
import { FUNCTIONS, toPostgresSchema } from './dialect.ts'

const OLDEST_POSTGRES = 14
const SCHEMA = new URL('../sql/schema.sql', import.meta.url)
/** The lock of the server that makes or changes tables: "EarT" in ASCII. */
const TABLES = 0x45_61_72_54
const LOOK_AGAIN_MS = 50
const { version: VERSION } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** Opens a database for one of several servers, and brings its tables up to date. Throws `UnusableStore` with a sentence for the operator. */
export function openPostgresForWriting(url: string): PostgresDatabase {
  return open(url, 'beside others', (database) => {
    if (isOurs(database)) refuseUnfinished(database)
    makeReady(database)
  })
}

/**
 * Opens a database that no server uses, and keeps servers away until it is closed. Its tables may be missing or older;
 * `makeReady` makes them. Throws `UnusableStore` with a sentence for the operator.
 */
export function openPostgresAlone(url: string, prepare: (database: PostgresDatabase) => void): PostgresDatabase {
  return open(url, 'alone', prepare)
}

/** Checks that a commit lasts, and brings the tables up to date. Throws `UnusableStore` with the end of a sentence. */
export function makeReady(database: PostgresDatabase): void {
  const { version, isReplica, commit } = database.get<{ version: number; isReplica: number; commit: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, pg_is_in_recovery() as isReplica,
            current_setting('synchronous_commit') as commit`,
  )!
  if (version < OLDEST_POSTGRES)
    throw new UnusableStore(`is Postgres ${version}; Earshot needs ${OLDEST_POSTGRES} or newer`)
  if (isReplica) throw new UnusableStore('is a replica, which cannot be written. Name the primary')
  if (commit !== 'on') throw new UnusableStore(`commits before its disk has the data (synchronous_commit is ${commit})`)
  oneAfterTheOther(database, () => {
    migrate(database)
    renewLooks(database)
  })
  // A database that takes no writes should be noticed now, not at the first message.
  database.run(`update meta set value = value where key = 'epoch'`)
}

/** Opens a connection that only reads. */
export function openPostgresForReading(url: string): PostgresDatabase {
  return open(url, 'nothing', (database) => void database.version())
}

/** Opens a connection of which each statement is a transaction of its own. */
export function openPostgresForCounting(url: string): PostgresDatabase {
  return open(url, 'nothing', (database) => void database.version())
}

/** Opens a database that a server may be using now. */
export function openPostgresBeside(url: string): PostgresDatabase {
  return open(url, 'nothing', (database) => {
    if (isOurs(database)) refuseUnfinished(database)
    if (!isMigrated(database))
      throw new UnusableStore('holds no chat of this version of Earshot. Start this version on it once, then try again')
  })
}

/** Servers that start together make the tables once. The lock is no transaction’s: each sees what the one before made. */
function oneAfterTheOther(database: PostgresDatabase, act: () => void): void {
  while (!database.get<{ taken: number }>(`select pg_try_advisory_lock(${TABLES}) as taken`)!.taken)
    sleep(LOOK_AGAIN_MS)
  try {
    act()
  } finally {
    database.get(`select pg_advisory_unlock(${TABLES})`)
  }
}

/** Makes the tables in an empty database, or applies the migrations that it has not seen, each in a transaction. */
export function migrate(database: PostgresDatabase, migrations = listMigrations('postgres')): void {
  const newest = newestOf(migrations)
  const done = schemaVersion(database)
  if (done === undefined) return makeTables(database, newest)
  if (done > newest) throw newer(database, done, newest)
  for (const { number, file } of migrations) {
    if (number <= done) continue
    const set = `update meta set value = '${number}' where key = 'schema'; insert into meta (key, value) values ('version', '${VERSION}') on conflict (key) do update set value = excluded.value`
    database.execLong(`${toPostgresSchema(readFileSync(file, 'utf8'))}; ${set}`)
  }
}

const newestOf = (migrations: Migration[]): number => migrations.at(-1)?.number ?? BEFORE_ALL

function newer(database: PostgresDatabase, done: number, newest: number): UnusableStore {
  const { needs } = database.get<{ needs: string | null }>(
    `select (select value from meta where key = 'version') as needs`,
  )!
  return new UnusableStore(
    `needs ${needs === null ? 'a newer Earshot' : `Earshot ${needs} or newer`} (its tables are version ${done}, this is ${VERSION} and knows ${newest}). Start that one, or name another database`,
  )
}

function makeTables(database: PostgresDatabase, version: number): void {
  const { tables } = database.get<{ tables: number }>(
    `select count(*) as tables from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
  )!
  if (tables > 0) throw new UnusableStore('holds tables of another program. Name a database of its own')
  database.beginWriting()
  try {
    database.exec(toPostgresSchema(readFileSync(SCHEMA, 'utf8')) + FUNCTIONS)
    addFirstRows(database, { schema: `${version}`, version: VERSION })
    database.commit()
  } catch (error) {
    database.rollback()
    throw error
  }
}

/** Whether a database holds a chat, of any version. */
export const isOurs = (database: PostgresDatabase): boolean => schemaVersion(database) !== undefined

/** Whether a database has the tables of this version. */
export const isMigrated = (database: PostgresDatabase): boolean =>
  schemaVersion(database) === newestOf(listMigrations('postgres'))

/** Undefined where there is no table of ours. */
function schemaVersion(database: PostgresDatabase): number | undefined {
  const isThere = database.get<{ isThere: number }>(
    `select count(*) = 2 as isThere from information_schema.columns
     where table_schema = current_schema() and table_name = 'meta' and column_name in ('key', 'value')`,
  )!.isThere
  if (!isThere) return undefined
  const row = database.get<{ value: string }>(`select value from meta where key = 'schema'`)
  if (!row) return undefined
  // The first tables on Postgres were called version 1.
  return row.value === '1' ? BEFORE_ALL : Number(row.value)
}

function open(url: string, holding: Holding, prepare: (database: PostgresDatabase) => void): PostgresDatabase {
  const database = new PostgresDatabase(url, holding)
  try {
    prepare(database)
    return database
  } catch (error) {
    database.close()
    throw explain(url, error, holding)
  }
}

/** One sentence that names the database, without the password. */
function explain(url: string, error: unknown, holding: Holding): Error {
  const name = named(url)
  if (error instanceof UnusableStore) return new UnusableStore(`The database ${name} ${error.message}.`)
  if (isInUseElsewhere(error)) {
    return new UnusableStore(
      holding === 'alone'
        ? `Earshot is using the database ${name}. Stop each server on it, then try again.`
        : `The database ${name} is being moved. Start again when that is over.`,
    )
  }
  if (!(error instanceof PostgresError)) return error as Error
  const said = error.message.replaceAll(/\s+/g, ' ') || error.code
  if (error.code === '42501') {
    return new UnusableStore(
      `The database ${name} gives this user no right to make tables (${said}). Make the user its owner.`,
    )
  }
  return new UnusableStore(`The database ${name} cannot be used (${said}). Check its address.`)
}

/** Without the password. */
export function named(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}
