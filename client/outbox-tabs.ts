import type { OutboxNews, OutboxPeers, OutboxPeer, PeerListener } from './outbox-peers.ts'

/** The tabs of one browser. A Web Lock elects the leader and ends with its tab. A BroadcastChannel carries messages. */
export class Tabs implements OutboxPeers {
  readonly #peers = new Set<TabPeer>()

  /** Over plain HTTP from another machine a browser offers no locks. There each tab sends its own drafts. */
  static areHere(): boolean {
    return typeof navigator === 'object' && 'locks' in navigator && typeof BroadcastChannel === 'function'
  }

  meet(userId: string, hears: PeerListener): OutboxPeer {
    const peer = new TabPeer(`earshot outbox ${userId}`, hears, () => this.#peers.delete(peer))
    this.#peers.add(peer)
    return peer
  }

  /** The page is about to be frozen. A frozen leader would block the others. */
  rest(): void {
    for (const peer of this.#peers) peer.rest()
  }

  wake(): void {
    for (const peer of this.#peers) peer.wake()
  }

  /** A hidden tab's timers run slowly, so the other tabs lead first. */
  stepBack(): void {
    for (const peer of this.#peers) peer.stepBack()
  }
}

class TabPeer implements OutboxPeer {
  readonly #name: string
  readonly #hears: PeerListener
  readonly #channel: BroadcastChannel
  readonly #onLeave: () => void
  #isWilling = false
  #leaveLine: (() => void) | undefined

  constructor(name: string, hears: PeerListener, onLeave: () => void) {
    this.#name = name
    this.#hears = hears
    this.#onLeave = onLeave
    this.#channel = new BroadcastChannel(name)
    // Only our own pages, of the same origin, can send messages here.
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

  takeOver(): void {
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
      // Another tab took over, because this one did nothing.
      if (isOurs) leave()
      // The browser refuses locks to this page. Its drafts must be sent all the same.
      else begin()
      this.queue(this.#isWilling)
    })
  }
}
