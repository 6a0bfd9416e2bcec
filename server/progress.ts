/** One line that tells how far it is: rewritten on a terminal, and elsewhere a new one now and then. */

const TERMINAL_EVERY_MS = 100
const ELSEWHERE_EVERY_MS = 2_000
const CLEAR_LINE = '\r\u001b[K'

export type Output = { isTTY?: boolean; write: (text: string) => unknown }

export class Progress {
  readonly #does: string
  readonly #all: number
  readonly #unit: string
  readonly #output: Output
  readonly #now: () => number
  readonly #begun: number
  /** Rows of an earlier run, which took none of this one’s time. */
  readonly #before: number
  #done: number
  #told: number

  /** @param does what is going on, as in "Moving"; @param all the number of rows, or of what `unit` names; @param before those that are done */
  constructor(
    does: string,
    { all, before = 0, unit = 'rows' }: { all: number; before?: number; unit?: string },
    output: Output,
    now = () => performance.now(),
  ) {
    this.#does = does
    this.#all = all
    this.#before = before
    this.#unit = unit
    this.#done = before
    this.#output = output
    this.#now = now
    this.#begun = this.#told = now()
  }

  tell(what: string, number: number): void {
    this.#done += number
    const now = this.#now()
    if (now - this.#told < (this.#output.isTTY === true ? TERMINAL_EVERY_MS : ELSEWHERE_EVERY_MS)) return
    this.#told = now
    const percent = Math.floor((100 * this.#done) / this.#all)
    const left = ((now - this.#begun) / (this.#done - this.#before)) * (this.#all - this.#done)
    this.#say(
      `${this.#does} ${what}: ${count(this.#done)} of ${count(this.#all)} ${this.#unit}, ${percent} %, ${time(left)} left`,
    )
  }

  /** Makes room for the next line. */
  end(): void {
    if (this.#output.isTTY === true) this.#output.write(CLEAR_LINE)
  }

  #say(line: string): void {
    this.#output.write(this.#output.isTTY === true ? CLEAR_LINE + line : `${line}\n`)
  }
}

export const count = (number: number): string => number.toLocaleString('en')

/** @param ms a duration */
export function time(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
