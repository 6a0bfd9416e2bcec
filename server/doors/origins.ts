/** Which pages may speak to this server in a visitor's name. Asked by both doors, before anything else. */
import type { IncomingHttpHeaders } from 'node:http'

export class Origins {
  readonly #allowed: ReadonlySet<string>

  /** `allowed` are further origins, such as `https://intranet.example`. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed)
  }

  /** Whether this request comes from a page that must not be listened to. No Origin at all is a program, not a page. */
  isForeign(headers: IncomingHttpHeaders): boolean {
    if (
      headers['sec-fetch-site'] === 'cross-site' &&
      headers.origin === undefined &&
      headers['sec-fetch-mode'] !== 'navigate'
    )
      return true
    return headers.origin !== undefined && !this.#isOurs(headers.origin, headers.host)
  }

  /** Whether a browser vouches that one of our own pages asks. Only then does the cookie count. */
  isOwnPage(headers: IncomingHttpHeaders): boolean {
    if (headers.origin !== undefined) return this.#isOurs(headers.origin, headers.host)
    if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin'
    // Over plain HTTP in a local network a browser sends neither with a GET, but it does say where it comes from.
    return headers.referer !== undefined && this.#isOurs(headers.referer, headers.host)
  }

  /** Whether this origin was allowed by name, so that its pages may read the answers. */
  isAllowed(origin: string): boolean {
    return this.#allowed.has(origin)
  }

  #isOurs(address: string, host: string | undefined): boolean {
    const url = URL.parse(address)
    if (!url || host === undefined || !/^https?:$/.test(url.protocol)) return false
    if (this.#allowed.has(url.origin)) return true
    // A proxy may speak HTTPS for us, so only the host is compared, with the port that the page's scheme implies.
    return url.host === URL.parse(`${url.protocol}//${host}`)?.host
  }
}
