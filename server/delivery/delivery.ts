/** Carries facts to whom they concern, on this node and on every other. */
import type { Fact, FactName } from '../../protocol/changes.ts'

/** One tagged value: there is no empty audience that could mean everyone. */
export type Audience = { room: string } | { user: string } | { session: string }

/** What is announced at large. `welcome` is not: it is said to one connection by the door it came through. */
export type Announced = Exclude<FactName, 'welcome'>

/** A fact and its audience. */
export type Parcel = { [Name in Announced]: { audience: Audience; event: Name; payload: Fact<Name> } }[Announced]

export interface Delivery {
  /** Never before the commit of what it tells. Returns at once. */
  publish(parcel: Parcel): void
  /** Hears every parcel; a room's changes come in order and without a hole. Returns how to stop. */
  subscribe(listener: (parcel: Parcel) => void): () => void
}
