import type { Note, ObserverKind } from '../history.ts'
import type { Random } from '../support/random.ts'

/** A user who talks and listens while things break, and writes down what it did and saw. */
export type Observer = {
  readonly name: string
  readonly kind: ObserverKind
  /** Says the next thing. Returns at once; it is tried again until it is accepted or finally refused. */
  say: () => void
  /** How many drafts are not accepted yet. */
  waiting: () => number
  /** The seq up to which it knows the room without a hole; 0 before anything. */
  knows: () => number
  /** Looks again, for observers that are not told. */
  look?: () => Promise<void>
  /** Comes back as after a crash of its own, with nothing but what it had on disk. */
  crash?: () => void
  /** Writes down how it stands. */
  finish: () => void
  close: () => Promise<void>
}

export type ObserverOptions = { name: string; url: string; note: Note; random: Random }

/** A body that is found again among the other words of a row on the screen. */
export const bodyOf = (name: string, number: number): string => `«${name} ${number}»`

export const bodyIn = (text: string): string => /«[^»]*»/.exec(text)?.[0] ?? text
