/** The version of the protocol. A page built for another version offers to reload. */
export const PROTOCOL = 1
