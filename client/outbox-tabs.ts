import type { OutboxNews, OutboxPeers, Seat, SeatHears } from './outbox-peers.ts'

/** The tabs of one browser: a Web Lock says whose turn it is and outlives no tab, a BroadcastChannel carries the news. */
export class Tabs implements OutboxPeers {
  readonly #seats = new Set<TabSeat>()

  /** A browser has no locks for a page that came over plain HTTP from another machine: there each tab sends by itself. */
  static areHere(): boolean {
    return typeof navigator === 'object' && 'locks' in navigator && typeof BroadcastChannel === 'function'
  }

  meet(userId: string, hears: SeatHears): Seat {
    const seat = new TabSeat(`earshot outbox ${userId}`, hears, () => this.#seats.delete(seat))
    this.#seats.add(seat)
    return seat
  }

  /** The page is about to be frozen: what it holds would be held for as long. */
  rest(): void {
    for (const seat of this.#seats) seat.rest()
  }

  wake(): void {
    for (const seat of this.#seats) seat.wake()
  }

  /** Nobody looks at this tab, so its clocks will run slowly: others go first. */
  stepBack(): void {
    for (const seat of this.#seats) seat.stepBack()
  }
}

class TabSeat implements Seat {
  readonly #name: string
  readonly #hears: SeatHears
  readonly #channel: BroadcastChannel
  readonly #onLeave: () => void
  #isWilling = false
  #leaveLine: (() => void) | undefined

  constructor(name: string, hears: SeatHears, onLeave: () => void) {
    this.#name = name
    this.#hears = hears
    this.#onLeave = onLeave
    this.#channel = new BroadcastChannel(name)
    // Only our own pages, of the same origin, can speak here.
    this.#channel.onmessage = (event) => hears.news((event as { data: OutboxNews }).data)
  }

  tell(news: OutboxNews): void {
    this.#channel.postMessage(news)
  }

  queue(isWilling: boolean): void {
    this.#isWilling = isWilling
    if (!isWilling) this.rest()
    else if (!this.#leaveLine) this.#standInLine()
  }

  leave(): void {
    this.queue(false)
    this.#channel.onmessage = null
    this.#channel.close()
    this.#onLeave()
  }

  rest(): void {
    this.#leaveLine?.()
  }

  wake(): void {
    this.queue(this.#isWilling)
    this.#hears.missed()
  }

  stepBack(): void {
    this.rest()
    this.queue(this.#isWilling)
  }

  insist(): void {
    this.rest()
    this.#standInLine({ steal: true })
  }

  #standInLine(manner: { steal?: boolean } = {}): void {
    const waiting = new AbortController()
    const { signal } = waiting
    const over = Promise.withResolvers<void>()
    let isOurs = false
    const begin = () => {
      isOurs = true
      this.#hears.turn(true)
    }
    const leave = () => {
      this.#leaveLine = undefined
      waiting.abort()
      over.resolve()
      if (isOurs) this.#hears.turn(false)
    }
    const hold = async () => {
      if (signal.aborted) return
      begin()
      await over.promise
    }
    this.#leaveLine = leave
    navigator.locks.request(this.#name, manner.steal ? manner : { signal }, hold).catch(() => {
      if (signal.aborted) return
      // Taken by another tab, which found that we did nothing with it.
      if (isOurs) leave()
      // A browser that gives no locks to this page must not keep its words back for ever.
      else begin()
      this.queue(this.#isWilling)
    })
  }
}
