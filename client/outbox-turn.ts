/** Whose turn it is to send, when several tabs share one outbox. Who is alone always has it. */
import type { ReadonlySignal } from '@preact/signals-core'
import type { Clock } from './clock.ts'
import type { OutboxNews, OutboxPeers, Seat } from './outbox-peers.ts'

/** A peer that has the turn is heard of sooner than this, in ms: an answer takes ten seconds at most. */
const PEER_PATIENCE = 12_000

export type TurnNeeds = {
  peers: OutboxPeers | undefined
  clock: Clock
  online: ReadonlySignal<boolean>
  hears: {
    news(news: OutboxNews, userId: string): void
    /** For a while nothing was heard, and something may have been said. */
    missed(userId: string): void
    /** Before the turn is used: what the others did is looked up. */
    beforeTurn(userId: string): Promise<() => void>
    /** The turn is ours now, and everybody knows. */
    begin(): void
    /** It is no longer ours. */
    rest(): void
  }
}

export class Turn {
  readonly #needs: TurnNeeds
  #isMine: boolean
  #seat: Seat | undefined
  /** Grows with every turn that is given or taken. */
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
    this.#seat ??= peers?.meet(userId, {
      news: (news) => {
        this.endWatch()
        hears.news(news, userId)
      },
      turn: (isMine) => void this.#take(isMine, userId),
      missed: () => hears.missed(userId),
    })
  }

  /** Parts from the peers, until they are met again. */
  leave(): void {
    this.#seat?.leave()
    this.#seat = undefined
    this.endWatch()
  }

  tell(news: OutboxNews): void {
    this.#seat?.tell(news)
  }

  /** Who has no connection stands in nobody's way. */
  standInLine(isWilling: boolean): void {
    this.#seat?.queue(isWilling)
  }

  /** A tab may be held up without a word. After a while it is passed over, and what it still does is done twice in vain. */
  watch(): void {
    if (this.#isMine || this.#cancelWatch) return
    const cancel = this.#needs.clock.after(PEER_PATIENCE, () => {
      this.endWatch()
      if (!this.#isMine && this.#needs.online.peek()) this.#seat?.insist()
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
