import { nearest } from '../completion/nearest.ts'
import { FILTERS } from './filters.ts'

/** The same query with the probable filter: “from:ann” for “form:ann”. */
export function meant(query: string): string | undefined {
  const better = query.replace(/(?<=^|\s)(\p{L}{4,}):(?=[^\s/:])/gu, (whole, name: string) => {
    const typed = name.toLowerCase()
    const filter = FILTERS.includes(typed) ? undefined : nearest(typed, FILTERS)
    return filter === undefined ? whole : `${filter}:`
  })
  return better === query ? undefined : better
}
