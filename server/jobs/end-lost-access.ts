/**
 * Ends on this node what another node has ended, when its announcement got lost: sessions, and seats in rooms. It also
 * shows seats that were taken elsewhere. A difference counts when it was there at two looks, because an announcement may
 * be faster than the store's answer.
 */
import { Refusal } from '../../protocol/errors.ts'
import { announceEnds } from '../chat/people/announcement.ts'
import type { OpenSessions } from '../chat/people/open-sessions.ts'
import type { Online } from '../chat/presence/online.ts'
import { seatGone, seatTaken } from '../chat/rooms/announcement.ts'
import type { Delivery, Parcel } from '../delivery/delivery.ts'
import type { Store } from '../store/store.ts'

/** Two looks and the time of their answers are less than the five seconds that are promised. */
const LOOK_EVERY_MS = 1_500
/** Users whose seats are asked for at once. */
const AT_ONCE = 500

type Needs = {
  store: Pick<Store, 'endedSessions' | 'seatsOf'>
  delivery: Pick<Delivery, 'publishHere'>
  openSessions: OpenSessions
  online: Pick<Online, 'connected' | 'roomsOf'>
  onBug: (error: unknown, during: string) => void
}

/** Answers with a function that stops it. */
export function endLostAccess({ store, delivery, openSessions, online, onBug }: Needs): () => void {
  let isLooking = false
  let before = new Map<string, Parcel>()

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      const here = { publish: delivery.publishHere }
      announceEnds(
        here,
        await store.endedSessions(openSessions.all().map(({ sessionId }) => sessionId)),
        'ended_elsewhere',
      )
      const differences = await findDifferences()
      for (const [seat, parcel] of differences) if (before.has(seat)) delivery.publishHere(parcel)
      before = differences
    } catch (error) {
      // If the store is away, nothing is accepted, and the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'lost access')
    } finally {
      isLooking = false
    }
  }

  async function findDifferences(): Promise<Map<string, Parcel>> {
    const differences = new Map<string, Parcel>()
    const userIds = online.connected()
    for (let start = 0; start < userIds.length; start += AT_ONCE) {
      const some = userIds.slice(start, start + AT_ONCE)
      const seats = new Map((await store.seatsOf(some)).map(({ userId, roomIds }) => [userId, new Set(roomIds)]))
      for (const userId of some) {
        const known = new Set(online.roomsOf({ user: { id: userId } }))
        const kept = seats.get(userId) ?? new Set<string>()
        for (const roomId of known.difference(kept))
          differences.set(`gone ${userId} ${roomId}`, seatGone(userId, roomId, 'removed'))
        for (const roomId of kept.difference(known))
          differences.set(`new ${userId} ${roomId}`, seatTaken(userId, roomId))
      }
    }
    return differences
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}
