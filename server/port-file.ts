/** Where the server of a data folder listens, left in that folder for whoever gives an order beside it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from './log.ts'

const fileIn = (folder: string): string => join(folder, 'earshot.port')

/** Where a server listened before is not where this one will, and it may be long until that is known. */
export function forgetPort(folder: string, log: Logger): void {
  try {
    rmSync(fileIn(folder), { force: true })
  } catch (error) {
    log.warn({ err: error }, 'the port of an earlier run could not be removed from the data folder')
  }
}

export function leavePort(folder: string, port: number, log: Logger): void {
  try {
    writeFileSync(fileIn(folder), `${port}\n`)
  } catch (error) {
    // On a full disk there is still much to read.
    log.warn({ err: error }, 'the port could not be left in the data folder')
  }
}

/** The one that was left last, by a server that may be gone. Undefined where there is none, as while one starts. */
export function leftPort(folder: string): number | undefined {
  const path = fileIn(folder)
  const left = existsSync(path) && /^([1-9]\d{0,4})\n$/.exec(readFileSync(path, 'utf8'))
  return left ? Number(left[1]) : undefined
}
