/**
 * Which message the reader has a finger on: it alone carries the buttons for what can be done with it. Three hundred
 * rows with ten buttons each would be three thousand buttons.
 */
import { type Signal, signal } from '@preact/signals'
import type { Room } from '../../client/rooms.ts'

/** Its row; and whether its menu is wanted at once, as after a long press. */
export type ActiveRow = { seq: number; isPressed: boolean }

export const activeRow = signal<ActiveRow | undefined>(undefined)
/** The message whose words are being changed. */
export const editedSeq = signal<number | undefined>(undefined)

const answers = new WeakMap<Room, Signal<number | undefined>>()

/** The message that is answered by what is being written in a room. */
export function answerIn(room: Room): Signal<number | undefined> {
  const answer = answers.get(room) ?? signal(undefined)
  answers.set(room, answer)
  return answer
}
