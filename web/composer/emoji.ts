/** Emoji by name. A chunk of its own, because of the list (`vite.config.ts` leaves out of it what is not looked for). */
import { gemoji } from 'gemoji'

export type Found = { emoji: string; name: string }

/** The best first: the whole name, names that begin so, the shortest before the others, what it also stands for, names that hold it. */
export function findEmoji(typed: string, most: number): Found[] {
  // The closing colon asks for exactly this one.
  if (typed.endsWith(':')) {
    const name = typed.slice(0, -1)
    return gemoji.filter(({ names }) => names.includes(name)).map(({ emoji }) => ({ emoji, name }))
  }
  const ranked: { rank: number; found: Found }[] = []
  for (const { emoji, names, tags } of gemoji) {
    const name = names.find((one) => one.startsWith(typed)) ?? names.find((one) => one.includes(typed)) ?? names[0]
    const rank = rankOf(name ?? '', tags, typed)
    if (name !== undefined && rank !== undefined) ranked.push({ rank, found: { emoji, name } })
  }
  return ranked
    .toSorted((a, b) => a.rank - b.rank || (a.rank === 1 ? a.found.name.length - b.found.name.length : 0))
    .slice(0, most)
    .map(({ found }) => found)
}

function rankOf(name: string, tags: string[], typed: string): number | undefined {
  if (name === typed) return 0
  if (name.startsWith(typed)) return 1
  if (tags.some((tag) => tag.startsWith(typed))) return 2
  return name.includes(typed) ? 3 : undefined
}
