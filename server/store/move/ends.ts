/** Opens both ends of a move. Each is locked, so that no server uses it meanwhile. */
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, takeLock } from '../data-folder.ts'
import type { PostgresDatabase } from '../postgres/database.ts'
import * as postgres from '../postgres/open-database.ts'
import { postgresTables } from '../postgres/tables.ts'
import type { Engine } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import { type Moving, readMoving, refuseUnfinished } from '../sql/upkeep/moving.ts'
import type { SqliteDatabase } from '../sqlite/database.ts'
import { isMigrated, isOurs, migrate } from '../sqlite/migrate.ts'
import { openAlone } from '../sqlite/open-database.ts'
import { sqliteTables } from '../sqlite/tables.ts'
import { UnusableStore } from '../store.ts'

/** A data folder, or the address of a database of Postgres. */
export type Place = { folder: string } | { url: string }

export type End = {
  /** For people: without a password. */
  name: string
  engine: Engine
  tables: Tables
  close: () => void
}

/** The version of the tables, as an engine knows it. */
type Versions = { isOurs: () => boolean; isMigrated: () => boolean; makeTables: () => void }

/** Opens a chat to read it. Throws `UnusableStore` with a sentence for the operator, as all functions here. */
export function openSource(place: Place): End {
  const check = (engine: Engine, { isOurs, isMigrated }: Versions) => {
    if (!isOurs()) throw new UnusableStore('holds no chat')
    refuseUnfinished(engine)
    if (!isMigrated())
      throw new UnusableStore('was made by another version of Earshot. Start this version on it once, then try again')
  }
  if ('url' in place) return openAddress(place.url, check)
  const path = join(place.folder, FILE)
  if (!existsSync(path)) throw new UnusableStore(`There is no chat in ${place.folder}.`)
  return openFile(place.folder, check)
}

/** Opens an empty place, or one that a move was filling when it was interrupted: then with its note. */
export function openTarget(place: Place, source: Place): { target: End; noted: Moving | undefined } {
  refuseSame(source, place)
  let noted: Moving | undefined
  const check = (engine: Engine, { isOurs, isMigrated, makeTables }: Versions) => {
    if (isOurs()) {
      noted = readMoving(engine)
      if (noted && !isMigrated())
        throw new UnusableStore('was being filled by another version of Earshot. Empty it, then begin again')
      // Before anybody was there it held only what every new chat holds.
      if (!noted && engine.get('select 1 as one from users limit 1'))
        throw new UnusableStore('already holds a chat. Name an empty place')
    }
    if (!noted) makeTables()
  }
  if ('url' in place) return { target: openAddress(place.url, check), noted }
  makeFolder(place.folder)
  return { target: openFile(place.folder, check), noted }
}

const FILE = 'earshot.db'

function openFile(folder: string, check: (engine: Engine, versions: Versions) => void): End {
  const lock = takeLock(folder)
  try {
    const path = join(folder, FILE)
    const engine = openAlone(path, (database) => check(database, sqliteVersions(database)))
    const close = () => {
      engine.close()
      lock.close()
    }
    return { name: folder, engine, tables: sqliteTables(engine), close }
  } catch (error) {
    lock.close()
    throw error
  }
}

const sqliteVersions = (database: SqliteDatabase): Versions => ({
  isOurs: () => isOurs(database),
  isMigrated: () => isMigrated(database),
  makeTables: () => migrate(database),
})

function openAddress(url: string, check: (engine: Engine, versions: Versions) => void): End {
  const engine = postgres.openPostgresAlone(url, (database) => check(database, postgresVersions(database)))
  return { name: postgres.named(url), engine, tables: postgresTables(engine), close: () => engine.close() }
}

const postgresVersions = (database: PostgresDatabase): Versions => ({
  isOurs: () => postgres.isOurs(database),
  isMigrated: () => postgres.isMigrated(database),
  makeTables: () => postgres.makeReady(database),
})

function refuseSame(one: Place, other: Place): void {
  if ('url' in one !== 'url' in other) return
  if (identityOf(one) === identityOf(other)) throw new UnusableStore('The source and the target are the same place.')
}

/** Equal for two names of one place. */
function identityOf(place: Place): string {
  if ('folder' in place) return existsSync(place.folder) ? realpathSync(place.folder) : place.folder
  const database = postgres.openPostgresForReading(place.url)
  try {
    return database.get<{ identity: string }>(
      `select current_database() || ' ' || current_schema() || ' ' || pg_postmaster_start_time()::text as identity`,
    )!.identity
  } finally {
    database.close()
  }
}
