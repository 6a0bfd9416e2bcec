/**
 * Sends one push to one browser's push service, whose address somebody gave: through the guarded fetch. Services that
 * have answered have most of the turns. All others share a few, so that an address that hangs keeps nobody waiting.
 */
import { createHmac } from 'node:crypto'
import type { PushSubscription } from '../store/notices-store.ts'
import { encrypt } from './encrypt.ts'
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
/** Pushes at once to services that have not answered before, and those that wait for a turn. */
const DOUBTFUL_AT_ONCE = 8
const DOUBTFUL_WAITING = 64
/** Services that are known to answer, at most. They are few. */
const MOST_KNOWN = 500

export class Pushes {
  readonly #needs: PushNeeds
  readonly #known = new Set<string>()
  #doubtful = 0
  readonly #waiting: (() => void)[] = []

  constructor(needs: PushNeeds) {
    this.#needs = needs
  }

  async send(subscription: PushSubscription, push: Push): Promise<Pushed> {
    const origin = URL.parse(subscription.endpoint)?.origin
    if (origin === undefined) return { was: 'gone' }
    if (this.#known.has(origin)) return this.#post(origin, subscription, push)
    if (this.#doubtful >= DOUBTFUL_AT_ONCE) {
      if (this.#waiting.length >= DOUBTFUL_WAITING) return { was: 'busy' }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#doubtful++
    try {
      return await this.#post(origin, subscription, push)
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#doubtful--
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
      this.#know(origin, true)
      return outcome(status, headers['retry-after'])
    } catch (error) {
      const why = whyNot(error)
      if (why === undefined) throw error
      if (NEVER.has(why)) return { was: 'gone' }
      if (why === 'busy') return { was: 'busy' }
      this.#know(origin, false)
      return { was: 'again' }
    }
  }

  #know(origin: string, answers: boolean): void {
    if (!answers) this.#known.delete(origin)
    else if (this.#known.size < MOST_KNOWN) this.#known.add(origin)
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
