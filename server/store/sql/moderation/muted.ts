/** When a mute ends, as a part of a statement. */

/**
 * When the last mute of a user in any of these rooms ends; null for none. `''` is the mute everywhere, and ?1 must be the present.
 * `userId` and `rooms` are SQL: a column or parameter, and a list or a query.
 */
export const mutedUntil = (userId: string, rooms: string): string =>
  `(select max(x.until) from mutes x where x.user_id = ${userId} and x.room_id in (${rooms}) and x.until > ?1)`
