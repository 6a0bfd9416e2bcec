/** The first message on a slow phone's screen: ../browser/first-paint.ts, in its own process, as it knows the DOM. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Figures } from '../support/figures.ts'

const SCRIPT = new URL('../browser/first-paint.ts', import.meta.url).pathname

export async function firstPaint(): Promise<Record<string, Figures>[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], { maxBuffer: 1e7 })
  return JSON.parse(stdout) as Record<string, Figures>[]
}
