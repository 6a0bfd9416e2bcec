/** The codes of refusals. A client acts on the code; the message is for people. */
export const ERROR_CODES = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'too_long',
  'rate_limited',
  'overloaded',
  'storage_unavailable',
  'banned',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'overloaded', 'storage_unavailable', 'internal'])

/** Whether the same command may succeed later. All other refusals are final. */
export const isRetryable = (code: ErrorCode): boolean => RETRYABLE.has(code)
