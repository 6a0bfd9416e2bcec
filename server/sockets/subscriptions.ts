/** What do you hear? Turns an audience into a Socket.IO room, whose packet is encoded once for all who are in it. */
import type { Namespace, Socket } from 'socket.io'
import type { Change, RoomView } from '../../protocol/models.ts'
import type { Audience, Delivery, Parcel } from '../delivery/delivery.ts'
import { Pace } from './pace.ts'

/** The Socket.IO room in which those are whom a fact concerns. */
export function socketRoomOf(audience: Audience): string {
  const [[kind, id]] = Object.entries(audience) as [[string, string]]
  return `${kind} ${id}`
}

/** The connections of the typed door, as listeners. */
export class Subscriptions {
  readonly #namespace: Namespace
  readonly #pace: Pace

  /** `onTold` hears each change just as it is told to a room, for the door whose clients are told in other words. */
  constructor(namespace: Namespace, delivery: Delivery, onTold: (change: Change) => void) {
    this.#namespace = namespace
    this.#pace = new Pace({
      listeners: (roomId) => this.#listeners({ room: roomId }),
      tell: (change) => {
        this.#emit({ audience: { room: change.roomId }, event: 'room:changed', payload: change })
        onTold(change)
      },
    })
    delivery.subscribe((parcel) =>
      parcel.event === 'room:changed' ? this.#pace.add(parcel.payload) : this.#emit(parcel),
    )
  }

  /**
   * Lets a connection hear its user's rooms from this instant on, and answers with the rooms as far as their listeners
   * have been told: the next change it hears begins just there, so there is no seam.
   */
  begin(socket: Socket, rooms: RoomView[]): RoomView[] {
    void socket.join(rooms.map(({ id }) => socketRoomOf({ room: id })))
    return rooms.map((room) => {
      const told = this.#pace.told(room.id)
      return told ? { ...room, rev: told.rev, lastSeq: Math.max(told.lastSeq, room.lastSeq) } : room
    })
  }

  #listeners(audience: Audience): number {
    return this.#namespace.adapter.rooms.get(socketRoomOf(audience))?.size ?? 0
  }

  #emit({ audience, event, payload }: Parcel): void {
    this.#namespace.to(socketRoomOf(audience)).emit(event, payload)
  }
}
