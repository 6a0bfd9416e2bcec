/** Refuses a request before a door sees it: with one sentence, for a person or a program. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorCode } from '../../protocol/error-codes.ts'

export type No = { status: 403 | 404 | 421 | 429; code: ErrorCode; sentence: string; retryAfterMs?: number | undefined }

/** A browser gets a page without any script. A program gets the same shape as from the API. */
export function refuseRequest(request: IncomingMessage, response: ServerResponse, no: No): void {
  const isPage = request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '')
  const { status, code, sentence: message, retryAfterMs } = no
  const body = isPage ? pageOf(message) : JSON.stringify({ error: { code, message, retryAfterMs } })
  response.writeHead(status, {
    'Content-Type': isPage ? 'text/html; charset=utf-8' : 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...(retryAfterMs !== undefined && { 'Retry-After': Math.ceil(retryAfterMs / 1_000) }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

export function refuseUpgrade(socket: Duplex, { status, sentence }: No): void {
  // The connection may have ended already, which is fine.
  socket.on('error', () => socket.destroy())
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(sentence)}`,
      '',
      sentence,
    ].join('\r\n'),
  )
}

const pageOf = (sentence: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Earshot</title>
  </head>
  <body>
    <h1>Earshot</h1>
    <p>${escapeHtml(sentence)}</p>
  </body>
</html>
`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!)
