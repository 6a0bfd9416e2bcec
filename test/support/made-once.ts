/** Folders that one test file makes and all files of a run use: what is in them costs seconds to make. */
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './server.ts'

/** The folder, which nobody may change. Files that make it at the same time each do, and one of theirs stays. */
export function madeOnce(name: string, make: (folder: string) => void): string {
  const shared = process.env.EARSHOT_TESTS_SHARED ?? ownShared()
  const folder = join(shared, name)
  if (existsSync(folder)) return folder
  const own = mkdtempSync(join(shared, `${name}-`))
  chmodSync(own, 0o755)
  make(own)
  try {
    renameSync(own, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(own, { recursive: true })
  }
  return folder
}

/** For a file that runs by itself. Another user must be able to read it. */
function ownShared(): string {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  return folder
}
