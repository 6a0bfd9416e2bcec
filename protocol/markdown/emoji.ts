/** Finds custom emoji: names between colons, of which the page knows the pictures. All others stay text. */
import type { FindEmoji } from './inline.ts'
import { UNSPACED } from './unspaced.ts'

const NAME = /:([a-z\d][a-z\d_-]{1,31}):/y
/** The longest name and its colons. */
const LONGEST = 34
const BEFORE = /:([a-z\d][a-z\d_-]{1,31}):$/
/** Not within a word, a time or a path: `12:10:30`, `urn:isbn:1` and `std::vector::iterator` have none. */
const WORD = `[[\\p{L}\\p{N}\\p{M}]--${UNSPACED.source}]`
const ENDS_WORD = new RegExp(`${WORD}$`, 'v')
const BEGINS_WORD = new RegExp(`^${WORD}`, 'v')

type Known = { has: (name: string) => boolean }

export function findEmojiOf(known: Known): FindEmoji {
  return (text, at) => {
    NAME.lastIndex = at
    const [found, name = ''] = NAME.exec(text) ?? []
    if (found === undefined || !known.has(name)) return undefined
    const before = text.slice(Math.max(0, at - LONGEST), at)
    const end = at + found.length
    const isApart = before.endsWith(':') ? isKnown(before, known) : !ENDS_WORD.test(before)
    // Two units are enough for any letter.
    return isApart && !BEGINS_WORD.test(text.slice(end, end + 2)) ? { kind: 'emoji', text: found } : undefined
  }
}

/** One emoji may follow another. */
const isKnown = (before: string, known: Known): boolean => known.has(BEFORE.exec(before)?.[1] ?? '')

const ANY_NAME = /:([a-z\d][a-z\d_-]{1,31}):/g

/** The text with an emoji of Unicode in the place of each known one. */
export const asUnicode = (text: string, known: Known): string =>
  text.replaceAll(ANY_NAME, (found, name: string) => (known.has(name) ? '😀' : found))
