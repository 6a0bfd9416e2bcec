/** How many rows are read at a time: many short ones, or few long ones. So a move needs little memory. */
import type { Row } from '../sql/database.ts'

const FIRST_ROWS = 100
const MOST_ROWS = 2_000
const CHARACTERS = 1_000_000

export class SliceSize {
  rows = FIRST_ROWS

  /** The next slice will be like the last one. It grows step by step, in case that it is not. */
  learn(last: Row[]): void {
    const average = last.reduce((sum, row) => sum + lengthOf(row), 1) / last.length
    this.rows = Math.max(1, Math.min(MOST_ROWS, 2 * this.rows, Math.floor(CHARACTERS / average)))
  }
}

function lengthOf(row: Row): number {
  let length = 0
  for (const value of Object.values(row))
    length += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8
  return length
}
