/** Says to push services which chat sends (RFC 8292): a token for each of them, signed with the chat's key. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** Raw, in base64url. */
export type VapidKeys = { publicKey: string; privateKey: string }

/** A day is the most that push services take, and Apple refuses ones that are signed anew too often. */
const GOOD_FOR_MS = 12 * 60 * 60_000
const RENEW_AFTER_MS = 6 * 60 * 60_000
/** Push services are few. More origins than this are somebody’s play. */
const MOST_KEPT = 200

export class Vapid {
  readonly #publicKey: string
  readonly #key: KeyObject
  readonly #subject: string
  readonly #now: () => number
  readonly #tokens = new Map<string, { token: string; madeAt: number }>()

  constructor({ keys, subject, now = Date.now }: { keys: VapidKeys; subject: string; now?: () => number }) {
    const point = Buffer.from(keys.publicKey, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    this.#publicKey = keys.publicKey
    this.#key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d: keys.privateKey }, format: 'jwk' })
    this.#subject = subject
    this.#now = now
  }

  /** The value of `Authorization` for this endpoint. */
  authorization(endpoint: string): string {
    return `vapid t=${this.#tokenFor(new URL(endpoint).origin)}, k=${this.#publicKey}`
  }

  #tokenFor(origin: string): string {
    const now = this.#now()
    const kept = this.#tokens.get(origin)
    if (kept && Math.abs(now - kept.madeAt) < RENEW_AFTER_MS) return kept.token
    const claims = { aud: origin, exp: Math.floor((now + GOOD_FOR_MS) / 1_000), sub: this.#subject }
    const words = [{ typ: 'JWT', alg: 'ES256' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(words), { key: this.#key, dsaEncoding: 'ieee-p1363' })
    const token = `${words}.${signature.toString('base64url')}`
    if (this.#tokens.size >= MOST_KEPT) this.#tokens.clear()
    this.#tokens.set(origin, { token, madeAt: now })
    return token
  }
}

/** Not resolved by anybody else: names of this machine and of the own network. */
const LOCAL =
  /(?:^|\.)(?:localhost|local|lan|home|internal|intranet|private|corp|home\.arpa|test|example|invalid|onion)$/i

/**
 * How a push service may reach the operator. Apple refuses local names with 403, and what is no https address or mail
 * address. A chat that does not know its public address names the one that its browsers found it at, or nothing real: a
 * public name that is nobody’s.
 */
export function subjectOf(publicUrl: URL | undefined): string {
  const isKnown =
    publicUrl?.protocol === 'https:' &&
    publicUrl.hostname.includes('.') &&
    !LOCAL.test(publicUrl.hostname) &&
    !/^[\d.]+$|^\[/.test(publicUrl.hostname)
  return isKnown ? publicUrl.origin : NOBODY
}

/** IANA keeps it free for documents, and it has a public address. */
const NOBODY = 'https://www.example.com'
