/** The network of a request, as far as its headers can be trusted. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { forwarded } from './forwarded.ts'

/**
 * The network for limits and bans: an IPv4 address, or the first half of an IPv6 address, which belongs to one
 * household or server. `proxies` is the number of proxies in front; with 0 their headers are ignored.
 */
export function clientNetwork(request: IncomingMessage, proxies: number): string {
  const client = withoutPort(forwarded(request, 'x-forwarded-for', proxies) ?? '')
  return networkOf(isIP(client) === 0 ? (request.socket.remoteAddress ?? '') : client)
}

/** `::1` and `2001:db8::7` as their first four groups; an IPv4 address, mapped into IPv6 or not, as it is. */
export function networkOf(address: string): string {
  if (isIP(address) === 0) return address
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  const groups = parsed.parts.slice(0, 4)
  return groups.map((group) => group.toString(16)).join(':')
}

/** Some proxies give the port as well: `192.0.2.7:5678`, `[2001:db8::7]:443`. */
function withoutPort(text: string): string {
  const [, inBrackets, before] = /^(?:\[(.+)\](?::\d+)?|([^:]+):\d+)$/.exec(text) ?? []
  return inBrackets ?? before ?? text
}
