/** Delivery within one process: parcels go straight to whoever listens, a room's changes through the feed. */
import type { Change } from '../../protocol/models.ts'
import type { Delivery, Parcel } from './delivery.ts'
import { Feed, type FeedOptions } from './feed.ts'

export type LocalDelivery = Delivery & {
  /** Rooms are known to have come so far; what of it was not announced is fetched. */
  expect(revs: Iterable<{ roomId: string; rev: number }>): void
  close(): void
}

export function createLocalDelivery(
  revs: Iterable<{ roomId: string; rev: number }>,
  { fill, onError }: Pick<FeedOptions, 'fill' | 'onError'>,
): LocalDelivery {
  const listeners = new Set<(parcel: Parcel) => void>()

  const tell = (parcel: Parcel) => {
    for (const listener of listeners) listener(parcel)
  }
  const deliver = (change: Change) =>
    tell({ audience: { room: change.roomId }, event: 'room:changed', payload: change })
  const feed = new Feed(revs, { fill, deliver, onError })

  return {
    publish: (parcel) => (parcel.event === 'room:changed' ? feed.accept(parcel.payload) : tell(parcel)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    expect: (revs) => {
      for (const { roomId, rev } of revs) feed.expect(roomId, rev)
    },
    close: () => feed.close(),
  }
}
