/** Where the server of a data folder listens, left in that folder for whoever gives an order beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from './log.ts'

const fileIn = (folder: string): string => join(folder, 'earshot.port')

export function leavePort(folder: string, port: number, log: Logger): void {
  try {
    writeFileSync(fileIn(folder), `${port}\n`)
  } catch (error) {
    // On a full disk there is still much to read.
    log.warn({ err: error }, 'the port could not be left in the data folder')
  }
}

/** The one that was left last, by a server that may be gone. Undefined where there is none. */
export function leftPort(folder: string): number | undefined {
  const path = fileIn(folder)
  const left = existsSync(path) && /^([1-9]\d{0,4})\n$/.exec(readFileSync(path, 'utf8'))
  return left ? Number(left[1]) : undefined
}
