/** The address of a data folder's server, left in that folder for commands that run beside it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from './log.ts'

const fileIn = (folder: string): string => join(folder, 'earshot.address')

/** Removes the last server's address. The next one may differ, and may long be unknown. */
export function forgetAddress(folder: string, log: Logger): void {
  try {
    rmSync(fileIn(folder), { force: true })
  } catch (error) {
    log.warn({ err: error }, 'the address of an earlier run could not be removed from the data folder')
  }
}

export function leaveAddress(folder: string, address: string, log: Logger): void {
  try {
    writeFileSync(fileIn(folder), `${address}\n`)
  } catch (error) {
    // A full disk can still be read.
    log.warn({ err: error }, 'the address could not be left in the data folder')
  }
}

/** The address that was written last. Its server may be gone. Undefined without a file, as while a server starts. */
export function leftAddress(folder: string): string | undefined {
  const path = fileIn(folder)
  const left = existsSync(path) && /^(https?:\/\/\S+)\n$/.exec(readFileSync(path, 'utf8'))
  return left ? left[1] : undefined
}
