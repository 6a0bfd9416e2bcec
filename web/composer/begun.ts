/** What is being written in each room. It lives with the room: what is still on its way when the reader leaves settles all the same. */
import { type Signal, signal } from '@preact/signals'
import type { Room } from '../../client/rooms.ts'

export type Begun = {
  text: Signal<string>
  /** The message that it answers. */
  answer: Signal<number | undefined>
  /** Why it was not sent. */
  refusal: Signal<string>
  /** What is on its way to a safe place, while nothing has been written since. */
  keeping?: string | undefined
}

const begun = new WeakMap<Room, Begun>()

export function begunIn(room: Room): Begun {
  const known = begun.get(room) ?? { text: signal(''), answer: signal(undefined), refusal: signal('') }
  begun.set(room, known)
  return known
}
