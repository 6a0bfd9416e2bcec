/**
 * Completes emoji by short names. A separate chunk for the list (`bundler/slim-libraries.ts` removes its unused parts).
 */
import { gemoji } from 'gemoji'
import { customEmoji } from '../state/custom-emoji.ts'
import { withTone } from './tones.ts'

/** `isGuess`: neither the name nor its beginning matches, and the text may be no name at all: `:dd`. */
type Found = { emoji: string; name: string; isGuess?: boolean }

/** From this many letters on, the text is no smile: `:tha` means the emoji for thanks. */
const SURE = 3

/** The order: the whole name, names that begin so (the shortest first), other meanings, names that contain it. */
export function findEmoji(typed: string, most: number, tone = 0): Found[] {
  // The whole name of a custom emoji, with both colons, is what is sent.
  const names = typed.endsWith(':') ? [] : (customEmoji.peek()?.names ?? [])
  const custom = names.map((name) => ({ emoji: `:${name}:`, names: [name], tags: [] }))
  return found([...custom, ...gemoji], typed, most).map((one) => ({ ...one, emoji: withTone(one.emoji, tone) }))
}

type Known = { emoji: string; names: string[]; tags: string[] }

function found(all: readonly Known[], typed: string, most: number): Found[] {
  // The closing colon asks for exactly this name.
  if (typed.endsWith(':')) {
    const name = typed.slice(0, -1)
    return all.filter(({ names }) => names.includes(name)).map(({ emoji }) => ({ emoji, name }))
  }
  const ranked: { rank: number; one: Found }[] = []
  for (const { emoji, names, tags } of all) {
    const name = names.find((one) => one.startsWith(typed)) ?? names.find((one) => one.includes(typed)) ?? names[0]
    const rank = rankOf(name ?? '', tags, typed)
    const isGuess = rank !== undefined && rank > (typed.length < SURE ? 1 : 2)
    if (name !== undefined && rank !== undefined) ranked.push({ rank, one: { emoji, name, isGuess } })
  }
  return ranked
    .toSorted((a, b) => a.rank - b.rank || (a.rank === 1 ? a.one.name.length - b.one.name.length : 0))
    .slice(0, most)
    .map(({ one }) => one)
}

function rankOf(name: string, tags: string[], typed: string): number | undefined {
  if (name === typed) return 0
  if (name.startsWith(typed)) return 1
  if (tags.some((tag) => tag.startsWith(typed))) return 2
  return name.includes(typed) ? 3 : undefined
}
