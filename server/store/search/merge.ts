/**
 * Each indexed part is a segment, and a search reads each of them. While messages come, FTS5 merges four of a size. In
 * quiet times all segments are merged to a few (`bench/scenarios/search.ts`).
 */
import type { SearchIndex } from './index-file.ts'

/** Pages in one turn, about: 5 ms. */
const PAGES = 32

/** Continues merging segments where it stopped, even after a killed server. Answers whether there is more. */
export function merge({ database }: SearchIndex): boolean {
  const changes = () => database.get<{ count: number }>('select total_changes() as count')!.count
  const before = changes()
  database.run(`insert into grams (grams, rank) values ('merge', ${PAGES})`)
  // The merge statement itself counts as one change.
  return changes() - before > 1
}
