/** The drafts of one of thousands: the oldest is sent, again and again with the same clientId, until it is accepted. */
import type { Result } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { seenOf } from '../history.ts'
import type { CrowdLine } from './crowd-line.ts'
import type { CrowdLog } from './crowd-log.ts'

const ANSWER_WITHIN_MS = 5_000

export class CrowdOutbox {
  readonly #log: CrowdLog
  readonly #who: number
  readonly #drafts: number[] = []
  #written = 0
  #line: CrowdLine | undefined
  #patience: NodeJS.Timeout | undefined

  constructor(log: CrowdLog, who: number) {
    this.#log = log
    this.#who = who
  }

  get waiting(): number {
    return this.#drafts.length
  }

  say(): void {
    this.#drafts.push(++this.#written)
    this.#sendFirst()
  }

  /** There is a line again: waiting drafts go at once. */
  begin(line: CrowdLine): void {
    this.#line = line
    this.#sendFirst()
  }

  /** The line is lost, and with it the answer that was waited for. */
  end(): void {
    this.#line = undefined
    this.#noAnswer()
  }

  #sendFirst(): void {
    const [draft] = this.#drafts
    if (draft === undefined || !this.#line || this.#patience) return
    this.#log.invoke(this.#who, draft)
    this.#patience = setTimeout(() => {
      this.#noAnswer()
      this.#sendFirst()
    }, ANSWER_WITHIN_MS)
    this.#line.order('message:send', { roomId: LOBBY, ...this.#log.draftOf(this.#who, draft) }, (answer) => {
      const result = answer as Result<Message>
      if (!result.ok || this.#drafts[0] !== draft) return
      this.#log.ack(this.#who, draft, seenOf(result.value))
      this.#drafts.shift()
      this.#stopWaiting()
      this.#sendFirst()
    })
  }

  #noAnswer(): void {
    const [draft] = this.#drafts
    if (this.#patience && draft !== undefined) this.#log.timeout(this.#who, draft)
    this.#stopWaiting()
  }

  #stopWaiting(): void {
    clearTimeout(this.#patience)
    this.#patience = undefined
  }
}
