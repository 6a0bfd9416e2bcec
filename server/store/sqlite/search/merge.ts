/**
 * Every slice that was taken up is a segment of the index, and a run is looked for in each of them. While messages come, FTS5
 * puts four of a size together; once nobody wants anything, all of them become few (`bench/scenarios/search.ts`).
 */
import type { SearchIndex } from './index-file.ts'

/** Pages in one turn, about: 5 ms. */
const PAGES = 32

/** Goes on putting segments together where it was left, also by a server that was killed. Answers with whether there is more. */
export function merge({ database }: SearchIndex): boolean {
  const changes = () => database.get<{ count: number }>('select total_changes() as count')!.count
  const before = changes()
  database.run(`insert into grams (grams, rank) values ('merge', ${PAGES})`)
  // The order itself counts as one.
  return changes() - before > 1
}
