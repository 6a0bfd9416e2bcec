/** Every expected "no" there is. A client acts on the code; the message is for people. */
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

/** `retryAfterMs` is given where waiting helps, `suggestion` where something like it would do: a name that is free. */
export type Failure = { code: ErrorCode; message: string; retryAfterMs?: number; suggestion?: string }

/** What every command is answered with, on every door. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'overloaded', 'storage_unavailable', 'internal'])

/** Whether the same command may succeed later. Everything else is final: repeating it cannot help. */
export const isRetryable = (code: ErrorCode): boolean => RETRYABLE.has(code)

/** An expected "no". It is thrown where it is noticed and caught by the gate alone; anything else thrown is a bug. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly suggestion: string | undefined

  constructor(code: ErrorCode, message: string, retryAfterMs?: number, suggestion?: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.suggestion = suggestion
  }

  toFailure(): Failure {
    const { code, message, retryAfterMs, suggestion } = this
    return {
      code,
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(suggestion !== undefined && { suggestion }),
    }
  }
}
