/** An answer or a refusal, for calls that are carried out together: one that is refused must not end the others. */
import { Refusal } from '../../../protocol/errors.ts'

export type Outcome<T> = T | Refusal

export function attempt<T>(act: () => T): Outcome<T> {
  try {
    return act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome instanceof Refusal) throw outcome
  return outcome
}
