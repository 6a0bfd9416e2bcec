/** Opens the database of a chat for an operator, also while a server uses it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openPostgresBeside } from './postgres/open-database.ts'
import { openBeside as openFileBeside } from './sqlite/open-database.ts'
import type { Engine } from './sql/database.ts'
import { UnusableStore } from './store.ts'

export type PlaceOfStore = { folder: string; url?: string | undefined }

/** Throws `UnusableStore` with a sentence for the operator. */
export function openBeside({ folder, url }: PlaceOfStore): Engine {
  if (url !== undefined) return openPostgresBeside(url)
  const path = join(folder, 'earshot.db')
  if (!existsSync(path))
    throw new UnusableStore(`There is no chat in ${folder} yet. Start it first, or name its folder with --data.`)
  return openFileBeside(path)
}
