/** The first checks of both doors: a request's network, its host, and the page that sends it. */
import type { IncomingMessage } from 'node:http'
import { clientNetwork } from './address.ts'
import { DeviceCookie, SessionCookies } from './cookies.ts'
import { forwarded } from './forwarded.ts'
import { OwnNames, parseHost } from './host.ts'
import { Origins } from './origins.ts'

type DoorkeeperOptions = {
  /** The number of trusted proxies in front. */
  proxies: number
  /** The path below which everything is: nothing, or as in `/chat`. */
  base: string
  /** The public address, if it was set. */
  publicUrl: URL | undefined
  /** Pages of other addresses that may connect. */
  allowedOrigins: string[]
  /** The name or address that we listen on. */
  host: string
  /** The name of this server in its cookies. */
  id: string
  /** Tells the operator, in a sentence, what to set. Each sentence is told once. */
  warn: (sentence: string) => void
}

export class Doorkeeper {
  /** Tells the operator, in a sentence, what to set, once. */
  readonly warn: (sentence: string) => void
  readonly #options: DoorkeeperOptions
  readonly #names: OwnNames
  readonly #origins: Origins
  readonly #cookies: SessionCookies
  readonly #deviceCookie: DeviceCookie

  constructor(options: DoorkeeperOptions) {
    const { allowedOrigins, publicUrl, host, id, base } = options
    const urls = [...allowedOrigins.map((origin) => new URL(origin)), ...(publicUrl ? [publicUrl] : [])]
    this.warn = options.warn
    this.#options = options
    this.#names = new OwnNames([host, ...urls.map(({ hostname }) => hostname)])
    this.#origins = new Origins(allowedOrigins, publicUrl?.origin)
    this.#cookies = new SessionCookies(id, base)
    this.#deviceCookie = new DeviceCookie(id, base)
  }

  /** The network that limits and bans count for. */
  networkOf(request: IncomingMessage): string {
    const { proxies } = this.#options
    if (proxies === 0 && request.headers['x-forwarded-for'] !== undefined) this.warn(UNNAMED_PROXY)
    return clientNetwork(request, proxies)
  }

  /** Whether the visitor's browser speaks HTTPS, to us or to a proxy that we know of. */
  isSecure(request: IncomingMessage): boolean {
    const { proxies, publicUrl } = this.#options
    if ('encrypted' in request.socket) return true
    const said = forwarded(request, 'x-forwarded-proto', proxies)
    if (said !== undefined) return said === 'https'
    return publicUrl?.protocol === 'https:' && this.#hostOf(request) === publicUrl.host
  }

  /** A sentence for a request with an unknown host, which says what to set; undefined for a good one. */
  notForUs(request: IncomingMessage): string | undefined {
    const text = this.#hostOf(request)
    const host = parseHost(text)
    // Browsers always send a host. A program without one was not led here by a name.
    if (text === undefined || (host && this.#names.has(host))) return undefined
    const setting = host && this.#setting(`${this.#schemeOf(request)}://${host.host}`)
    const sentence = host
      ? `This server does not know the name “${host.hostname}”. If that is its address, start it with ${setting}.`
      : 'The Host header of this request is not valid.'
    if (host) this.warn(sentence)
    return sentence
  }

  /** The same for a page of a foreign origin. A request without an Origin comes from a program, which may. */
  foreign(request: IncomingMessage): string | undefined {
    if (!this.#origins.isForeign(this.#asked(request))) return undefined
    const page = URL.parse(request.headers.origin ?? '')
    const isSite = page && /^https?:$/.test(page.protocol)
    if (!isSite) return 'Pages of this origin can’t use this server.'
    const sentence = `This server does not know the page at ${page.origin}. If that is its own address, start it with ${this.#setting(page.origin)}.`
    this.warn(sentence)
    return sentence
  }

  /** Whether a browser says that one of our own pages asks. Only then does the cookie count. */
  isOwnPage(request: IncomingMessage): boolean {
    return this.#origins.isOwnPage(this.#asked(request))
  }

  /** Whether this origin was allowed by name, so that its pages may read the answers. */
  isAllowed(origin: string): boolean {
    return this.#origins.isAllowed(origin)
  }

  /** The token in the cookie. It counts only if `isOwnPage`, or for reading. */
  tokenOf(request: IncomingMessage): string | undefined {
    return this.#cookies.read(request.headers.cookie, this.isSecure(request))
  }

  /** The `Set-Cookie` headers by which a browser keeps this token. */
  keep(request: IncomingMessage, token: string): string[] {
    return this.#cookies.set(request.headers.cookie, token, this.isSecure(request))
  }

  /** The `Set-Cookie` headers by which a browser forgets this token. */
  forget(request: IncomingMessage): string[] {
    return this.#cookies.forget(request.headers.cookie, this.isSecure(request))
  }

  /** The tokens of known devices. They let no one in, so they count on every request. */
  deviceTokensOf(request: IncomingMessage): string[] {
    return this.#deviceCookie.read(request.headers.cookie, this.isSecure(request))
  }

  /** The `Set-Cookie` headers by which a device stays known; none for no tokens. */
  keepDevice(request: IncomingMessage, tokens: readonly string[] | undefined): string[] {
    return tokens ? [this.#deviceCookie.set(tokens, this.isSecure(request))] : []
  }

  #asked(request: IncomingMessage) {
    return { headers: request.headers, host: this.#hostOf(request) }
  }

  #hostOf(request: IncomingMessage): string | undefined {
    return forwarded(request, 'x-forwarded-host', this.#options.proxies) ?? request.headers.host
  }

  /** This is only for a suggestion, so any header will do. */
  #schemeOf({ headers }: IncomingMessage): string {
    return /^https\b/.test(String(headers['x-forwarded-proto'] ?? '')) ? 'https' : 'http'
  }

  #setting(origin: string): string {
    const { publicUrl, base } = this.#options
    return publicUrl ? `--origins ${origin} (or EARSHOT_ORIGINS)` : `--public-url ${origin}${base} (or PUBLIC_URL)`
  }
}

const UNNAMED_PROXY =
  'Requests come through an unknown proxy (X-Forwarded-For), so all visitors count as one network. Start with --trust-proxy 1 (or TRUST_PROXY).'
