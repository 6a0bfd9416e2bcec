/**
 * How far apart two things are by the time that they take, in standard deviations of chance: Wilcoxon’s signed ranks of pairs
 * that are asked one right after the other, in turn the one and the other first. Other work of the machine meets both.
 */
export async function apart(
  pairs: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<number> {
  const differences: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const isTurned = pair % 2 === 1
    const [first, second] = isTurned ? [other, one] : [one, other]
    const began = performance.now()
    await first()
    const between = performance.now()
    await second()
    const longer = between - began - (performance.now() - between)
    differences.push(isTurned ? -longer : longer)
  }
  const ordered = differences.toSorted((a, b) => Math.abs(a) - Math.abs(b))
  const ranks = ordered.reduce((sum, difference, place) => (difference > 0 ? sum + place + 1 : sum), 0)
  const expected = (pairs * (pairs + 1)) / 4
  return (ranks - expected) / Math.sqrt((expected * (2 * pairs + 1)) / 6)
}
