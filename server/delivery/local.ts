/**
 * Delivery within one process. Parcels go straight to the listeners, a room's changes through the feed. What was
 * delivered is compared with the store every two seconds, so no listener is behind for longer, whatever got lost.
 */
import type { Change } from '../../protocol/models.ts'
import type { DeliveryNeeds, Parcel, RoomAudience, RunningDelivery } from './delivery.ts'
import { Feed } from './feed.ts'

const COMPARE_EVERY_MS = 2_000

export type LocalDelivery = RunningDelivery & {
  /** A room has come to this rev. Changes that are not announced within moments are fetched. */
  expect(roomId: string, rev: number): void
  /** Compares with the store now, or once more after the comparison that is going on. */
  compare(): Promise<void>
  /** Tells all listeners again what rooms look like, because they may have missed it. */
  showRoomsAgain(): void
}

/** `onForget` is called for a room that nobody listens to any more. */
export function createLocalDelivery(
  { fill, ahead, onError }: DeliveryNeeds,
  onForget?: (roomId: string) => void,
): LocalDelivery {
  const listeners = new Set<(parcel: Parcel, knownAt?: number) => void>()
  const audiences = new Set<RoomAudience>()

  const tell = (parcel: Parcel, knownAt?: number) => {
    for (const listener of listeners) listener(parcel, knownAt)
  }
  const deliver = (change: Change, knownAt: number) =>
    tell({ audience: { room: change.roomId }, event: 'room:changed', payload: change }, knownAt)
  const isHeard = (roomId: string) => {
    for (const audience of audiences) if (audience.isHeard(roomId)) return true
    return false
  }
  const forget = (roomId: string) => {
    for (const audience of audiences) audience.forget?.(roomId)
    onForget?.(roomId)
  }
  const feed = new Feed({ fill, deliver, isHeard, onForget: forget, onError })
  const publish = (parcel: Parcel) => (parcel.event === 'room:changed' ? feed.accept(parcel.payload) : tell(parcel))
  let comparing: Promise<void> | undefined
  let mustCompare = false
  /** One comparison at a time, whoever asks for it: each takes as long as there are rooms. */
  const compare = (): Promise<void> => {
    mustCompare = true
    comparing ??= compareAll().finally(() => (comparing = undefined))
    return comparing
  }
  const compareAll = async () => {
    while (mustCompare) {
      mustCompare = false
      try {
        for (const { roomId, rev } of await ahead(feed.followed())) feed.expect(roomId, rev)
      } catch (error) {
        onError(error)
      }
    }
  }
  const timer = setInterval(() => void compare(), COMPARE_EVERY_MS).unref()

  return {
    node: 'the only one',
    isShared: false,
    publish,
    publishHere: publish,
    subscribe: (listener, audience) => {
      listeners.add(listener)
      if (audience) audiences.add(audience)
      return () => {
        listeners.delete(listener)
        if (audience) audiences.delete(audience)
      }
    },
    follow: (roomId, rev) => feed.follow(roomId, rev),
    behind: () => feed.behind(),
    tellNodes: () => 'there are no others',
    hearNodes: () => 'there are no others',
    expect: (roomId, rev) => feed.expect(roomId, rev),
    compare,
    showRoomsAgain: () => {
      for (const { roomId } of feed.followed())
        tell({ audience: { room: roomId }, event: 'room:updated', payload: { roomId } })
    },
    close: async () => {
      clearInterval(timer)
      feed.close()
    },
  }
}
