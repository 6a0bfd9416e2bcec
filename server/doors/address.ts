/** Where a request comes from, as far as that can be believed. */
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/**
 * The network that limits count for: an IPv4 address, or the first half of an IPv6 one, which is what one household or
 * one server is given. `proxies` is how many stand in front of us; with 0 the headers are not believed.
 */
export function clientNetwork(request: IncomingMessage, proxies: number): string {
  const forwarded = proxies === 0 ? [] : listIn(request, 'x-forwarded-for')
  // Each proxy appends the address it saw, so the one in front of the outermost stands `proxies` from the end.
  return networkOf(forwarded.at(-proxies) ?? forwarded[0] ?? request.socket.remoteAddress ?? '')
}

/** Whether the visitor's browser speaks HTTPS, to us or to a proxy that we were told of. */
export function isSecure(request: IncomingMessage, proxies: number): boolean {
  return 'encrypted' in request.socket || (proxies > 0 && listIn(request, 'x-forwarded-proto')[0] === 'https')
}

function listIn(request: IncomingMessage, header: string): string[] {
  return String(request.headers[header] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** `::1` and `2001:db8::7` as the four groups before the last four; an IPv4 address, mapped into IPv6 or not, as it is. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  const [before = [], after = []] = plain.split('::').map((side) => side.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16))
  return groups.slice(0, 4).join(':')
}
