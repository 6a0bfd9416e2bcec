/** Tells one person of one room, or of all that waited: decides once more, sends, and says what comes next. */
import type { HeldNotice, PushSubscription, Settled } from '../store/notices-store.ts'
import { type Address, payloadOf, type Payload, readPayload, SUMMARY_TAG, summaryOf, toBytes } from './payload.ts'
import type { Push, Pushed } from './send.ts'

export type Delivering = {
  send: (subscription: PushSubscription, push: Push) => Promise<Pushed>
  /** Whether the person has the room on a screen now. */
  isOnScreen: (userId: string, roomId: string) => boolean
  /** Until when the person wants to hear nothing. */
  silentUntil: (settings: HeldNotice['settings'], timeZone: string, now: number) => number | undefined
  address: Address
  now?: () => number
}

type Came = { settled: Settled[]; gone: string[] }

const DAY_S = 24 * 60 * 60
/** The pauses before another try, unless the push service says otherwise. After the last it is given up. */
const AGAIN_MS = [2_000, 10_000, 30_000, 120_000, 600_000]
/** When too many wait for services that have not answered yet. */
const BUSY_MS = 5_000

/** All are of one person. */
export async function deliver(notices: HeldNotice[], delivering: Delivering): Promise<Came> {
  const now = (delivering.now ?? Date.now)()
  const settled: Settled[] = []
  const counting: HeldNotice[] = []
  const gone: string[] = []
  for (const notice of notices) {
    if (notice.count > 0 && !notice.isMuted) counting.push(notice)
    else {
      gone.push(...(await takeBack(notice, delivering)))
      settled.push(toSettled(notice, 'over'))
    }
  }
  const silent = counting[0] && delivering.silentUntil(counting[0].settings, counting[0].timeZone, now)
  if (silent !== undefined)
    for (const notice of counting) settled.push(toSettled(notice, { forMs: silent - now, isQuiet: true }))
  else {
    const absent = counting.filter(({ userId, room }) => !delivering.isOnScreen(userId, room.id))
    // It is on the screen: what was shown before on other devices is closed once it is read.
    for (const notice of counting) if (!absent.includes(notice)) settled.push(toSettled(notice, onceTold(notice)))
    const isSummary = absent.length > 1
    const [first] = absent
    if (first) {
      const sessions = new Map<string, Pushed>()
      await Promise.all(
        first.subscriptions
          .filter(({ sessionId }) => absent.some((notice) => notice.told[sessionId] !== newestOf(notice)))
          .map(async (subscription) => {
            const language = subscription.language ?? ''
            const payload = isSummary
              ? summaryOf(absent, language, delivering.address)
              : payloadOf(first, language, delivering.address)
            // The words of a deleted message are replaced. That is no news, and makes no sound.
            const isBefore = !isSummary && (first.told[subscription.sessionId] ?? 0) > newestOf(first)
            const push = isBefore ? quietly(payload, first) : pushOf(payload, first)
            sessions.set(subscription.sessionId, await delivering.send(subscription, push))
          }),
      )
      for (const subscription of first.subscriptions)
        if (sessions.get(subscription.sessionId)?.was === 'gone') gone.push(subscription.endpoint)
      for (const notice of absent) settled.push(afterSending(notice, sessions))
    }
  }
  return { settled, gone }
}

function afterSending(notice: HeldNotice, sessions: Map<string, Pushed>): Settled {
  const told = { ...notice.told }
  for (const [sessionId, { was }] of sessions) if (was === 'sent') told[sessionId] = newestOf(notice)
  const failed = [...sessions.values()]
  const again = failed.filter((pushed) => pushed.was === 'again')
  const pause = AGAIN_MS[notice.tries]
  if (failed.some(({ was }) => was === 'busy'))
    return { ...toSettled(notice, { forMs: BUSY_MS, isQuiet: false }), told }
  if (again.length === 0 || pause === undefined) return { ...toSettled(notice, onceTold(notice)), told }
  const forMs = Math.max(pause, ...again.map(({ inMs = 0 }) => inMs))
  return { ...toSettled(notice, { forMs, isQuiet: false }), told }
}

/** A reminder or a reaction may be of a message that was read long ago: nobody will read it. */
const onceTold = ({ reason }: HeldNotice): 'over' | 'read' =>
  reason === 'reminder' || reason === 'reaction' ? 'over' : 'read'

/** The message whose words are shown. Later ones may be deleted. */
const newestOf = ({ last, lastSeq }: HeldNotice): number => last?.seq ?? lastSeq

/** Only where it was shown: what was not delivered yet is replaced, and our worker closes what was. */
async function takeBack(notice: HeldNotice, delivering: Delivering): Promise<string[]> {
  const shown = notice.subscriptions.filter(
    ({ sessionId, endpoint }) => sessionId in notice.told && !mustShow(endpoint),
  )
  const payload = readPayload(notice, delivering.address)
  const pushed = await Promise.all(
    shown.map(async (subscription) => ({
      endpoint: subscription.endpoint,
      ...(await delivering.send(subscription, { ...pushOf(payload, notice), urgency: 'very-low', ttlS: 0 })),
    })),
  )
  return pushed.filter(({ was }) => was === 'gone').map(({ endpoint }) => endpoint)
}

/** Apple shows every push, also one that takes another back: there the next page closes what was read. */
const mustShow = (endpoint: string): boolean => /(?:^|\.)push\.apple\.com$/.test(URL.parse(endpoint)?.hostname ?? '')

const pushOf = (payload: Payload, { reason, room }: HeldNotice): Push => ({
  payload: toBytes(payload),
  topic: payload.notification.tag === SUMMARY_TAG ? SUMMARY_TAG : room.id,
  // A phone at rest is woken only for what is meant for its person.
  urgency: reason === 'everything' || reason === 'reaction' ? 'normal' : 'high',
  ttlS: DAY_S,
})

function quietly(payload: Payload, notice: HeldNotice): Push {
  const silent: Payload = { ...payload, notification: { ...payload.notification, silent: true } }
  return { ...pushOf(silent, notice), urgency: 'very-low' }
}

const toSettled = (notice: HeldNotice, next: Settled['next']): Settled => ({
  userId: notice.userId,
  roomId: notice.room.id,
  lastSeq: notice.lastSeq,
  shownSeq: newestOf(notice),
  told: notice.told,
  next,
})
