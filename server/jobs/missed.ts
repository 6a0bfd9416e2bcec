/**
 * Looks who missed something and was away long enough, and whose week is over, and puts mails for them into the queue. One
 * of several nodes does it. Whether a mail is still wanted is decided once more when it is sent.
 */
import { Refusal } from '../../protocol/errors.ts'
import type { Store } from '../store/store.ts'
import type { MissedBy } from '../store/mail-store.ts'
import { lastMonday } from './last-monday.ts'

const MINUTE_MS = 60_000
const LOOK_EVERY_MS = 15_000
/** How often to look whose week is over: each zone takes a moment. */
const WEEKS_EVERY_MS = 10 * MINUTE_MS
/** How often to note who is here. */
const NOTE_EVERY_MS = 5_000
const FORGET_AFTER_MS = 25 * 60 * MINUTE_MS

type MissedNeeds = {
  store: Pick<Store, 'doesUpkeep' | 'missedReaders' | 'roomsMissed' | 'queueMissed' | 'weeklyReaders' | 'queueWeekly'>
  /** Users who are online, on any node. */
  online: () => Iterable<string>
  isShared: boolean
  onBug: (error: unknown, during: string) => void
}

/** Answers with a function that stops it. */
export function findMissed({ store, online, isShared, onBug }: MissedNeeds): () => void {
  /** When each was last here. It counts time that no clock can change. */
  const hereAt = new Map<string, number>()
  let weeksAt = Number.NEGATIVE_INFINITY
  let isLooking = false
  let isStopped = false

  function note(): void {
    const now = performance.now()
    for (const id of online()) hereAt.set(id, now)
    for (const [id, at] of hereAt) if (at < now - FORGET_AFTER_MS) hereAt.delete(id)
  }

  const awayFor = (userId: string): number => performance.now() - (hereAt.get(userId) ?? Number.NEGATIVE_INFINITY)

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      if (isShared && !(await store.doesUpkeep())) return
      note()
      await lookForMissed()
      await lookForWeeks()
    } catch (error) {
      if (!(error instanceof Refusal)) onBug(error, 'missed')
    } finally {
      isLooking = false
    }
  }

  async function lookForMissed(): Promise<void> {
    for (let after = ''; !isStopped;) {
      const readers = await store.missedReaders(after)
      const now = Date.now()
      const away = readers.flatMap(({ userId, missedAfter }): MissedBy[] => {
        const ms = missedAfter * MINUTE_MS
        return awayFor(userId) < ms ? [] : [{ userId, sentBefore: new Date(now - ms).toISOString() }]
      })
      const rooms = away.length === 0 ? [] : await store.roomsMissed(away)
      if (rooms.length > 0) await store.queueMissed(rooms)
      if (readers.length === 0) return
      after = readers.at(-1)!.userId
    }
  }

  async function lookForWeeks(): Promise<void> {
    if (performance.now() < weeksAt) return
    weeksAt = performance.now() + WEEKS_EVERY_MS
    const mondays = new Map<string, string>()
    const mondayIn = (zone: string) => {
      const monday = mondays.get(zone) ?? lastMonday(new Date(), zone).toISOString()
      mondays.set(zone, monday)
      return monday
    }
    for (let after = ''; !isStopped;) {
      const readers = await store.weeklyReaders(after)
      const due = readers.filter(({ weeklyAt, timeZone }) => weeklyAt < mondayIn(timeZone))
      if (due.length > 0) await store.queueWeekly(due.map(({ userId }) => userId))
      if (readers.length === 0) return
      after = readers.at(-1)!.userId
    }
  }

  const noting = setInterval(note, NOTE_EVERY_MS).unref()
  // Not at once: after a restart, people who were here are still coming back.
  const looking = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => {
    isStopped = true
    clearInterval(noting)
    clearInterval(looking)
  }
}
