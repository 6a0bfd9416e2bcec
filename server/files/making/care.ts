/**
 * How much is made of a file. When that was too much for one process, another makes less: no pictures, and then nothing
 * but its hash. Whatever would have been shown is a plain file then.
 */
const CARES = ['all', 'cleaned', 'kept'] as const
export type Care = (typeof CARES)[number]

export const lessThan = (care: Care): Care | undefined => CARES[CARES.indexOf(care) + 1]
