/** One of thousands: it comes back after a cut and asks for the changes it missed. */
import { backoff } from '../../../client/backoff.ts'
import type { Result } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { ChangesPage, Welcome } from '../../../protocol/models.ts'
import type { Random } from '../support/random.ts'
import { CrowdLine } from './crowd-line.ts'
import type { CrowdLog } from './crowd-log.ts'
import { CrowdOutbox } from './crowd-outbox.ts'

const PATIENCE = { first: 500, longest: 5_000 }

type CrowdNeeds = {
  port: number
  log: CrowdLog
  random: Random
  /** Told each time it knows everything again after a cut: how long that took since it could have come back, in ms. */
  caughtUp: (ms: number) => void
  /** When the server was last started, in ms. */
  serverSince: () => number
}

export class CrowdMember {
  readonly #needs: CrowdNeeds
  readonly #who: number
  readonly #name: string
  readonly #outbox: CrowdOutbox
  #line: CrowdLine | undefined
  #token: string | undefined
  #epoch = ''
  /** Undefined until the first welcome: this client is not meant to know anything earlier. */
  #rev: number | undefined
  /** The furthest change heard of. */
  #target = 0
  #fromSeq = 1
  #attempt = 0
  #isWelcome = false
  #isAsking = false
  #isOver = false
  #lostAt: number | undefined
  #awayUntil = 0

  constructor(needs: CrowdNeeds, name: string) {
    this.#needs = needs
    this.#name = name
    this.#who = needs.log.enter(name)
    this.#outbox = new CrowdOutbox(needs.log, this.#who)
  }

  get isWelcome(): boolean {
    return this.#isWelcome
  }

  get rev(): number {
    return this.#rev ?? 0
  }

  get waiting(): number {
    return this.#outbox.waiting
  }

  /** Where it got stuck, for the report. */
  describe(): string {
    const line = this.#line ? (this.#isWelcome ? 'welcome' : 'connected, not welcome') : 'without a line'
    return `${this.#name} is ${line}, at rev ${this.rev}${this.#isAsking ? ', has asked for changes' : ''}, after ${this.#attempt} tries`
  }

  connect(): void {
    if (this.#isOver) return
    // Out of reach: the try fails at once, as without a network.
    if (performance.now() < this.#awayUntil) return this.#later()
    const line = new CrowdLine(this.#needs.port, {
      credentials: () => (this.#token === undefined ? { name: this.#name } : { token: this.#token }),
      event: (frame, bodyAt) => this.#hear(frame, bodyAt),
      closed: () => {
        if (this.#line === line) this.#lose()
      },
    })
    this.#line = line
  }

  /** Breaks the line, and keeps away for so long. */
  cut(ms: number): void {
    this.#awayUntil = performance.now() + ms
    this.#line?.cut()
  }

  say(): void {
    this.#outbox.say()
  }

  finish(): void {
    this.#needs.log.final(this.#who, this.#fromSeq, this.#outbox.waiting)
  }

  close(): void {
    this.#isOver = true
    this.#outbox.end()
    this.#line?.cut()
  }

  #hear(frame: Buffer, bodyAt: number): void {
    if (frame.includes('["room:changed"', bodyAt)) {
      const { from, to } = this.#needs.log.live(this.#who, frame, bodyAt)
      this.#target = Math.max(this.#target, to)
      if (from <= this.rev) this.#reach(to)
      else this.#ask()
    } else if (frame.includes('["welcome"', bodyAt)) {
      this.#enter((JSON.parse(frame.toString('utf8', bodyAt)) as [string, Welcome])[1])
    }
  }

  #enter({ epoch, token, rooms }: Welcome): void {
    const lobby = rooms.find(({ id }) => id === LOBBY)!
    this.#token = token ?? this.#token
    ;[this.#epoch, this.#isWelcome, this.#attempt, this.#isAsking] = [epoch, true, 0, false]
    this.#needs.log.connect(this.#who, epoch, lobby.rev)
    if (this.#rev === undefined) [this.#rev, this.#fromSeq] = [lobby.rev, lobby.lastSeq + 1]
    if (this.#rev < lobby.rev) this.#ask()
    else this.#isBack()
    if (this.#line) this.#outbox.begin(this.#line)
  }

  #reach(rev: number): void {
    this.#rev = Math.max(this.rev, rev)
  }

  #isBack(): void {
    if (this.#lostAt === undefined) return
    const possibleSince = Math.max(this.#lostAt, this.#awayUntil, this.#needs.serverSince())
    this.#needs.caughtUp(Math.max(0, performance.now() - possibleSince))
    this.#lostAt = undefined
  }

  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#line?.order('room:changes', { roomId: LOBBY, epoch: this.#epoch, since: this.rev }, (answer) => {
      this.#isAsking = false
      const result = answer as Result<ChangesPage>
      if (!result.ok || 'reset' in result.value) return
      this.#needs.log.asked(this.#who, result.value)
      this.#reach(result.value.to)
      // Changes that came live while this was read may be newer than the answer.
      if (this.rev < Math.max(this.#target, result.value.head)) this.#ask()
      else this.#isBack()
    })
  }

  #lose(): void {
    this.#line = undefined
    if (this.#isWelcome) {
      this.#needs.log.disconnect(this.#who)
      this.#lostAt ??= performance.now()
    }
    this.#isWelcome = false
    this.#outbox.end()
    this.#later()
  }

  #later(): void {
    if (!this.#isOver) setTimeout(() => this.connect(), backoff(this.#attempt++, PATIENCE, this.#needs.random))
  }
}
