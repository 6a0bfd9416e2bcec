/** Checks the page that a request comes from. Both doors ask this first. */
import type { IncomingHttpHeaders } from 'node:http'

/** A request's headers, and the host by which it reached us. */
type Asked = { headers: IncomingHttpHeaders; host: string | undefined }

export class Origins {
  readonly #allowed: ReadonlySet<string>
  readonly #own: string | undefined

  /** `allowed` are further origins, such as `https://intranet.example`; `own` is our address, where it was set. */
  constructor(allowed: readonly string[], own?: string) {
    this.#allowed = new Set(allowed)
    this.#own = own
  }

  /** Whether this request comes from a foreign page. A request without an Origin comes from a program. */
  isForeign({ headers, host }: Asked): boolean {
    if (
      headers['sec-fetch-site'] === 'cross-site' &&
      headers.origin === undefined &&
      headers['sec-fetch-mode'] !== 'navigate'
    )
      return true
    return headers.origin !== undefined && !this.#isOurs(headers.origin, host)
  }

  /** Whether a browser says that one of our own pages asks. Only then does the cookie count. */
  isOwnPage({ headers, host }: Asked): boolean {
    if (headers.origin !== undefined) return this.#isOurs(headers.origin, host)
    if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin'
    // Over plain HTTP in a local network a browser sends neither with a GET, but it does say where it comes from.
    return headers.referer !== undefined && this.#isOurs(headers.referer, host)
  }

  /** Whether this origin was allowed by name, so that its pages may read the answers. */
  isAllowed(origin: string): boolean {
    return this.#allowed.has(origin)
  }

  #isOurs(address: string, host: string | undefined): boolean {
    const url = URL.parse(address)
    if (!url || !/^https?:$/.test(url.protocol)) return false
    if (url.origin === this.#own || this.#allowed.has(url.origin)) return true
    // A proxy may speak HTTPS for us, so only the host is compared, with the port that the page's scheme implies.
    return host !== undefined && url.host === URL.parse(`${url.protocol}//${host}`)?.host
  }
}
