/** What becomes of the choice when the list is filled anew under the hands of who chooses. */

export type List<Choice> = { choices: readonly Choice[]; at: number }

/** For the same letters, what is chosen stays chosen and in its place, also if the new list goes without it: Enter takes what was seen. */
export function refill<Choice extends { key: string }>(
  before: List<Choice> | undefined,
  given: readonly Choice[],
): List<Choice> {
  const chosen = before?.choices[before.at]
  if (!before || !chosen) return { choices: given, at: 0 }
  const now = given.find(({ key }) => key === chosen.key) ?? chosen
  const others = given.filter((one) => one !== now)
  const at = Math.min(before.at, others.length)
  return { choices: others.toSpliced(at, 0, now), at }
}

/** When more is typed, the best is chosen again, unless the reader has gone to another one and it still fits. */
export function narrow<Choice extends { key: string }>(
  chosenKey: string | undefined,
  given: readonly Choice[],
): List<Choice> {
  return {
    choices: given,
    at: Math.max(
      0,
      given.findIndex(({ key }) => key === chosenKey),
    ),
  }
}
