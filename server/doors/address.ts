/** Where a request comes from. Behind proxies that we were told of, the nearest address that they did not add. */
import type { IncomingMessage } from 'node:http'

/** `proxies` is how many stand in front of us (0: believe the connection alone, whatever the headers say). */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const direct = request.socket.remoteAddress ?? ''
  if (proxies === 0) return direct
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  // Each proxy appends the address it saw, so the one in front of the outermost stands `proxies` from the end.
  return forwarded.at(-proxies) ?? forwarded[0] ?? direct
}

/** Whether the visitor's browser speaks HTTPS, to us or to a proxy that we were told of. */
export function isSecure(request: IncomingMessage, proxies: number): boolean {
  if ('encrypted' in request.socket) return true
  return (
    proxies > 0 &&
    String(request.headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(0)
      ?.trim() === 'https'
  )
}
