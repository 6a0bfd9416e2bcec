import type { Message, User } from '../protocol/models.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Window } from './window.ts'

export type Entry = { kind: 'message'; message: Message } | { kind: 'draft'; draft: OutboxEntry }

const made = new WeakMap<Message, Entry>()

/** The same message is the same object, so that a view can leave its row alone. */
function entryOf(message: Message): Entry {
  let entry = made.get(message)
  if (!entry) made.set(message, (entry = { kind: 'message', message }))
  return entry
}

/** The entries of a timeline: the window's messages, and below them my drafts, unless newer messages are hidden. */
export function entriesOf(window: Window | undefined, drafts: readonly OutboxEntry[], you: User | undefined): Entry[] {
  const messages = (window?.messages ?? []).map((message) => entryOf(message))
  if (window?.last !== undefined || drafts.length === 0) return messages
  // A draft fetched from the storage may be accepted already, its answer lost with the last page: shown once.
  const mine = window?.messages.filter(({ author }) => author.id === you?.id)
  const accepted = new Set(mine?.map(({ clientId }) => clientId))
  const open = drafts.filter(({ clientId }) => !accepted.has(clientId))
  return [...messages, ...open.map((draft): Entry => ({ kind: 'draft', draft }))]
}
