import { existsSync, readdirSync } from 'node:fs'

/** How many files and connections a process has open; 0 where the system does not tell. */
export function openFiles(pid: number): number {
  const folder = `/proc/${pid}/fd`
  return existsSync(folder) ? readdirSync(folder).length : 0
}
