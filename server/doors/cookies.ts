/** Reads and writes the two cookies, of a session and of a device. */
import { parse, serialize } from 'hono/utils/cookie'

const ONE_YEAR_S = 365 * 24 * 60 * 60
/** The former name of the session cookie, which all servers shared. */
const FORMER_NAME = 'earshot'
// A browser takes a cookie of such a name only over HTTPS, from this very host, with Path=/ and no Domain.
const OVER_HTTPS = '__Host-'

export class SessionCookies {
  readonly #name: string
  readonly #path: string

  /**
   * `id` is the server's own: cookies do not tell ports or paths apart, and two servers of one host would sign each other's
   * people out. `base` is the path below which everything is.
   */
  constructor(id: string, base: string) {
    this.#name = `${FORMER_NAME}-${id}`
    this.#path = base || '/'
  }

  /**
   * The token in a Cookie header. Over HTTPS only the prefixed name counts, because an attacker on the way can set any
   * other.
   */
  read(header: string | undefined, isSecure: boolean): string | undefined {
    return valueOf(header, nameOf(this.#name, isSecure)) ?? this.#readFormer(header, isSecure)
  }

  /** The headers that set the session cookie. It replaces a former one that the browser sent. */
  set(header: string | undefined, token: string, isSecure: boolean): string[] {
    return [write(this.#name, token, ONE_YEAR_S, this.#path, isSecure), ...this.#forgetFormer(header, isSecure)]
  }

  forget(header: string | undefined, isSecure: boolean): string[] {
    return [write(this.#name, '', 0, this.#path, isSecure), ...this.#forgetFormer(header, isSecure)]
  }

  /** A former cookie beside our own belongs to another server, which was not updated yet. */
  #readFormer(header: string | undefined, isSecure: boolean): string | undefined {
    const hasOwn = valueOf(header, nameOf(this.#name, isSecure)) !== undefined
    return hasOwn ? undefined : valueOf(header, nameOf(FORMER_NAME, isSecure))
  }

  #forgetFormer(header: string | undefined, isSecure: boolean): string[] {
    const isSent = this.#readFormer(header, isSecure) !== undefined
    return isSent ? [write(FORMER_NAME, '', 0, '/', isSecure)] : []
  }
}

/** The cookie of a device on which a person was signed in. It lasts longer than the session. */
export class DeviceCookie {
  readonly #name: string
  readonly #path: string

  /** As for the session cookie. */
  constructor(id: string, base: string) {
    this.#name = `${FORMER_NAME}-${id}-devices`
    this.#path = base || '/'
  }

  /** The tokens in a Cookie header: one for each person who was signed in there. */
  read(header: string | undefined, isSecure: boolean): string[] {
    return valueOf(header, nameOf(this.#name, isSecure))?.split('.') ?? []
  }

  set(tokens: readonly string[], isSecure: boolean): string {
    return write(this.#name, tokens.join('.'), ONE_YEAR_S, this.#path, isSecure)
  }
}

const nameOf = (name: string, isSecure: boolean): string => (isSecure ? OVER_HTTPS + name : name)

const valueOf = (header: string | undefined, name: string): string | undefined => parse(header ?? '', name)[name]

function write(name: string, value: string, maxAge: number, path: string, secure: boolean): string {
  const attributes = { path: secure ? '/' : path, httpOnly: true, sameSite: 'Lax', maxAge, secure } as const
  return serialize(nameOf(name, secure), value, attributes)
}
