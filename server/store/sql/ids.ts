import { randomBytes, randomInt } from 'node:crypto'

/** The beginning of an id shows its kind. No id can be a room's slug, because slugs have no `_`. */
type Prefix = 'u' | 's' | 'r' | 'i' | 'x' | 'p' | 'd' | 'm'

export const randomId = (prefix: Prefix): string => `${prefix}_${randomBytes(12).toString('base64url')}`

/** 128 bits: whoever may see a file has its id from a message, and nobody finds one by trying. */
export const randomFileId = (): string => `f_${randomBytes(16).toString('base64url')}`

// Letters that are easily confused when read aloud are left out.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')
