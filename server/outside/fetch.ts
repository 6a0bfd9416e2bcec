/**
 * The one way by which the server reaches an address that somebody gave. Strangers choose such addresses: so it leads
 * only to public ones, checked at each redirect and for the very connection that is made, takes only so much, waits only
 * so long, and carries nothing of its own: no cookies, no passwords.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { type AllowedHost, AllowedHosts } from './allowed-hosts.ts'
import { findAddresses, readDestination, type Destination } from './destination.ts'
import { type Answer, exchange, type Wanted } from './exchange.ts'
import { NotFetched } from './not-fetched.ts'
import { Turns, type TurnLimits } from './turns.ts'

/** The limits of an answer, unless a caller has others. */
const MAX_BYTES = 512 * 1024
const WITHIN_MS = 5_000
const REDIRECTS = 5

const TURNS: TurnLimits = { atOnce: 16, perHost: 2, waiting: 500, waitingPerHost: 20 }

type Limits = {
  /** The most bytes of the body, unpacked. */
  maxBytes?: number
  /** From the first step on, redirects included. Waiting for a turn before it does not count. */
  withinMs?: number
  /** Plain http only at hosts that the operator allowed. */
  onlyHttps?: boolean
  /** They are for the host that was asked: another one, behind a redirect, does not get them. */
  headers?: Record<string, string>
}

export type Get = Limits & {
  /** How many are followed. With 0 a redirect is an answer like any other. */
  redirects?: number
  /** A longer body is cut, instead of refused. */
  cutsLonger?: boolean
}

/** A redirect is not followed. It is an answer like any other. */
export type Post = Limits & { body: string | Uint8Array }

/** `url` is the address that answered, after all redirects. */
export type Fetched = Answer & { url: string }

type OutsideNeeds = {
  allowed: readonly AllowedHost[]
  userAgent: string
  turns?: Partial<TurnLimits>
  /** Other name servers than the system's. */
  nameServers?: string[]
}

/** Each use has one of its own, so that slow pages do not keep other uses waiting. */
export class Outside {
  readonly #allowed: AllowedHosts
  readonly #userAgent: string
  readonly #turns: Turns
  readonly #nameServers: string[] | undefined
  readonly #stopping = new AbortController()

  constructor({ allowed, userAgent, turns, nameServers }: OutsideNeeds) {
    this.#allowed = new AllowedHosts(allowed)
    this.#userAgent = userAgent
    this.#turns = new Turns({ ...TURNS, ...turns })
    this.#nameServers = nameServers
  }

  /** Throws `NotFetched`. */
  get(address: string, { redirects = REDIRECTS, cutsLonger = false, ...limits }: Get = {}): Promise<Fetched> {
    return this.#fetch(address, { method: 'GET', cutsLonger }, redirects, limits)
  }

  /** Throws `NotFetched`. */
  post(address: string, { body, ...limits }: Post): Promise<Fetched> {
    return this.#fetch(address, { method: 'POST', body, cutsLonger: true }, 0, limits)
  }

  /** Whatever is under way ends as `stopped`, and nothing begins any more. */
  stop(): void {
    this.#stopping.abort()
  }

  async #fetch(
    address: string,
    what: Pick<Wanted, 'method' | 'body' | 'cutsLonger'>,
    redirects: number,
    { maxBytes = MAX_BYTES, withinMs = WITHIN_MS, onlyHttps = false, headers = {} }: Limits,
  ): Promise<Fetched> {
    const tooLate = new AbortController()
    const signal = AbortSignal.any([tooLate.signal, this.#stopping.signal])
    let timer: NodeJS.Timeout | undefined
    const follow = async (to: Destination, left: number, more: Record<string, string>): Promise<Fetched> => {
      const giveBack = await this.#turns.take(to.host, signal)
      timer ??= setTimeout(() => tooLate.abort(), withinMs)
      let answer: Answer
      try {
        const addresses = await inTime(findAddresses(to, this.#allowed, this.#nameServers), signal)
        const own = { 'user-agent': this.#userAgent, ...more }
        const isRedirect = (status: number, given: IncomingHttpHeaders) =>
          redirects > 0 && leadsOn(status) && given.location !== undefined
        answer = await exchange(to.url, addresses, { ...what, headers: own, maxBytes, signal }, isRedirect)
        if (!isRedirect(answer.status, answer.headers)) return { ...answer, url: to.url.href }
      } finally {
        giveBack()
      }
      if (left === 0) throw new NotFetched('too_many_redirects')
      const next = readDestination(answer.headers.location ?? '', { onlyHttps, allowed: this.#allowed, base: to.url })
      return await follow(next, left - 1, next.url.origin === to.url.origin ? more : {})
    }
    try {
      return await follow(readDestination(address, { onlyHttps, allowed: this.#allowed }), redirects, headers)
    } catch (error) {
      if (this.#stopping.signal.aborted) throw new NotFetched('stopped')
      if (tooLate.signal.aborted) throw new NotFetched('too_slow')
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

const leadsOn = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/** A name server may answer late: that is not waited for. */
function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
