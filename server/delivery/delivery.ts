/** The contract of delivery: it carries facts to their audience, on this node and on every other. */
import type { Fact, FactName } from '../../protocol/changes.ts'
import type { Change, User } from '../../protocol/models.ts'

/** Always one of these: an empty audience could be mistaken for everyone. */
export type Audience =
  | { room: string }
  /** The connections that watch the presence in a room. */
  | { watchersOf: string }
  | { user: string }
  | { session: string }
  | { everyone: true }

/**
 * Facts that are announced. `welcome` is not one of them: a door sends it to one connection. A room looks different to
 * each reader, so its update is only a nudge, and the doors ask the store for the views.
 */
type Announced = Exclude<FactName, 'welcome' | 'room:updated' | OfPerson>
type Nudge = 'room:updated' | 'seat:taken'
/** Facts about a person, for everyone who shares a room with them. */
type OfPerson = 'user:changed' | 'profile:changed'

/** A fact and its audience. */
export type Parcel =
  | { [Name in Announced]: { audience: Audience; event: Name; payload: Fact<Name> } }[Announced]
  /** Each connection in any of these rooms gets the fact once. */
  | { [Name in OfPerson]: { audience: { rooms: string[] }; event: Name; payload: Fact<Name> } }[OfPerson]
  | { [Name in Nudge]: { audience: Audience; event: Name; payload: { roomId: string } } }[Nudge]

/**
 * News that nodes tell each other beside facts. Each node tells only of its own connections. The user’s rooms in `here`
 * are those in which the user has a seat.
 */
export type News =
  /** Users who came, changed or went since a version of this list. From version 0 it is the whole list. */
  | {
      kind: 'presence'
      from: number
      to: number
      here: { user: User; roomIds: string[] }[]
      gone: string[]
      /** The rooms on the screens of users, where they changed. */
      screens?: { userId: string; roomIds: string[] }[]
    }
  /** A sign of life, with the present version of that list. */
  | { kind: 'alive'; version: number }
  /** Asks a node for its whole list. */
  | { kind: 'ask'; node: string }
  /** The node stops: all of its users are gone. */
  | { kind: 'bye' }
  | { kind: 'typing'; started: { roomId: string; user: User }[]; stopped: { roomId: string; userId: string }[] }
  /** Somebody’s access to a room may have changed. */
  | { kind: 'access' }

export interface Delivery {
  /** The name of this node, which is another one after each start. */
  readonly node: string
  /** Publishes a fact on all nodes, after its commit. Returns at once. */
  publish(parcel: Parcel): void
  /** The same for this node’s connections only: for a fact that each node finds out by itself. */
  publishHere(parcel: Parcel): void
  /**
   * The listener gets every parcel. The changes of a followed room come in order and without a gap; for each of them
   * `knownAt` says since when this node knows of it, in monotonic ms. `audience` says which rooms have listeners. Returns
   * a function that ends the subscription.
   */
  subscribe(listener: (parcel: Parcel, knownAt?: number) => void, audience?: RoomAudience): () => void
  /** A first listener joins a room, which has come to this rev. */
  follow(roomId: string, rev: number): void
  /** The rooms with changes that this node knows of and has not delivered, and the longest time that one waits, in ms. */
  behind(): { rooms: number; longestMs: number }
  /** Tells the other nodes. Returns at once. The news may get lost. */
  tellNodes(news: News): void
  /** The listener gets the news of the other nodes, and the name of the node that tells. */
  hearNodes(listener: (news: News, node: string) => void): void
}

/** Delivery as the wiring sees it. */
export interface RunningDelivery extends Delivery {
  /** Whether there can be other nodes. */
  readonly isShared: boolean
  /** Ends all subscriptions. Resolves when nothing more is sent. */
  close(): Promise<void>
}

/** How delivery asks the store. */
export type DeliveryNeeds = {
  /** Reads the room's changes after `since` from the store, or the first of them when there are many. */
  fill: (roomId: string, since: number) => Promise<Change>
  /** Answers with those of these rooms that have come further, and how far. */
  ahead: (told: RoomRev[]) => Promise<RoomRev[]>
  onError: (error: unknown) => void
}

/** A room, and the rev that it has come to. */
export type RoomRev = { roomId: string; rev: number }

/** A room without listeners is forgotten after a while, and costs nothing. */
export type RoomAudience = {
  isHeard(roomId: string): boolean
  /** The room had no listeners and no changes for a while. */
  forget?(roomId: string): void
}
