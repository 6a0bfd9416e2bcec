/** Merges many streams of rows into one, the newest row first. */

export type Stream = {
  /** Its next row; undefined at its end. */
  row: number | undefined
  advance: () => void
}

/** Streams that are opened together. None of their rows is greater than `top`. */
export type Group = { top: number; open: () => Stream[] }

/**
 * A group is opened only when it may hold the next row. So rooms without recent messages are often never opened. Yields
 * undefined after work that found no row yet, so that others get their turn.
 */
export function* newestFirst(groups: Group[]): Generator<number | undefined, void> {
  const waiting = groups.toSorted((one, other) => one.top - other.top)
  let open: Stream[] = []
  for (;;) {
    const next = newest(open)
    const group = waiting.at(-1)
    if (group && (next?.row === undefined || group.top >= next.row)) {
      waiting.pop()
      open.push(...group.open())
      yield undefined
    } else if (next) {
      yield next.row
      next.advance()
    } else return
    open = open.filter(({ row }) => row !== undefined)
  }
}

function newest(open: Stream[]): Stream | undefined {
  let found = open[0]
  for (const one of open) if (one.row! > found!.row!) found = one
  return found
}
