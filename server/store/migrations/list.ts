/**
 * Changes of the tables since both engines have them, each a numbered file beside this one. `0020-name.sql` is for both;
 * where they need different statements there are `0020-name.sqlite.sql` and `0020-name.postgres.sql`. The first nineteen
 * are SQLite’s alone: Postgres began with the tables that they leave.
 *
 * An older server may be running while a newer one changes the tables, so a migration only adds.
 */
import { readdirSync } from 'node:fs'

export type Migration = { number: number; file: URL }

/** The last migration before the common ones. */
export const BEFORE_ALL = 19

const HERE = new URL('./', import.meta.url)
const NAME = /^(?<number>\d{4})-[a-z0-9-]+(?:\.(?<engine>sqlite|postgres))?\.sql$/

/** In their order. Throws if a number is missing or there twice. */
export function listMigrations(engine: 'sqlite' | 'postgres', folder = HERE): Migration[] {
  const found = readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const groups = NAME.exec(name)?.groups
      if (!groups || (groups['engine'] ?? engine) !== engine) return []
      return [{ number: Number(groups['number']), file: new URL(name, folder) }]
    })
  for (const [place, { number, file }] of found.entries())
    if (number !== BEFORE_ALL + 1 + place) throw new Error(`Not the next migration: ${file.pathname}`)
  return found
}
