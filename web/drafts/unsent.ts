/** Unsent text, by room. It lives as long as the room: a message being sent settles even after the reader has left. */
import { type Signal, signal } from '@preact/signals'
import type { DraftFile } from '../../client/outbox.ts'
import type { Room } from '../../client/rooms.ts'

type Unsent = {
  text: Signal<string>
  /** The message that it replies to. */
  answer: Signal<number | undefined>
  /** The files that go with it. */
  files: Signal<readonly DraftFile[]>
  /** The keys of those that are being saved with a message. No other message takes them. */
  underWay: Set<string>
  /** The reason why it was not sent. */
  refusal: Signal<string>
  /** The text being saved, as long as nothing has been written since. */
  keeping?: string | undefined
}

const unsent = new WeakMap<Room, Unsent>()

export function unsentIn(room: Room): Unsent {
  const known = unsent.get(room) ?? {
    text: signal(''),
    answer: signal(undefined),
    files: signal([]),
    underWay: new Set(),
    refusal: signal(''),
  }
  unsent.set(room, known)
  return known
}
