import type { OutboxNews, OutboxPeers, Seat, SeatHears } from '../outbox-peers.ts'

type Chair = { tab: object; userId: string; hears: SeatHears; isWilling: boolean; isAsleep: boolean; isHung: boolean }

export type FakeTab = OutboxPeers & {
  /** It is gone without a word: what it still says or asks reaches nobody. */
  crash(): void
  /** It hears nothing and holds nothing until it wakes; what was said meanwhile is lost on it. */
  sleep(): void
  wake(): void
  /** It hears nothing and does nothing, but keeps what it holds. */
  hang(): void
}

/** A browser's tabs without the browser: news arrive a moment later, as copies, and one at a time has the turn. */
export function fakeTabs() {
  let chairs: Chair[] = []
  const holders = new Map<string, Chair>()

  function giveTurns() {
    for (const chair of chairs) {
      if (!chair.isWilling || chair.isAsleep || holders.has(chair.userId)) continue
      holders.set(chair.userId, chair)
      queueMicrotask(() => holders.get(chair.userId) === chair && chair.hears.turn(true))
    }
  }
  function takeBack(chair: Chair) {
    if (holders.get(chair.userId) !== chair) return
    holders.delete(chair.userId)
    chair.hears.turn(false)
  }
  /** To the end of the line. */
  function standBack(chair: Chair) {
    if (chairs.includes(chair)) chairs = [...chairs.filter((other) => other !== chair), chair]
  }

  function tab(): FakeTab {
    const self = {}
    const mine = () => chairs.filter((chair) => chair.tab === self)
    return {
      meet(userId, hears): Seat {
        const chair: Chair = { tab: self, userId, hears, isWilling: false, isAsleep: false, isHung: false }
        chairs.push(chair)
        return {
          tell(news: OutboxNews) {
            if (!chairs.includes(chair)) return
            const listeners = chairs.filter(
              (other) => other !== chair && other.userId === userId && !other.isAsleep && !other.isHung,
            )
            for (const other of listeners) {
              queueMicrotask(() => chairs.includes(other) && other.hears.news(structuredClone(news)))
            }
          },
          queue(isWilling) {
            if (isWilling && !chair.isWilling) standBack(chair)
            chair.isWilling = isWilling
            if (!isWilling) takeBack(chair)
            giveTurns()
          },
          insist() {
            const holder = holders.get(userId)
            holders.set(userId, chair)
            if (holder && !holder.isHung) holder.hears.turn(false)
            queueMicrotask(() => holders.get(userId) === chair && hears.turn(true))
          },
          leave() {
            takeBack(chair)
            chairs = chairs.filter((other) => other !== chair)
            giveTurns()
          },
        }
      },
      crash() {
        for (const chair of mine()) if (holders.get(chair.userId) === chair) holders.delete(chair.userId)
        chairs = chairs.filter((chair) => chair.tab !== self)
        giveTurns()
      },
      sleep() {
        for (const chair of mine()) {
          chair.isAsleep = true
          takeBack(chair)
        }
        giveTurns()
      },
      hang() {
        for (const chair of mine()) chair.isHung = true
      },
      wake() {
        for (const chair of mine()) {
          if (!chair.isAsleep) continue
          chair.isAsleep = false
          standBack(chair)
          queueMicrotask(() => chairs.includes(chair) && chair.hears.missed())
        }
        giveTurns()
      },
    }
  }
  return { tab }
}
