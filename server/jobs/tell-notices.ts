/**
 * Tells people of what concerns them. A node takes notices that are due and holds them while it sends: if it is killed,
 * another one takes them some seconds later, and what is sent twice has one tag and is seen once.
 */
import { setImmediate } from 'node:timers/promises'
import { Refusal } from '../../protocol/errors.ts'
import { deliver, type Delivering } from '../push/deliver.ts'
import type { Store } from '../store/store.ts'
import type { HeldNotice, Settled } from '../store/notices-store.ts'

const LOOK_EVERY_MS = 2_000
const HOLD_EVERY_MS = 2_000
/** All of them are looked at for what was read; what one hears of is looked at at once. */
const RECALL_EVERY_MS = 15_000
const SETTLE_EVERY_MS = 250
/** Notices on their way at once, and taken at once: whatever is held is read with those that are taken. */
const AT_ONCE = 400
const SLICE = 200
/** Notices that are written without a pause. */
const TOGETHER = 10

type TellNeeds = {
  store: Pick<
    Store,
    | 'areNoticesDue'
    | 'takeNotices'
    | 'holdNotices'
    | 'heldNotices'
    | 'settleNotices'
    | 'areNoticesOver'
    | 'recallNotices'
  >
  /** This node, by a name that no other has. */
  holder: string
  delivering: Delivering
  onBug: (error: unknown, during: string) => void
}

export type Telling = { soon: () => void; read: (userId: string) => void; stop: () => Promise<void> }

export function tellNotices({ store, holder, delivering, onBug }: TellNeeds): Telling {
  const underWay = new Set<string>()
  const readers = new Set<string>()
  let done: { settled: Settled[]; gone: string[] } = { settled: [], gone: [] }
  let isStopped = false
  let reading: Promise<HeldNotice[]> | undefined
  let soonTimer: NodeJS.Timeout | undefined
  let isSoonAgain = false
  let settleTimer: NodeJS.Timeout | undefined
  const report = (error: unknown): void => {
    // If the store is away, the notices are due again when nobody holds them any more.
    if (!(error instanceof Refusal)) onBug(error, 'notices')
  }

  const look = once(async () => {
    while (!isStopped && underWay.size <= AT_ONCE - SLICE && (await store.areNoticesDue())) {
      if ((await store.takeNotices(holder, SLICE)) === 0) break
      reading = readFresh()
      const fresh = await reading
      if (fresh.length === 0) break
      for (const [place, group] of [...Map.groupBy(fresh, groupOf).values()].entries()) {
        // The rest is due again once this node holds it no more.
        if (isStopped) return
        void send(group)
        // Their words are written here. Messages of others are carried meanwhile.
        if (place % TOGETHER === TOGETHER - 1) await setImmediate()
      }
    }
  })
  async function readFresh(): Promise<HeldNotice[]> {
    const fresh = (await store.heldNotices(holder)).filter((notice) => !underWay.has(keyOf(notice)))
    for (const notice of fresh) underWay.add(keyOf(notice))
    return fresh
  }
  const recall = once(async (all: boolean) => {
    // A notice on its way to a reader is looked at once it is settled.
    const busy = new Set(Array.from(underWay, (key) => key.slice(0, key.indexOf(' '))))
    const users = all ? undefined : [...readers].filter((userId) => !busy.has(userId))
    for (const userId of users ?? readers) readers.delete(userId)
    if (users?.length === 0 || !(await store.areNoticesOver(users))) return
    await store.recallNotices(users)
    soon()
  })

  async function send(notices: HeldNotice[]): Promise<void> {
    try {
      const { settled, gone } = await deliver(notices, delivering)
      done.settled.push(...settled)
      done.gone.push(...gone)
      settleTimer ??= setTimeout(() => void settle(), SETTLE_EVERY_MS).unref()
    } catch (error) {
      for (const notice of notices) underWay.delete(keyOf(notice))
      report(error)
    }
  }

  async function settle(): Promise<void> {
    clearTimeout(settleTimer)
    settleTimer = undefined
    const { settled, gone } = done
    done = { settled: [], gone: [] }
    if (settled.length === 0) return
    try {
      await store.settleNotices(holder, settled, gone)
    } catch (error) {
      report(error)
    } finally {
      // An answer that was read before they were settled still names them.
      await reading?.catch(() => undefined)
      for (const { userId, roomId } of settled) underWay.delete(`${userId} ${roomId}`)
      look()
    }
  }

  function once<Given extends unknown[]>(act: (...given: Given) => Promise<void>): (...given: Given) => void {
    let isActing = false
    let next: Given | undefined
    const begin = (...given: Given): void => {
      if (isStopped) return
      if (isActing) {
        next = given
        return
      }
      isActing = true
      void act(...given)
        .catch(report)
        .finally(() => {
          const again = next
          isActing = false
          next = undefined
          if (again) begin(...again)
        })
    }
    return begin
  }
  function soon(): void {
    // What was noted since the timer began is due later.
    isSoonAgain ||= soonTimer !== undefined
    soonTimer ??= setTimeout(() => {
      soonTimer = undefined
      look()
      if (isSoonAgain) soon()
      isSoonAgain = false
    }, SOON_MS).unref()
  }
  const hold = (): void => {
    if (underWay.size > 0) void store.holdNotices(holder).catch(report)
  }
  const timers = [
    setInterval(look, LOOK_EVERY_MS),
    setInterval(hold, HOLD_EVERY_MS),
    setInterval(() => recall(true), RECALL_EVERY_MS),
    setInterval(() => recall(false), READ_EVERY_MS),
  ]
  for (const timer of timers) timer.unref()
  return {
    soon,
    read: (userId) => void readers.add(userId),
    stop: async () => {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      clearTimeout(soonTimer)
      await settle()
    },
  }
}

/** Notices are due a moment after they were noted. */
const SOON_MS = 350
const READ_EVERY_MS = 500

const keyOf = ({ userId, room }: HeldNotice): string => `${userId} ${room.id}`
/** What waited for one person is told together. */
const groupOf = (notice: HeldNotice): string => (notice.hasWaited ? notice.userId : keyOf(notice))
