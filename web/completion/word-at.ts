/** The word that ends at the caret. */

type Field = { value: string; selectionStart: number | null; selectionEnd: number | null }

export type Word<Source> = { source: Source; start: number; end: number; typed: string }

/** No word is longer. */
const LONGEST = 200

/** `pattern`: its first group is the word, its second what was typed of it. Nothing within a block of code. */
export function wordAt<Source extends { pattern: RegExp }>(
  { value, selectionStart, selectionEnd }: Field,
  sources: readonly Source[],
): Word<Source> | undefined {
  if (selectionStart === null || selectionStart !== selectionEnd) return undefined
  const before = value.slice(0, selectionStart)
  if (isInCode(before)) return undefined
  const near = before.slice(-LONGEST)
  for (const source of sources) {
    const [, word, typed] = source.pattern.exec(near) ?? []
    if (word === undefined || typed === undefined) continue
    return { source, start: selectionStart - word.length, end: selectionStart, typed }
  }
  return undefined
}

/** Between a fence and the next one. */
export const isInCode = (before: string): boolean => (before.match(/^ {0,3}(?:`{3,}|~{3,})/gm)?.length ?? 0) % 2 === 1
