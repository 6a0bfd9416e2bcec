/** Puts an owner code into a data folder from outside, for an operator who is locked out: the server may be running. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UnusableStore } from '../store.ts'
import { openBeside } from './database.ts'
import { setOwnerCode } from './owners.ts'

/** Throws `UnusableStore` with a sentence for the operator. */
export function putOwnerCode(folder: string, codeHash: Uint8Array): void {
  const path = join(folder, 'earshot.db')
  if (!existsSync(path))
    throw new UnusableStore(`There is no chat in ${folder} yet. Start it first, or name its folder with --data.`)
  const database = openBeside(path)
  try {
    setOwnerCode(database, codeHash)
  } finally {
    database.close()
  }
}
