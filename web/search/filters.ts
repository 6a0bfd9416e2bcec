/** The filters of a search, as in `from:ann`. */
export const FILTERS = ['from', 'in', 'before', 'after', 'on', 'has', 'is']

const FILTER = new RegExp(`(?<=^|\\s)-?(?:${FILTERS.join('|')}):(?:"[^"]*"?|\\S*)`, 'giu')

/** The words of a query alone; undefined when it has no filters, or nothing else. */
export function withoutFilters(query: string): string | undefined {
  const words = query.replace(FILTER, ' ').replaceAll(/\s+/g, ' ').trim()
  return words === '' || words === query ? undefined : words
}
