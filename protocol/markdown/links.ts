/** Checks links: which may be followed, and which need a warning about their target. */
import { decodeEntities } from './entities.ts'

export type SafeLink = {
  href: string
  /** The link's true target: the host, or the address of a mailto. Look-alike letters appear as punycode. */
  target: string
}

const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/** Undefined unless the text is a whole http, https or mailto address. Partial addresses have no base. */
export function safeLink(href: string): SafeLink | undefined {
  const address = decodeEntities(href)
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !ALLOWED.has(url.protocol)) return undefined
  if (url.protocol === 'mailto:') return { href: url.href, target: mailTarget(url.pathname) }
  return url.host === '' ? undefined : { href: url.href, target: url.host }
}

/** The address, with its host in the form in which mail looks it up. */
function mailTarget(path: string): string {
  const at = path.lastIndexOf('@') + 1
  const host = path.slice(at)
  const address = `http://${host}`
  return host.includes('%') && URL.canParse(address) ? path.slice(0, at) + new URL(address).hostname : path
}

/** The part before a host: opening marks, a scheme, slashes. */
const LEAD = /^[^\p{L}\p{N}[]*(?:([a-z][a-z0-9+.-]*:)(?=\/))?\/*/iu
const NO_HOST = /[^\p{L}\p{N}\p{M}_.。．｡-]+/u
const DOTS = /[.。．｡]/u

/** Whether the words of a link name another place than its target, letter for letter. */
export function isMisleading(words: string, { href, target }: SafeLink): boolean {
  const isMail = href.startsWith('mailto:')
  const real = withoutWww(isMail ? target : new URL(href).hostname)
  // Look-alikes of letters and dots are read as the characters that they imitate.
  const alike = words.normalize('NFKC')
  return words.split(/\s+/u).some(namesAnother) || (alike !== words && alike.split(/\s+/u).some(namesAnother))

  function namesAnother(word: string): boolean {
    const [lead, scheme] = LEAD.exec(word) ?? ['']
    // Only the place of a host counts: a path may end in `index.html`.
    const place = word.slice(lead.length).split(/[/?#\\]/u, 1)[0] ?? ''
    if (isMail && place.toLowerCase() === real) return false
    // Behind a scheme there is a host, even one without a dot.
    if (scheme !== undefined && !isMail && withoutWww(place.replace(/:\d*$/, '')) === real) return false
    const hosts = place.split(NO_HOST).filter((part) => DOTS.test(part.slice(1, -1)))
    return (hosts.length === 0 && scheme !== undefined) || hosts.some((host) => withoutWww(host) !== real)
  }
}

const withoutWww = (host: string) =>
  host
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/^\.|\.$/gu, '')
