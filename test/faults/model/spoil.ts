/** Takes a good history apart and puts it together a little differently. */
import type { Draft, Event, Seen } from '../history.ts'
import type { EventOf } from '../rules/rule.ts'
import type { Played } from './room.ts'

export function all<What extends Event['what']>({ events }: Played, what: What): EventOf<What>[] {
  return events.filter((event): event is EventOf<What> => event.what === what)
}
export const first = <What extends Event['what']>(good: Played, what: What): EventOf<What> => all(good, what)[0]!
export const middle = <What extends Event['what']>(good: Played, what: What): EventOf<What> =>
  all(good, what)[Math.floor(all(good, what).length / 2)]!
export const end = ({ store }: Played) => ({ seq: store.lastSeq + 1, rev: store.rev + 1 })
export const begunAt = (good: Played, { body }: Draft): number =>
  all(good, 'invoke').find(({ draft }) => draft.body === body)?.at ?? 0

export const withEvents = (good: Played, change: (event: Event) => Event[]): Played => ({
  ...good,
  events: good.events.flatMap(change),
})

export function withStore(
  good: Played,
  change: (messages: Played['store']['messages']) => Played['store']['messages'],
): Played {
  return { ...good, store: { ...good.store, messages: change(good.store.messages) } }
}

/** One message of one change in the middle, as only one observer hears it. */
export function withMessage(good: Played, change: (message: Seen) => Seen): Played {
  const chosen = middle(good, 'change')
  return withEvents(good, (event) => [
    event === chosen ? { ...chosen, messages: [change(chosen.messages[0]!), ...chosen.messages.slice(1)] } : event,
  ])
}

/** Two messages change places, in the store and for every observer: only the order is wrong. */
export function swapped(good: Played, one: number, other: number): Played {
  const swap = (number: number) => (number === one ? other : number === other ? one : number)
  const turn = <T extends Seen>(message: T): T => ({ ...message, seq: swap(message.seq), rev: swap(message.rev ?? 0) })
  const messages = good.store.messages.map(turn).sort((a, b) => a.seq - b.seq)
  const events = good.events.map((event): Event =>
    event.what === 'ack' ? { ...event, message: turn(event.message) } : event,
  )
  return { events, store: { ...good.store, messages } }
}
