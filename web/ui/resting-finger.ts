/**
 * Whether a finger that opened a menu by a long press is still down, or was lifted just now. A browser that closes
 * menus on a tap elsewhere takes the lifting for such a tap, and the element under the finger for its target.
 */
export const restingFinger = { isThere: false }
