/** How well a name fits what was typed: beginnings of words first, then anywhere; undefined for not at all. */
export function matchOf(name: string, typed: string): number | undefined {
  const wanted = fold(typed)
  if (wanted === '') return 0
  const called = fold(name)
  if (called.startsWith(wanted)) return 0
  const words = called.split(/[^\p{L}\p{N}\p{M}]+/u)
  if (wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)))) return 1
  return called.includes(wanted) ? 2 : undefined
}

/** Without case and without accents: nobody types them to find somebody. */
const fold = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
