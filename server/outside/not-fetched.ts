/**
 * Why an address was not fetched:
 *
 * - `bad_address`: it is no address, is too long, or holds a name or password
 * - `not_http`: its scheme is another than http and https, or than https where only that is taken
 * - `not_allowed`: it leads to a port or into a network that this server reaches for nobody
 * - `unknown_host`: its name has no address
 * - `unreachable`: no connection, a wrong certificate, or one that broke
 * - `bad_answer`: an answer that breaks the rules of HTTP, or in an unknown encoding
 * - `too_large`, `too_slow`, `too_many_redirects`: beyond a limit
 * - `busy`: too many are waiting already
 * - `stopped`: this server stops
 */
export type Why =
  | 'bad_address'
  | 'not_http'
  | 'not_allowed'
  | 'unknown_host'
  | 'unreachable'
  | 'bad_answer'
  | 'too_large'
  | 'too_slow'
  | 'too_many_redirects'
  | 'busy'
  | 'stopped'

/** The expected "no" of the world outside. */
export class NotFetched extends Error {
  readonly why: Why

  constructor(why: Why, cause?: unknown) {
    super(`not fetched: ${why}`, { cause })
    this.why = why
  }
}
