/** Tokens and codes: made here, given out once, and kept by the store only as hashes. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, for a session. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** A code for a link: 128 bits cannot be guessed in its lifetime, and fit in a QR code. */
export const newCode = (): string => randomBytes(16).toString('base64url')

export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest()
