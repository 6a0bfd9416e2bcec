/** The word that ends at the caret. */

type Field = { value: string; selectionStart: number | null; selectionEnd: number | null }

export type Word<Source> = { source: Source; start: number; end: number; typed: string }

/** The greatest length of a word. */
const LONGEST = 200

/**
 * `pattern`: its first group is the word, its second the typed part. Of several words the one that begins last counts.
 * Finds nothing within a block of code.
 */
export function wordAt<Source extends { pattern: RegExp }>(
  { value, selectionStart, selectionEnd }: Field,
  sources: readonly Source[],
): Word<Source> | undefined {
  if (selectionStart === null || selectionStart !== selectionEnd) return undefined
  const before = value.slice(0, selectionStart)
  if (isInCode(before)) return undefined
  const near = before.slice(-LONGEST)
  // A name may have spaces in it: what follows `@Tom` is not of it when another word begins there.
  let nearest: Word<Source> | undefined
  for (const source of sources) {
    const [, word, typed] = source.pattern.exec(near) ?? []
    if (word === undefined || typed === undefined) continue
    const start = selectionStart - word.length
    if (nearest === undefined || start > nearest.start) nearest = { source, start, end: selectionStart, typed }
  }
  return nearest
}

/** Between a fence and the next one. */
export const isInCode = (before: string): boolean => (before.match(/^ {0,3}(?:`{3,}|~{3,})/gm)?.length ?? 0) % 2 === 1
