/** Where an address leads, checked: first as it is written, then by what its name stands for at this moment. */
import { lookup, Resolver } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'
import { isPublic } from './addresses.ts'
import { type AllowedHosts, bareHost, portOf } from './allowed-hosts.ts'
import { NotFetched } from './not-fetched.ts'

/** A longer address is refused. */
const MAX_ADDRESS = 2_048
const PORTS = new Set([80, 443])
/** One question to a name server, and how often it is asked. */
const ANSWER_WITHIN_MS = 2_000
const TRIES = 2

export type Destination = { url: URL; host: string; port: number }

/** The addresses that may be asked for at all. `base` is the page that leads there by a redirect. */
export function readDestination(
  address: string,
  {
    onlyHttps,
    allowed,
    base,
  }: {
    onlyHttps: boolean
    allowed: AllowedHosts
    base?: URL
  },
): Destination {
  const url = address.length > MAX_ADDRESS ? null : URL.parse(address, base)
  if (!url) throw new NotFetched('bad_address')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new NotFetched('not_http')
  // A redirect can make it longer than what was given.
  if (url.href.length > MAX_ADDRESS || url.username !== '' || url.password !== '') throw new NotFetched('bad_address')
  const host = bareHost(url)
  const port = portOf(url)
  if (host === '' || host.endsWith('.')) throw new NotFetched('bad_address')
  const isAllowed = allowed.has(host, port)
  if (onlyHttps && url.protocol !== 'https:' && !isAllowed) throw new NotFetched('not_http')
  if (!isIPv6(host)) url.hostname = host
  url.hash = ''
  return { url, host, port }
}

/**
 * The addresses to connect to: all that the name has, or none. A name that has a private address beside a public one
 * is refused, because a client would take either.
 */
export async function findAddresses(
  { host, port }: Destination,
  allowed: AllowedHosts,
  nameServers?: string[],
): Promise<string[]> {
  const isNamed = allowed.has(host, port)
  const found = await resolve(host, isNamed, nameServers)
  if (found.length === 0) throw new NotFetched('unknown_host')
  const isOpen = (address: string) => allowed.has(address, port) || (PORTS.has(port) && isPublic(address))
  if (!isNamed && !found.every(isOpen)) throw new NotFetched('not_allowed')
  return found
}

async function resolve(host: string, isNamed: boolean, nameServers: string[] | undefined): Promise<string[]> {
  if (isIP(host) !== 0) return [host]
  // The system's own way knows names of the own network too. It keeps a thread until it is answered, and there are
  // four, which passwords and files need as well: so it is not for names that strangers choose. A name server does
  // not know `localhost`.
  if (isNamed || host === 'localhost')
    return (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address)
  const resolver = new Resolver({ timeout: ANSWER_WITHIN_MS, tries: TRIES })
  if (nameServers) resolver.setServers(nameServers)
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}
