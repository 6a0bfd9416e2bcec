/** The answer of a thread to a call: a value, a refusal or a fault. */
import { type Failure, Refusal, refusal } from '../../../protocol/errors.ts'

/** The time after which a client may ask again. */
export const SOON = { retryAfterMs: 1_000 }

export type Answered =
  | { value: unknown }
  | { refusal: Failure }
  | { fault: { message: string; stack: string | undefined; isStorage: boolean } }

export function answerOf(error: unknown, isStorage: boolean): Exclude<Answered, { value: unknown }> {
  if (error instanceof Refusal) return { refusal: error.toFailure() }
  const { message, stack } = error as Error
  return { fault: { message, stack, isStorage } }
}

/** Other writers were in the way of a call each time it was tried. It may be given again. */
export const outrun = (): Answered => ({ refusal: refusal('store_busy', undefined, SOON).toFailure() })
