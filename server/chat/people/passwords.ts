/** Passwords: hashed with argon2id as OWASP's Password Storage Cheat Sheet advises (19 MiB, two passes, one lane). */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Caller } from '../caller.ts'
import { type From, PasswordQueue } from './password-queue.ts'

const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

const derive = promisify(argon2)

export class Passwords {
  readonly #queue = new PasswordQueue()

  /** A hash in the PHC string format, so that its cost can be raised later. Throws `overloaded`. */
  async hash(password: string, from: From): Promise<string> {
    const salt = randomBytes(16)
    const { memory, passes, parallelism } = COST
    const hash = await this.#queue.inTurn(from, () => derive('argon2id', { ...COST, message: password, nonce: salt }))
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toText(salt)}$${toText(hash)}`
  }

  /** Compares a password. An unknown person (undefined) takes as long as a known one. Throws `overloaded`. */
  async isRight(password: string, phc: string | undefined, from: From): Promise<boolean> {
    const { memory, passes, parallelism, salt, hash } = read(phc ?? NOBODY)
    const cost = { memory, passes, parallelism, tagLength: hash.length }
    const found = await this.#queue.inTurn(from, () => derive('argon2id', { ...cost, message: password, nonce: salt }))
    return timingSafeEqual(found, hash) && phc !== undefined
  }
}

/** The origin of a signed-in user. A guest’s device has shown no password yet. */
export const fromOf = ({ user, network }: Caller): From => ({ network, isKnown: user.kind !== 'guest' })

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${toText(randomBytes(16))}$${toText(randomBytes(32))}`

function read(phc: string) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc)
  if (!parts) throw new Error('A stored password hash is not in the format that this version writes.')
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number]
  const [salt, hash] = parts.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer]
  return { memory, passes, parallelism, salt, hash }
}
