/** How a command fails: the answer, and the refusal behind it. */
import type { ErrorCode } from './error-codes.ts'
import { type About, type Reason, REFUSALS } from './refusals.ts'

/**
 * `retryAfterMs` is present when waiting helps, and `suggestion` when another value would work, such as a free name. A refusal
 * that people meet has a `reason`, and `about` holds the values of its sentence (`refusals.ts`).
 */
export type Failure = {
  code: ErrorCode
  message: string
  retryAfterMs?: number
  suggestion?: string
  reason?: Reason
  about?: object
}

/** The answer to every command, on every door. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

/** An expected "no". Any code may throw it, and only the gate catches it. Any other error is a bug. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly suggestion: string | undefined
  readonly #told: Pick<Failure, 'reason' | 'about'>

  /** For mistakes that only a program can make. Refusals that people meet have a name: `refusal` below. */
  constructor(
    code: ErrorCode,
    message: string,
    retryAfterMs?: number,
    suggestion?: string,
    told: Pick<Failure, 'reason' | 'about'> = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.suggestion = suggestion
    this.#told = told
  }

  /** Makes a refusal from its form on the wire. */
  static from({ code, message, retryAfterMs, suggestion, ...told }: Failure): Refusal {
    return new Refusal(code, message, retryAfterMs, suggestion, told)
  }

  toFailure(): Failure {
    const { code, message, retryAfterMs, suggestion } = this
    return {
      code,
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(suggestion !== undefined && { suggestion }),
      ...this.#told,
    }
  }
}

type Given<Name extends Reason> =
  About<Name> extends undefined ? [about?: undefined, more?: More] : [about: About<Name>, more?: More]
type More = Pick<Failure, 'retryAfterMs' | 'suggestion'>

/** The refusal with this name. */
export function refusal<Name extends Reason>(reason: Name, ...[about, more]: Given<Name>): Refusal {
  const [code, sentence] = REFUSALS[reason]
  // The type of this function ties the values to the sentence.
  const message = typeof sentence === 'string' ? sentence : sentence(about as never)
  return Refusal.from({ code, message, reason, ...(about && { about }), ...more })
}
