import { fold } from '../../protocol/folding.ts'

/** The rank of a name for the typed text: beginnings of words first, then anywhere; undefined for no match. */
export function matchOf(name: string, typed: string): number | undefined {
  const wanted = fold(typed).trim()
  if (wanted === '') return 0
  const called = fold(name)
  if (called.startsWith(wanted)) return 0
  const words = called.split(/[^\p{L}\p{N}\p{M}]+/u)
  if (wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)))) return 1
  return called.includes(wanted) ? 2 : undefined
}
