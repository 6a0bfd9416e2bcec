/**
 * Known devices: those on which a person has signed in before. Their tries at a name are counted apart, so that other
 * people’s tries do not lock them out (docs/decisions/known-devices.md).
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RightPassword } from '../../store/store.ts'

const NONCE_BYTES = 9
const SEAL_BYTES = 21
/** Tokens that one device keeps, at most: one for each person who uses it. */
export const MOST_TOKENS = 5

export class KnownDevices {
  readonly #key: Buffer

  /** `secret` is the history's own, so that a token holds over a restart and at every node. */
  constructor(secret: Uint8Array) {
    this.#key = createHmac('sha256', secret).update('know a device').digest()
  }

  /** A token for a device on which a person is signed in. It works until they change their password. */
  newToken(whose: RightPassword): string {
    const nonce = randomBytes(NONCE_BYTES)
    return Buffer.concat([nonce, this.#seal(nonce, whose)]).toString('base64url')
  }

  /** The token of this person among these. An unknown person (undefined) takes as long as a known one. */
  find(tokens: readonly string[], whose: RightPassword | undefined): string | undefined {
    const theirs = tokens.slice(0, MOST_TOKENS).filter((token) => this.#isOf(token, whose ?? NOBODY))
    return whose && theirs[0]
  }

  #isOf(token: string, whose: RightPassword): boolean {
    const bytes = Buffer.from(token, 'base64url')
    const isWhole = bytes.length === NONCE_BYTES + SEAL_BYTES && bytes.toString('base64url') === token
    return isWhole && timingSafeEqual(bytes.subarray(NONCE_BYTES), this.#seal(bytes.subarray(0, NONCE_BYTES), whose))
  }

  #seal(nonce: Uint8Array, { userId, passwordHash }: RightPassword): Buffer {
    const text = `${Buffer.from(nonce).toString('base64url')} ${userId} ${passwordHash}`
    return createHmac('sha256', this.#key).update(text).digest().subarray(0, SEAL_BYTES)
  }
}

const NOBODY: RightPassword = { userId: '', passwordHash: '' }
