/** Carries facts to whom they concern, on this node and on every other. */
import type { Fact, FactName } from '../../protocol/changes.ts'

/** One tagged value: there is no empty audience that could mean everyone. */
export type Audience =
  | { room: string }
  /** The connections that watch who is here of a room. */
  | { watchersOf: string }
  | { user: string }
  | { session: string }
  | { everyone: true }

/**
 * What is announced at large. `welcome` is not: it is said to one connection by the door it came through. How a room
 * looks depends on who looks, so of a room that was updated only that is told; the doors ask for the rest.
 */
type Announced = Exclude<FactName, 'welcome' | 'room:updated'>
type Nudge = 'room:updated' | 'seat:taken'

/** A fact and its audience. */
export type Parcel =
  | { [Name in Announced]: { audience: Audience; event: Name; payload: Fact<Name> } }[Announced]
  | { [Name in Nudge]: { audience: Audience; event: Name; payload: { roomId: string } } }[Nudge]

export interface Delivery {
  /** Never before the commit of what it tells. Returns at once. */
  publish(parcel: Parcel): void
  /** Hears every parcel; a room's changes come in order and without a hole. Returns how to stop. */
  subscribe(listener: (parcel: Parcel) => void): () => void
}
