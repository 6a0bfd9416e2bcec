import type { Event, History } from '../history.ts'
import type { StoreIndex } from '../store.ts'

/** A broken rule: its name, and the events in words. */
export type Violation = { rule: string; message: string }

/** Everything that is wrong by this rule; nothing, if all is well. */
export type Rule = { id: string; name: string; find: (history: History, storeIndex: StoreIndex) => Iterable<string> }

export type EventOf<What extends Event['what']> = Extract<Event, { what: What }>

/** The events of one kind. */
export function* only<What extends Event['what']>(history: History, what: What): Iterable<EventOf<What>> {
  for (const event of history) if (event.what === what) yield event as EventOf<What>
}
