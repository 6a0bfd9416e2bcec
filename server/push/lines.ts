/**
 * The turns of push services. One that has never answered shares a few with all others like it; one that has answered
 * has some of its own, and after a hundred answers many. A single failure takes all of that back, also from what waits.
 */

/** Services that never answered: pushes at once to all of them, and those that wait. */
const NEW = { atOnce: 8, waiting: 64 }
/** Services that have answered: pushes at once to all of them together, and to one. */
const YOUNG = { atOnce: 64, perOrigin: 8 }
const TRUSTED = { perOrigin: 32 }
const TRUSTED_AFTER = 100
/** Services that are known to answer, at most. They are few. */
const MOST_KNOWN = 500
/** All others are tried again later. */
const LONGEST_WAIT_MS = 10_000

type Standing = 'new' | 'young' | 'trusted'
type Waiting = { origin: string; since: number; go: (may: boolean) => void }

export class Lines {
  readonly #answers = new Map<string, number>()
  /** Pushes under way, by origin; and by what the service was when they began. */
  readonly #running = new Map<string, { count: number; as: Standing[] }>()
  readonly #runningAs: Record<Standing, number> = { new: 0, young: 0, trusted: 0 }
  #waiting: Waiting[] = []

  /** Answers false where too much waits. */
  async take(origin: string): Promise<boolean> {
    if (this.#isFree(origin)) {
      this.#begin(origin)
      return true
    }
    if (this.#standing(origin) === 'new' && this.#waitingNew().length >= NEW.waiting) return false
    return new Promise((go) => this.#waiting.push({ origin, since: performance.now(), go }))
  }

  giveBack(origin: string): void {
    const running = this.#running.get(origin)!
    this.#runningAs[running.as.pop()!]--
    if (--running.count === 0) this.#running.delete(origin)
    this.#goOn()
  }

  answered(origin: string): void {
    const before = this.#answers.get(origin)
    if (before !== undefined || this.#answers.size < MOST_KNOWN)
      this.#answers.set(origin, Math.min((before ?? 0) + 1, TRUSTED_AFTER))
  }

  failed(origin: string): void {
    if (!this.#answers.delete(origin)) return
    for (const late of this.#waitingNew().slice(NEW.waiting)) this.#end(late, false)
  }

  #standing(origin: string): Standing {
    const answers = this.#answers.get(origin)
    return answers === undefined ? 'new' : answers < TRUSTED_AFTER ? 'young' : 'trusted'
  }

  #isFree(origin: string): boolean {
    const running = this.#running.get(origin)?.count ?? 0
    const standing = this.#standing(origin)
    if (standing === 'trusted') return running < TRUSTED.perOrigin
    if (standing === 'new') return this.#runningAs.new < NEW.atOnce
    return this.#runningAs.young < YOUNG.atOnce && running < YOUNG.perOrigin
  }

  #begin(origin: string): void {
    const standing = this.#standing(origin)
    const running = this.#running.get(origin) ?? { count: 0, as: [] }
    running.count++
    running.as.push(standing)
    this.#running.set(origin, running)
    this.#runningAs[standing]++
  }

  #goOn(): void {
    const oldest = performance.now() - LONGEST_WAIT_MS
    for (const waiting of this.#waiting) {
      if (waiting.since < oldest) this.#end(waiting, false)
      else if (this.#isFree(waiting.origin)) {
        this.#begin(waiting.origin)
        this.#end(waiting, true)
      }
    }
  }

  #end(waiting: Waiting, may: boolean): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting)
    waiting.go(may)
  }

  #waitingNew(): Waiting[] {
    return this.#waiting.filter(({ origin }) => this.#standing(origin) === 'new')
  }
}
