/** Hosts that the operator opens, although they are private: `--allow-outside HOST[:PORT],…`. */
import { isIPv6 } from 'node:net'

/** `port` is absent where all are open. */
export type AllowedHost = { host: string; port?: number }

/** Answers with nothing for a text that is no `HOST` and no `HOST:PORT`. */
export function readAllowedHost(text: string): AllowedHost | undefined {
  const [, host, port] = /^(\[.+\]|[\w.-]+)(?::(\d{1,5}))?$/.exec(isIPv6(text) ? `[${text}]` : text) ?? []
  const url = host === undefined ? null : URL.parse(`http://${host}/`)
  if (!url || bareHost(url) === '' || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined
  return { host: bareHost(url), ...(port !== undefined && { port: Number(port) }) }
}

/** The host of an address, as names and sockets take it: without the brackets of IPv6, and without a dot at the end. */
export const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

export const portOf = ({ protocol, port }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80))

/** The open hosts, asked by name and by address. An address counts by what it is, not by how it is written. */
export class AllowedHosts {
  readonly #list: readonly AllowedHost[]

  constructor(list: readonly AllowedHost[]) {
    this.#list = list
  }

  has(host: string, port: number): boolean {
    return this.#list.some((allowed) => sameHost(allowed.host, host) && (allowed.port ?? port) === port)
  }
}

function sameHost(one: string, other: string): boolean {
  if (one === other) return true
  return isIPv6(one) && isIPv6(other) && URL.parse(`http://[${other}]`)?.hostname === `[${one}]`
}
