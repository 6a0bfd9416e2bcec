/** Finds the known word that was probably meant: at most two letters are wrong, missing, added or swapped. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const begins = known.filter((one) => typed.length > 1 && one.startsWith(typed))
  if (begins.length === 1) return begins[0]
  const [best] = known
    .map((one) => ({ one, distance: distanceOf(typed, one) }))
    .toSorted((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.min(2, best.one.length - 1) ? best.one : undefined
}

/** The number of letters that differ; a swapped pair counts once. */
function distanceOf(a: string, b: string): number {
  // A greater difference in length is no typo.
  if (Math.abs(a.length - b.length) > 2) return Infinity
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const least = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (isSame ? 0 : 1))
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(isSwap ? Math.min(least, at(before, j - 2) + 1) : least)
    }
    before = above
    above = row
  }
  return at(above, b.length)
}

const at = (row: number[], index: number): number => row[index] ?? Infinity
