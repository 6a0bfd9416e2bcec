/** The selected choice when new results arrive while the list is open. */

/** `at` is the index of the selected choice, or -1 if none is. */
export type List<Choice> = { choices: readonly Choice[]; at: number }

type Some = { key: string; isGuess?: boolean }

/** The best choice, unless the typed text may mean something else. */
const begin = (given: readonly Some[]): number => (given[0]?.isGuess === true ? -1 : 0)

/** For the same letters, the selected choice stays selected and in place, even if the new list lacks it. */
export function refill<Choice extends Some>(before: List<Choice> | undefined, given: readonly Choice[]): List<Choice> {
  const chosen = before?.choices[before.at]
  if (!before || !chosen) return { choices: given, at: begin(given) }
  const now = given.find(({ key }) => key === chosen.key) ?? chosen
  const others = given.filter((one) => one !== now)
  const at = Math.min(before.at, others.length)
  return { choices: others.toSpliced(at, 0, now), at }
}

/** After more letters, the best choice is selected, unless the reader has moved to another one that still fits. */
export function narrow<Choice extends Some>(chosenKey: string | undefined, given: readonly Choice[]): List<Choice> {
  const at = given.findIndex(({ key }) => key === chosenKey)
  return { choices: given, at: at < 0 ? begin(given) : at }
}
