/** Tokens and codes: made here, given out once, and kept by the store only as hashes. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, for a session. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** 128 bits, for a link: nobody guesses it in the time that it holds, and it fits in a QR code. */
export const newCode = (): string => randomBytes(16).toString('base64url')

export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest()
