/** All emoji with their names in the language of the page, and their search. */
import { gemoji } from 'gemoji'
import { customEmoji } from '../state/custom-emoji.ts'
import { fold } from '../../protocol/folding.ts'

type Emoji = {
  emoji: string
  /** The name to show and to read aloud. */
  name: string
  /** Search terms of the first rank: the name and the short names. */
  called: readonly string[]
  /** Search terms of the second rank: other meanings. */
  means: readonly string[]
}

/** The groups, in the order of `emojiWords.groups`. */
export type Catalogue = readonly (readonly Emoji[])[]

/** `names`: one emoji per line, with its name and its other meanings. */
export function catalogueOf(names: string): Catalogue {
  const known = new Map(
    names
      .trim()
      .split('\n')
      .map((line) => {
        const gap = line.indexOf(' ')
        return [line.slice(0, gap), line.slice(gap + 1).split('|')] as const
      }),
  )
  const groups = Map.groupBy(gemoji, ({ category }) => category)
  return [...groups.values()].map((group) =>
    group.map(({ emoji, names: short, tags }) => {
      const [name = short[0] ?? emoji, ...more] = known.get(emoji) ?? []
      const called = [name, ...short.map((one) => one.replaceAll('_', ' '))]
      return { emoji, name, called: called.map(fold), means: [...more, ...tags].map(fold) }
    }),
  )
}

/** The chat’s own emoji, called by their names. */
export const customGroup = (): Catalogue[number] =>
  (customEmoji.peek()?.names ?? []).map((name) => ({
    emoji: `:${name}:`,
    name: `:${name}:`,
    called: [name, name.replaceAll(/[_-]/g, ' ')].map(fold),
    means: [],
  }))

/** Emoji that match every typed word, the best first. */
export function searchEmoji(catalogue: Catalogue, query: string): Emoji[] {
  const typed = fold(query.replaceAll(/[:_]/g, ' ')).trim()
  if (typed === '') return []
  const words = typed.split(' ')
  return catalogue
    .flat()
    .flatMap((one) => {
      const rank = one.emoji === query.trim() ? 0 : rankOf(one, typed, words)
      return rank === undefined ? [] : { one, rank }
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
}

function rankOf({ called, means }: Emoji, typed: string, words: readonly string[]): number | undefined {
  const begins = (term: string) => term.startsWith(typed)
  if (called.includes(typed)) return 0
  if (called.some(begins)) return 1
  if (means.includes(typed)) return 2
  if (means.some(begins)) return 3
  const ranks = words.map((word) => wordRank([...called, ...means], word))
  return ranks.includes(undefined) ? undefined : Math.max(...ranks.map(Number))
}

/** A match within a word counts only from three letters on. */
function wordRank(terms: readonly string[], word: string): number | undefined {
  if (terms.some((term) => ` ${term}`.includes(` ${word}`))) return 4
  return word.length > 2 && terms.some((term) => term.includes(word)) ? 5 : undefined
}
