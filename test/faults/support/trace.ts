/** The system calls of a server's threads, as strace saw them: was the disk waited for before an answer? */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { eventually } from '../../support/eventually.ts'

const CALLS = 'fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg'

/** Watches a process with all its threads until the answer is called, which gives a line for each system call. */
export async function trace(pid: number, file: string): Promise<() => Promise<string[]>> {
  const strace = spawn('strace', ['-f', '-y', '-s', '96', '-e', `trace=${CALLS}`, '-o', file, '-p', String(pid)])
  let said = ''
  strace.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise((resolve) => strace.once('close', resolve))
  await eventually(() => {
    if (!said.includes('attached')) throw new Error(`strace did not attach: ${said}`)
  })
  return async () => {
    strace.kill('SIGINT')
    await ended
    return readFileSync(file, 'utf8').split('\n')
  }
}

export type Gate = {
  acks: number
  /** Acks before which the log was written but not brought to the disk. */
  early: number
}

/**
 * Holds each ack of a single writer against what came before it: the log was written, then flushed, then the ack left.
 * A flush counts when it has returned, a write when it has begun. The index for searches has a log, too, and promises nothing.
 */
export function judgeTrace(lines: readonly string[]): Gate {
  const flushing = new Set<string>()
  let [isWritten, isFlushed, acks, early] = [false, false, 0, 0]
  for (const line of lines) {
    const thread = /^\d+/.exec(line)?.[0] ?? ''
    if (/ (?:pwrite64|pwritev|write|writev)\(\d+<[^>]*\/earshot\.db-wal>/.test(line))
      [isWritten, isFlushed] = [true, false]
    else if (/ f(?:data)?sync\(\d+<[^>]*\/earshot\.db-wal>\)? *<unfinished/.test(line)) flushing.add(thread)
    else if (/ f(?:data)?sync\(\d+<[^>]*\/earshot\.db-wal>\) += 0/.test(line)) isFlushed = true
    else if (/ <\.\.\. f(?:data)?sync resumed>.*= 0/.test(line) && flushing.delete(thread)) isFlushed = true
    else if (/43\/chat,\d+\[\{\\"ok\\":true/.test(line)) {
      acks++
      if (!isWritten || !isFlushed) early++
      isWritten = false
    }
  }
  return { acks, early }
}
