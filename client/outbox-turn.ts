/** Decides whether this tab is the leader, which sends the shared outbox. A single tab always is the leader. */
import type { ReadonlySignal } from '@preact/signals-core'
import type { Clock } from './clock.ts'
import type { OutboxNews, OutboxPeers, OutboxPeer } from './outbox-peers.ts'

/** The longest silence of a working leader, in ms: an answer takes ten seconds at most. */
const PEER_PATIENCE = 12_000

type TurnNeeds = {
  peers: OutboxPeers | undefined
  clock: Clock
  online: ReadonlySignal<boolean>
  hears: {
    news(news: OutboxNews, userId: string): void
    /** Messages of other tabs may have been missed. */
    missed(userId: string): void
    /** Called before this tab begins to lead: it reads the results of the other tabs. */
    beforeTurn(userId: string): Promise<() => void>
    /** This tab is the leader now, and the others know it. */
    begin(): void
    /** This tab is no longer the leader. */
    rest(): void
  }
}

export class Turn {
  readonly #needs: TurnNeeds
  #isMine: boolean
  #peer: OutboxPeer | undefined
  /** Grows with every change of the leader. */
  #count = 0
  #cancelWatch: (() => void) | undefined

  constructor(needs: TurnNeeds) {
    this.#needs = needs
    this.#isMine = needs.peers === undefined
  }

  get isMine(): boolean {
    return this.#isMine
  }

  meet(userId: string): void {
    const { peers, hears } = this.#needs
    this.#peer ??= peers?.meet(userId, {
      news: (news) => {
        this.endWatch()
        hears.news(news, userId)
      },
      turn: (isMine) => void this.#take(isMine, userId),
      missed: () => hears.missed(userId),
    })
  }

  /** Leaves the other tabs, until `meet` is called again. */
  leave(): void {
    this.#peer?.leave()
    this.#peer = undefined
    this.endWatch()
  }

  tell(news: OutboxNews): void {
    this.#peer?.tell(news)
  }

  /** A tab without a connection does not wait to lead. */
  standInLine(isWilling: boolean): void {
    this.#peer?.queue(isWilling)
  }

  /** The leader may hang without a word. After a while this tab takes over. A draft sent twice is accepted once. */
  watch(): void {
    if (this.#isMine || this.#cancelWatch) return
    const cancel = this.#needs.clock.after(PEER_PATIENCE, () => {
      this.endWatch()
      if (!this.#isMine && this.#needs.online.peek()) this.#peer?.takeOver()
    })
    this.#cancelWatch = () => {
      this.#cancelWatch = undefined
      cancel()
    }
  }

  endWatch(): void {
    this.#cancelWatch?.()
  }

  async #take(isMine: boolean, userId: string): Promise<void> {
    const { hears } = this.#needs
    const count = ++this.#count
    this.#isMine = false
    if (!isMine) {
      hears.rest()
      return
    }
    const settle = await hears.beforeTurn(userId)
    if (count !== this.#count) return
    settle()
    this.#isMine = true
    this.endWatch()
    this.tell({ kind: 'turn' })
    hears.begin()
  }
}
