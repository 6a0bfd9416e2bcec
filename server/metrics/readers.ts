/** Decides whether a request may read the metrics: it is for the holder of the token, or without a token a program on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Headers by which a proxy says that it passes a request on. */
const OF_PROXIES = ['forwarded', 'via', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

export type ReadersOptions = {
  /** The token, if one was set. */
  token: string | undefined
  /** The number of trusted proxies in front. */
  proxies: number
}

/** A sentence for a request that may not read them; undefined for one that may. */
export function whyNotRead(request: IncomingMessage, { token, proxies }: ReadersOptions): string | undefined {
  if (token !== undefined) return showsToken(request, token) ? undefined : NEEDS_TOKEN
  return isFromHere(request, proxies) ? undefined : ONLY_HERE
}

const NEEDS_TOKEN = 'The metrics need the token of METRICS_TOKEN, as “Authorization: Bearer TOKEN”.'
const ONLY_HERE =
  'The metrics are for programs on this machine, at localhost. For others, start the server with --metrics-token (or METRICS_TOKEN).'

function showsToken({ headers }: IncomingMessage, token: string): boolean {
  const shown = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  // Of equal length, so that the time tells nothing.
  return timingSafeEqual(digest(shown), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * A proxy on this machine connects from here too, on behalf of anyone. Most say so in a header, which counts if the proxy
 * is trusted. Some only leave the host’s name as it was, and nginx by itself speaks HTTP/1.0.
 */
function isFromHere({ socket, headers, httpVersion }: IncomingMessage, proxies: number): boolean {
  if (!isLoopback(socket.remoteAddress)) return false
  const through = String(headers['x-forwarded-for'] ?? '')
  // All of them, also those before the trusted ones: a stranger can only add more.
  if (proxies > 0 && through !== '') return through.split(',').every((address) => isLoopback(address.trim()))
  if (through !== '' || OF_PROXIES.some((header) => headers[header] !== undefined)) return false
  return httpVersion !== '1.0' && isLoopbackHost(headers.host ?? '')
}

function isLoopbackHost(host: string): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? ''
  return name === 'localhost' || isLoopback(name.replace(/^\[(.*)\]$/, '$1'))
}

function isLoopback(address = ''): boolean {
  const version = isIP(address)
  return version !== 0 && LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
