/** The log: readable on a terminal, JSON everywhere else. It never contains messages or tokens. */
import pino, { type Logger } from 'pino'

export type { Logger }

// Standard error: standard output is for the line that says where we listen.
const STDERR = 2

export async function createLog(level: string): Promise<Logger> {
  if (!process.stderr.isTTY) return pino({ level, base: undefined }, pino.destination({ dest: STDERR, sync: true }))
  const { default: pretty } = await import('pino-pretty')
  return pino({ level, base: undefined }, pretty({ destination: STDERR, sync: true, translateTime: 'HH:MM:ss' }))
}

/** Different sentences, at most. An attacker who causes new ones must not fill the log. */
const MOST_SENTENCES = 100

/** Logs each sentence once. */
export function onceEach(say: (sentence: string) => void): (sentence: string) => void {
  const said = new Set<string>()
  return (sentence) => {
    if (said.has(sentence) || said.size >= MOST_SENTENCES) return
    said.add(sentence)
    say(sentence)
  }
}
