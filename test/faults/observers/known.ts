import type { Seen } from '../history.ts'

/** The messages of a simple client so far, and the rev up to which it knows the room without a hole. */
export class Known {
  readonly #messages = new Map<number, Seen>()
  #rev: number | undefined
  /** The furthest change heard of. */
  #target = 0
  #fromSeq = 1

  /** Begins where the first welcome says; this client is not meant to know anything earlier. */
  begin(rev: number, lastSeq: number): void {
    if (this.#rev !== undefined) return
    this.#rev = rev
    this.#fromSeq = lastSeq + 1
  }

  get rev(): number {
    return this.#rev ?? 0
  }

  get fromSeq(): number {
    return this.#fromSeq
  }

  /** Whether there is a hole between the known changes and this one. */
  isAfterHole(from: number): boolean {
    return from > this.rev
  }

  /** Whether a change was heard of that is not reached yet. */
  get isBehind(): boolean {
    return this.rev < this.#target
  }

  layOver(from: number, to: number, messages: readonly Seen[]): void {
    for (const message of messages) {
      const before = this.#messages.get(message.seq)
      if (!before || (before.rev ?? 0) < (message.rev ?? 0)) this.#messages.set(message.seq, message)
    }
    this.#target = Math.max(this.#target, to)
    if (!this.isAfterHole(from)) this.#rev = Math.max(this.rev, to)
  }

  /** Up to which seq everything is known. */
  get lastSeq(): number {
    let seq = this.#fromSeq - 1
    for (const known of this.shown) if (known.seq === seq + 1) seq++
    return seq
  }

  get shown(): Seen[] {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq)
  }
}
