/** What a search can be narrowed by, as `from:ann`. */
export const FILTERS = ['from', 'in', 'before', 'after', 'on', 'has', 'is']
