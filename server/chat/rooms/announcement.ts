/** What those concerned are told about a room. A nudge is enough: each connection's door asks for the room as its user sees it. */
import type { RoomGone } from '../../../protocol/models.ts'
import type { Delivery, Parcel } from '../../delivery/delivery.ts'
import type { NewHost } from '../../store/store.ts'

export const roomUpdated = (roomId: string): Parcel => ({
  audience: { room: roomId },
  event: 'room:updated',
  payload: { roomId },
})

/** The room is another for this user alone. */
export const roomUpdatedFor = (userId: string, roomId: string): Parcel => ({
  audience: { user: userId },
  event: 'room:updated',
  payload: { roomId },
})

/** Somebody looks after a room from now on. */
export function announceNewHosts(delivery: Delivery, newHosts: NewHost[]): void {
  for (const { roomId, userId } of newHosts) delivery.publish(roomUpdatedFor(userId, roomId))
}

/** From now on this user hears the room. */
export const seatTaken = (userId: string, roomId: string): Parcel => ({
  audience: { user: userId },
  event: 'seat:taken',
  payload: { roomId },
})

/** From now on this user does not. */
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
