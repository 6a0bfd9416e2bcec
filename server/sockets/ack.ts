import type { Result } from '../../protocol/errors.ts'

/** Splits the arguments of an event from its ack. Socket.IO puts the ack last, if the client wants one. */
export function splitAck(given: unknown[]): { data: unknown[]; ack: (result: Result<unknown>) => void } {
  const last = given.at(-1)
  if (typeof last !== 'function') return { data: given, ack: ignore }
  return { data: given.slice(0, -1), ack: last as (result: Result<unknown>) => void }
}

function ignore(): void {
  // The client wants no answer.
}
