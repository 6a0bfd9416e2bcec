/** How much is under way outside at once: in all, and at one host. The rest waits, in order. */
import { NotFetched } from './not-fetched.ts'

export type TurnLimits = { atOnce: number; perHost: number; waiting: number; waitingPerHost: number }

type Waiting = { host: string; start: () => void }

export class Turns {
  readonly #limits: TurnLimits
  readonly #running = new Map<string, number>()
  #count = 0
  #waiting: Waiting[] = []

  constructor(limits: TurnLimits) {
    this.#limits = limits
  }

  /** Answers with how to give it back, once it is there. */
  async take(host: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (!this.#isFree(host)) await this.#wait(host, signal)
    else this.#begin(host)
    let isHeld = true
    return () => {
      if (isHeld) this.#end(host)
      isHeld = false
    }
  }

  #isFree(host: string): boolean {
    return this.#count < this.#limits.atOnce && (this.#running.get(host) ?? 0) < this.#limits.perHost
  }

  #begin(host: string): void {
    this.#count++
    this.#running.set(host, (this.#running.get(host) ?? 0) + 1)
  }

  #end(host: string): void {
    this.#count--
    const left = (this.#running.get(host) ?? 1) - 1
    if (left > 0) this.#running.set(host, left)
    else this.#running.delete(host)
    const next = this.#waiting.find((waiting) => this.#isFree(waiting.host))
    if (!next) return
    this.#leave(next)
    this.#begin(next.host)
    next.start()
  }

  #wait(host: string, signal: AbortSignal): Promise<void> {
    const { waiting, waitingPerHost } = this.#limits
    const same = this.#waiting.filter((other) => other.host === host).length
    if (this.#waiting.length >= waiting || same >= waitingPerHost) throw new NotFetched('busy')
    return new Promise((resolve, reject) => {
      const mine: Waiting = {
        host,
        start: () => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        },
      }
      const giveUp = () => {
        this.#leave(mine)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(mine)
    })
  }

  #leave(gone: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== gone)
  }
}
