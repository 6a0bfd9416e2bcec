/** What somebody is still typing. */
import { nearest } from '../composer/nearest.ts'

const FILTERS = ['from', 'in', 'before', 'after', 'on', 'has', 'is']
const BARE_FILTER = new RegExp(`(?:^|\\s)(?:${FILTERS.join('|')}):\\s*$`, 'i')
const QUOTE = /["“”]/g
const QUOTE_LAST = /(?:^|[\s:-])["“”]\s*$/

/** A filter without its value, or a quote that has just begun: what is meant is still to come. */
export const isUnfinished = (typed: string): boolean =>
  BARE_FILTER.test(typed) || (QUOTE_LAST.test(typed) && (typed.match(QUOTE)?.length ?? 0) % 2 === 1)

/** The same with the filter that was probably meant: “from:ann” for “form:ann”. */
export function meant(query: string): string | undefined {
  const better = query.replace(/(?<=^|\s)(\p{L}{4,}):(?=[^\s/:])/gu, (whole, name: string) => {
    const typed = name.toLowerCase()
    const filter = FILTERS.includes(typed) ? undefined : nearest(typed, FILTERS)
    return filter === undefined ? whole : `${filter}:`
  })
  return better === query ? undefined : better
}
