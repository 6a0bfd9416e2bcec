/** The window of a timeline: plain data, and functions on it. */
import type { HistoryPage, Message, User } from '../protocol/models.ts'

/**
 * Messages ascending by seq, and the range that belongs here: from `first` to `last`, or without end while the window
 * reaches the newest message. During a catch-up a seq may be missing, because an edited message comes in a later page.
 */
export type Window = { messages: readonly Message[]; first: number; last: number | undefined }

/** The bounds of a page, with nothing in them yet. */
export function boundsOf({ messages, room }: HistoryPage): Window {
  const last = messages.at(-1)?.seq ?? 0
  return { messages: [], first: messages[0]?.seq ?? 1, last: last >= room.lastSeq ? undefined : last }
}

const holds = ({ first, last }: Window, seq: number): boolean => seq >= first && (last === undefined || seq <= last)

/** The window with the messages that belong to it applied: of the same seq the greater rev wins. */
export function layOver(window: Window, news: readonly Message[]): Window {
  let messages: Message[] | undefined
  for (const message of news) {
    if (!holds(window, message.seq)) continue
    const before: readonly Message[] = messages ?? window.messages
    const place = placeOf(before, message.seq)
    const known = before[place]?.seq === message.seq ? before[place] : undefined
    if (known && known.rev >= message.rev) continue
    messages ??= [...window.messages]
    messages.splice(place, known ? 1 : 0, message)
  }
  return messages ? { ...window, messages } : window
}

export function messageAt({ messages }: Window, seq: number): Message | undefined {
  const message = messages[placeOf(messages, seq)]
  return message?.seq === seq ? message : undefined
}

/** The window with a person's new name and picture on all their messages. */
export function renamed(window: Window, user: User): Window {
  const isStale = ({ author }: Message) =>
    author.id === user.id && (author.name !== user.name || author.kind !== user.kind || author.picture !== user.picture)
  if (!window.messages.some(isStale)) return window
  const messages = window.messages.map((message) => (isStale(message) ? { ...message, author: user } : message))
  return { ...window, messages }
}

/** The position of a seq. The search begins at the end, because new messages are nearly always the newest. */
function placeOf(messages: readonly Message[], seq: number): number {
  let place = messages.length
  while (place > 0 && (messages[place - 1]?.seq ?? 0) >= seq) place--
  return place
}

/** At most `most` messages: the oldest go. */
export function withoutOldest(window: Window, most: number): Window {
  const messages = window.messages.slice(-most)
  return window.messages.length <= most ? window : { ...window, messages, first: messages[0]?.seq ?? window.first }
}

/** At most `most` messages: the newest go, and with them the connection to the head. */
export function withoutNewest(window: Window, most: number): Window {
  return window.messages.length <= most ? window : endedHere({ ...window, messages: window.messages.slice(0, most) })
}

/** The same window, cut from the newest messages: it ends with its last one. */
export const endedHere = (window: Window): Window => ({
  ...window,
  last: window.messages.at(-1)?.seq ?? window.first - 1,
})
