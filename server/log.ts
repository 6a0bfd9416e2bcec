/** The log: for people on a terminal, JSON for everything else. It never holds what somebody wrote, nor a token. */
import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'

export type { Logger }

// Standard error: standard output is for the line that says where we listen.
const STDERR = 2

export function createLog(level: string): Logger {
  const stream = process.stderr.isTTY
    ? pretty({ destination: STDERR, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' })
    : pino.destination({ dest: STDERR, sync: true })
  return pino({ level, base: undefined }, stream)
}
