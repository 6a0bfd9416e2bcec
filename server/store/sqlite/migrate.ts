/** Brings the tables of a database up to date. */
import { readdirSync, readFileSync } from 'node:fs'
import { listMigrations } from '../migrations/list.ts'
import { addFirstRows } from '../sql/upkeep/first-rows.ts'
import { UnusableStore } from '../store.ts'
import type { SqliteDatabase } from './database.ts'

const SCHEMA = new URL('../sql/schema.sql', import.meta.url)
/** Those from before Postgres. The others are for both engines. */
const FIRST_ONES = new URL('./migrations/', import.meta.url)
/** The application id of our databases: "Ears" in ASCII. */
const APPLICATION_ID = 0x45_61_72_73

/** Makes the tables in an empty database, or applies the migrations that it has not seen. */
export function migrate(database: SqliteDatabase): void {
  const isEmpty = database.get<{ tables: number }>('select count(*) as tables from sqlite_schema')!.tables === 0
  if (isEmpty) return makeTables(database, migrationFiles().length)
  if (!isOurs(database)) throw new UnusableStore('belongs to another program. Choose another --data folder')
  applyMigrations(database)
}

/** One transaction where the migrations, which leave the same tables, are twenty: each would wait for the disk. */
function makeTables(database: SqliteDatabase, version: number): void {
  database.beginWriting()
  try {
    database.exec(readFileSync(SCHEMA, 'utf8'))
    addFirstRows(database)
    database.exec(stamp(version))
    database.commit()
  } catch (error) {
    database.rollback()
    throw error
  }
}

/** Applies the numbered files that this database has not seen, each in a transaction. `user_version` counts them. */
export function applyMigrations(database: SqliteDatabase, files = migrationFiles()): void {
  const done = migrationsOf(database)
  if (done > files.length) {
    throw new UnusableStore(
      `was made by a newer Earshot (its version is ${done}, this one knows ${files.length}). Start that one, or choose another --data folder`,
    )
  }
  for (const [index, file] of files.entries()) {
    if (index < done) continue
    const sql = readFileSync(file, 'utf8')
    database.exec(`begin immediate; ${sql}; ${stamp(index + 1)}; commit`)
  }
}

const stamp = (version: number): string => `pragma application_id = ${APPLICATION_ID}; pragma user_version = ${version}`

/** Whether a database holds a chat, of any version. */
export const isOurs = (database: SqliteDatabase): boolean =>
  database.get<{ application_id: number }>('pragma application_id')!.application_id === APPLICATION_ID

/** Whether a database has the schema of this version. */
export const isMigrated = (database: SqliteDatabase): boolean => migrationsOf(database) === migrationFiles().length

const migrationsOf = (database: SqliteDatabase): number =>
  database.get<{ user_version: number }>('pragma user_version')!.user_version

export const migrationFiles = (later = listMigrations('sqlite')): URL[] => [
  ...readdirSync(FIRST_ONES)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => new URL(name, FIRST_ONES)),
  ...later.map(({ file }) => file),
]
