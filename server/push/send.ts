/**
 * Sends one push to one browser's push service, whose address somebody gave: through the guarded fetch. How many
 * turns a service has follows from what it has answered (`lines.ts`), so that one that hangs keeps no other waiting.
 */
import { createHmac } from 'node:crypto'
import type { PushSubscription } from '../store/notices-store.ts'
import { encrypt } from './encrypt.ts'
import { Lines } from './lines.ts'
import type { Vapid } from './vapid.ts'

/** How a push service is reached: `Outside.post`. */
type Post = (
  address: string,
  post: { body: Uint8Array; headers: Record<string, string>; maxBytes: number; withinMs: number; onlyHttps: boolean },
) => Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>

type PushNeeds = {
  post: Post
  vapid: Vapid
  /** Random bytes of this chat: a service cannot tell rooms by their topics. */
  sealingKey: Uint8Array
  /** Why nothing was fetched; undefined for another error. */
  whyNot: (error: unknown) => string | undefined
}

export type Push = {
  payload: Buffer
  /** A later push of the same topic replaces one that was not delivered. */
  topic: string
  urgency: 'very-low' | 'normal' | 'high'
  ttlS: number
}

/** `gone`: the browser will never be there again. `again`: in so many ms, or when it suits. */
export type Pushed = { was: 'sent' | 'gone' | 'refused' } | { was: 'again'; inMs?: number } | { was: 'busy' }

const WITHIN_MS = 5_000
const MAX_ANSWER_BYTES = 4_096
const MOST_WAIT_MS = 60 * 60_000

export class Pushes {
  readonly #needs: PushNeeds
  readonly #lines = new Lines()

  constructor(needs: PushNeeds) {
    this.#needs = needs
  }

  async send(subscription: PushSubscription, push: Push): Promise<Pushed> {
    const origin = URL.parse(subscription.endpoint)?.origin
    if (origin === undefined) return { was: 'gone' }
    if (!(await this.#lines.take(origin))) return { was: 'busy' }
    try {
      return await this.#post(origin, subscription, push)
    } finally {
      this.#lines.giveBack(origin)
    }
  }

  async #post(origin: string, { endpoint, publicKey, secret }: PushSubscription, push: Push): Promise<Pushed> {
    const { post, vapid, sealingKey, whyNot } = this.#needs
    try {
      const { status, headers } = await post(endpoint, {
        body: encrypt(push.payload, { publicKey, secret }),
        headers: {
          authorization: vapid.authorization(endpoint),
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: String(push.ttlS),
          urgency: push.urgency,
          topic: topicOf(sealingKey, push.topic),
        },
        maxBytes: MAX_ANSWER_BYTES,
        withinMs: WITHIN_MS,
        onlyHttps: true,
      })
      this.#lines.answered(origin)
      return outcome(status, headers['retry-after'])
    } catch (error) {
      const why = whyNot(error)
      if (why === undefined) throw error
      if (NEVER.has(why)) return { was: 'gone' }
      if (why === 'busy') return { was: 'busy' }
      this.#lines.failed(origin)
      return { was: 'again' }
    }
  }
}

/** Addresses that this server reaches for nobody. */
const NEVER: ReadonlySet<string> = new Set(['bad_address', 'not_http', 'not_allowed'])

function outcome(status: number, retryAfter: string | string[] | undefined): Pushed {
  if (status >= 200 && status < 300) return { was: 'sent' }
  if (status === 404 || status === 410) return { was: 'gone' }
  const inMs = waitOf(retryAfter)
  if (status === 429 || status >= 500) return { was: 'again', ...(inMs !== undefined && { inMs }) }
  return { was: 'refused' }
}

/** Seconds, or a date. */
function waitOf(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_WAIT_MS) : undefined
}

/** 32 characters of base64url, as many as RFC 8030 allows. */
export const topicOf = (sealingKey: Uint8Array, about: string): string =>
  createHmac('sha256', sealingKey).update(`push topic ${about}`).digest('base64url').slice(0, 32)
