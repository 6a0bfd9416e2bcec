/**
 * The place that ↓ or ↑ leads to in a list of `count` rows. After the last row comes the first. `at` is -1 before any
 * row is chosen.
 */
export function nextRow(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return at < 1 ? count - 1 : at - 1
  return undefined
}
