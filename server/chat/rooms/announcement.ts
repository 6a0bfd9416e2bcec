/** Announces changes of rooms. A nudge is enough: each connection’s door asks the store for its user’s view. */
import { LOBBY } from '../../../protocol/limits.ts'
import type { RoomGone } from '../../../protocol/models.ts'
import type { Delivery, Parcel } from '../../delivery/delivery.ts'
import type { NewHost } from '../../store/store.ts'

export const roomUpdated = (roomId: string): Parcel => ({
  audience: { room: roomId },
  event: 'room:updated',
  payload: { roomId },
})

/** The room has changed for this user alone. */
export const roomUpdatedFor = (userId: string, roomId: string): Parcel => ({
  audience: { user: userId },
  event: 'room:updated',
  payload: { roomId },
})

/** A room has a new host. */
export function announceNewHosts(delivery: Delivery, newHosts: NewHost[]): void {
  for (const { roomId, userId } of newHosts) delivery.publish(roomUpdatedFor(userId, roomId))
}

/** From now on this user gets the changes of the room. */
export const seatTaken = (userId: string, roomId: string): Parcel => ({
  audience: { user: userId },
  event: 'seat:taken',
  payload: { roomId },
})

/** An outsider got the whole chat, and may be the new host of their room. */
export function announceOpened(delivery: Delivery, userId: string, newHosts: NewHost[]): void {
  delivery.publish(seatTaken(userId, LOBBY))
  announceNewHosts(delivery, newHosts)
}

/** From now on this user does not get the changes of the room. */
export const seatGone = (userId: string, roomId: string, reason: RoomGone['reason']): Parcel => ({
  audience: { user: userId },
  event: 'room:gone',
  payload: { roomId, reason },
})

export const roomDeleted = (roomId: string): Parcel => ({
  audience: { room: roomId },
  event: 'room:gone',
  payload: { roomId, reason: 'deleted' },
})
