/** The log: for people on a terminal, JSON for everything else. It never holds what somebody wrote, nor a token. */
import pino, { type Logger } from 'pino'

export type { Logger }

// Standard error: standard output is for the line that says where we listen.
const STDERR = 2

export async function createLog(level: string): Promise<Logger> {
  if (!process.stderr.isTTY) return pino({ level, base: undefined }, pino.destination({ dest: STDERR, sync: true }))
  const { default: pretty } = await import('pino-pretty')
  return pino({ level, base: undefined }, pretty({ destination: STDERR, sync: true, translateTime: 'HH:MM:ss' }))
}
