/** Unfinished parts of a search. */
import { FILTERS } from './filters.ts'

const BARE_FILTER = new RegExp(`(?:^|\\s)(?:${FILTERS.join('|')}):\\s*$`, 'i')
const QUOTE = /["“”]/g
const QUOTE_LAST = /(?:^|[\s:-])["“”]\s*$/

/** A filter without its value, or a quote that has just begun: its text is still to come. */
export const isUnfinished = (typed: string): boolean =>
  BARE_FILTER.test(typed) || (QUOTE_LAST.test(typed) && (typed.match(QUOTE)?.length ?? 0) % 2 === 1)
