/** Which links may be followed, and what a reader must be told about where they lead. */
import { decodeEntities } from './entities.ts'

export type SafeLink = {
  href: string
  /** Where it really leads: the host, or the address of a mailto. Look-alike letters appear as punycode. */
  target: string
}

const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/** Nothing for whatever is not a whole http, https or mailto address: there is no base that could complete it. */
export function safeLink(href: string): SafeLink | undefined {
  const url = URL.parse(decodeEntities(href))
  if (!url || !ALLOWED.has(url.protocol)) return undefined
  if (url.protocol === 'mailto:') return { href: url.href, target: url.pathname }
  return url.host === '' ? undefined : { href: url.href, target: url.host }
}

const HOST_LIKE = /[\p{L}\p{N}\p{M}_-]+(?:[.。．｡][\p{L}\p{N}\p{M}_-]+)+/gu
const SCHEME = /^[^\p{L}\p{N}]*(?:[a-z][a-z0-9+.-]*:)?\/*/iu

/** Whether the words of a link name another place than the one it leads to, letter for letter. */
export function isMisleading(words: string, { href, target }: SafeLink): boolean {
  const isMail = href.startsWith('mailto:')
  const real = isMail ? target : (URL.parse(href)?.hostname ?? target)
  return words.split(/\s+/u).some((word) => {
    // Only what stands where a host stands: a path may well end in `index.html`.
    const place = word.replace(SCHEME, '').split(/[/?#]/u, 1)[0] ?? ''
    if (isMail && place.toLowerCase() === real.toLowerCase()) return false
    return (place.match(HOST_LIKE) ?? []).some((host) => withoutWww(host) !== withoutWww(real))
  })
}

const withoutWww = (host: string) => host.toLowerCase().replace(/^www\./u, '')
