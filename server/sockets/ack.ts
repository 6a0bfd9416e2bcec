import type { Result } from '../../protocol/errors.ts'

/** What came with an event, and how to answer it: Socket.IO puts the ack, if one was asked for, behind the arguments. */
export function splitAck(given: unknown[]): { data: unknown[]; ack: (result: Result<unknown>) => void } {
  const last = given.at(-1)
  if (typeof last !== 'function') return { data: given, ack: ignore }
  return { data: given.slice(0, -1), ack: last as (result: Result<unknown>) => void }
}

function ignore(): void {
  // Nobody asked for an answer.
}
