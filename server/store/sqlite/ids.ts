import { randomBytes, randomInt } from 'node:crypto'

/** What an id begins with says what it is of. None of these can be a room's slug, which has no `_`. */
type Prefix = 'u' | 's' | 'r' | 'i' | 'x' | 'p'

export const randomId = (prefix: Prefix): string => `${prefix}_${randomBytes(12).toString('base64url')}`

// Without those that are taken for each other when somebody reads them aloud.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')
