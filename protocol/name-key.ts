/** The key of a name: two names with the same key are the same name. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase()

/** The name after an @ that means all members of the room. No user can have it. */
export const ROOM = 'room'
