/** The order of a room's changes: those already in the window, and those still missing. */
import type { Change } from '../protocol/models.ts'

/** Changes kept while a gap is filled. Of further ones only the rev is kept, and they are asked for later. */
const MOST_KEPT = 200

export class ChangeOrder {
  /** Every change up to this one is applied to the window. Some later ones may be too. */
  #rev = 0
  /** The latest known change. */
  #target = 0
  #kept: Change[] = []

  get rev(): number {
    return this.#rev
  }

  /** Whether changes are missing. */
  get isBehind(): boolean {
    return this.#rev < this.#target
  }

  fits({ from }: Change): boolean {
    return from <= this.#rev
  }

  /** The room has come to this rev. */
  expect(rev: number): void {
    this.#target = Math.max(this.#target, rev)
  }

  /** Keeps a change that does not fit yet. */
  keep(change: Change): void {
    this.expect(change.to)
    if (this.#kept.length < MOST_KEPT) this.#kept.push(change)
  }

  /** A page was read at this rev. Later changes that arrived meanwhile are applied once more. */
  restartAt(rev: number): void {
    this.expect(this.#rev)
    this.#rev = rev
  }

  /** Every change up to `rev` is applied. Yields the kept changes that fit now; each is applied before the next one. */
  *reach(rev: number): Generator<Change> {
    this.#rev = Math.max(this.#rev, rev)
    while (true) {
      const next = this.#kept.findIndex((change) => this.fits(change))
      const [change] = next < 0 ? [] : this.#kept.splice(next, 1)
      if (!change) return
      yield change
      this.#rev = Math.max(this.#rev, change.to)
    }
  }

  forget(): void {
    this.#kept = []
    this.#rev = 0
    this.#target = 0
  }
}
