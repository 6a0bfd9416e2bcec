/** Headers of the proxies in front. A stranger could send the same headers. */
import type { IncomingMessage } from 'node:http'

/**
 * The value that the outermost trusted proxy wrote. Each proxy appends to the list or begins it anew. So the value is
 * as far from the end as there are proxies, or it is the first.
 */
export function forwarded(
  { headers }: Pick<IncomingMessage, 'headers'>,
  header: string,
  proxies: number,
): string | undefined {
  if (proxies === 0) return undefined
  const said = String(headers[header] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return said.at(-proxies) ?? said[0]
}
