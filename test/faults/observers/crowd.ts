/** Thousands of clients that listen, and talk now and then, in one process. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../support/random.ts'
import { CrowdLog } from './crowd-log.ts'
import { CrowdMember } from './crowd-member.ts'

/** How many arrive at the same time. */
const AT_ONCE = 50
/** How long the last change may be on its way, in ms. */
const LAST_CHANGE_MS = 250

export class Crowd {
  readonly log = new CrowdLog()
  readonly members: CrowdMember[] = []
  /** How long each return took, in ms. */
  readonly catchUps: number[] = []
  /** Members that had not come to the end when the time was up, and where they stood. */
  readonly stuck: string[] = []
  readonly #random: Random
  #serverSince = 0
  #talking: NodeJS.Timeout | undefined

  private constructor(random: Random) {
    this.#random = random
  }

  /** All of them are in when it resolves. Throws when they are not, within the time given in ms. */
  static async gather(size: number, port: number, random: Random, within = 120_000): Promise<Crowd> {
    const crowd = new Crowd(random)
    const deadline = performance.now() + within
    const needs = {
      port,
      random,
      log: crowd.log,
      caughtUp: (ms: number) => crowd.catchUps.push(ms),
      serverSince: () => crowd.#serverSince,
    }
    for (let number = 1; number <= size; number++) {
      const member = new CrowdMember(needs, `c${number}`)
      crowd.members.push(member)
      member.connect()
      while (number - crowd.here >= AT_ONCE || (number === size && crowd.here < size)) {
        if (performance.now() > deadline) throw new Error(`${crowd.here} of ${size} came in ${within} ms`)
        await pause(5)
      }
    }
    return crowd
  }

  get here(): number {
    return this.members.reduce((sum, { isWelcome }) => sum + (isWelcome ? 1 : 0), 0)
  }

  get waiting(): number {
    return this.members.reduce((sum, { waiting }) => sum + waiting, 0)
  }

  /** From this moment lost members could have been back. */
  serverIsBack(): void {
    this.#serverSince = performance.now()
  }

  anyone(): CrowdMember {
    return this.members[Math.floor(this.#random() * this.members.length)]!
  }

  /** A member says something, so many times a second in all. */
  talk(perSecond: number): void {
    this.#talking = setInterval(() => this.anyone().say(), 1_000 / perSecond)
  }

  /** Cuts each off for so long, again and again, at moments of its own that are about so far apart. Returns how to stop. */
  cutEach(everyMs: number, awayMs: number): () => number {
    const timers = new Map<CrowdMember, NodeJS.Timeout>()
    let cuts = 0
    const cutLater = (member: CrowdMember, wait: number) => {
      const cut = () => {
        member.cut(awayMs)
        cuts++
        cutLater(member, everyMs * (0.75 + this.#random() / 2))
      }
      timers.set(member, setTimeout(cut, wait))
    }
    for (const member of this.members) cutLater(member, everyMs * this.#random())
    return () => {
      for (const timer of timers.values()) clearTimeout(timer)
      return cuts
    }
  }

  hush(): void {
    clearInterval(this.#talking)
  }

  /** Until nothing waits and all members know everything, or the time is up; then each writes down how it stands. */
  async settle(within = 60_000): Promise<void> {
    this.hush()
    const deadline = performance.now() + within
    while (this.waiting > 0 && performance.now() < deadline) await pause(20)
    // An ack may overtake the change that it belongs to.
    await pause(LAST_CHANGE_MS)
    const head = this.members.reduce((most, { rev }) => Math.max(most, rev), 0)
    const late = new Set(this.members)
    while (late.size > 0) {
      const isOver = performance.now() > deadline
      for (const member of late)
        if (isOver || (member.isWelcome && member.rev >= head)) {
          if (isOver) this.stuck.push(member.describe())
          member.finish()
          late.delete(member)
        }
      if (late.size > 0) await pause(20)
    }
  }

  close(): void {
    this.hush()
    for (const member of this.members) member.close()
  }
}
