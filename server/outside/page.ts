/** Reads what a page says of itself in its head: for Open Graph, for Twitter, or plainly. */
import { MIMEType } from 'node:util'
import { Parser } from 'htmlparser2'
import { tidyText } from './page-text.ts'

/** The shown lengths, in characters. */
const MAX_TITLE = 200
const MAX_DESCRIPTION = 300
const MAX_SITE = 60
/** How far a page may name its encoding (HTML, 13.2.3.2). */
const HEAD_OF_ENCODING = 1_024
/** Bytes that are read without a look at whether the head has ended. */
const SLICE = 16 * 1_024
/** A longer title is no title. */
const MAX_RAW = 20_000

const OF_A_HEAD = new Set(['html', 'head', 'base', 'link', 'meta', 'noscript', 'script', 'style', 'template', 'title'])
const MAX_DEPTH = 50

/** `picture` is the address of a picture that the page gives for itself. */
export type PageWords = { title: string; description?: string; site?: string; picture?: string }

/** `address` is where the page was found. Undefined for what is no page of HTML, or has no title. */
export function readPage(body: Buffer, contentType: string | undefined, address: string): PageWords | undefined {
  const type = parseType(contentType)
  if (type === undefined || !['text/html', 'application/xhtml+xml'].includes(type.essence)) return undefined
  const head = new Head()
  const decoder = new TextDecoder(encodingOf(body, type.params.get('charset') ?? undefined))
  for (let at = 0; at < body.length && !head.hasEnded; at += SLICE)
    head.write(decoder.decode(body.subarray(at, at + SLICE), { stream: true }))
  const title = tidyText(head.first('og:title', 'twitter:title') ?? head.title, MAX_TITLE)
  if (title === undefined) return undefined
  const description = tidyText(head.first('og:description', 'twitter:description', 'description'), MAX_DESCRIPTION)
  const site = tidyText(head.first('og:site_name', 'application-name'), MAX_SITE)
  const picture = pictureAt(head.first('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image'), address)
  return {
    title,
    ...(description !== undefined && description !== title && { description }),
    ...(site !== undefined && { site }),
    ...(picture !== undefined && { picture }),
  }
}

function parseType(contentType: string | undefined): MIMEType | undefined {
  try {
    return contentType === undefined ? undefined : new MIMEType(contentType)
  } catch {
    // A text that is no type says nothing.
    return undefined
  }
}

/** By its first bytes, by what the server says, or by what the page says. */
function encodingOf(body: Buffer, charset: string | undefined): string {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  const told = knownEncoding(charset)
  if (told !== undefined) return told
  const head = new Head()
  head.write(body.toString('latin1', 0, HEAD_OF_ENCODING))
  const named = knownEncoding(head.charset)
  // The name was read, so it is none of these.
  return named === undefined || named.startsWith('utf-16') ? 'utf-8' : named
}

function knownEncoding(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding
  } catch {
    // Nobody knows this encoding.
    return undefined
  }
}

function pictureAt(text: string | undefined, address: string): string | undefined {
  const url = text === undefined ? null : URL.parse(text.trim(), address)
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 2_048 ? url.href : undefined
}

/** The things that stand in the head of a page. The first of several counts. */
class Head {
  hasEnded = false
  title: string | undefined
  charset: string | undefined
  readonly #named = new Map<string, string>()
  #isInTitle = false
  #depth = 0
  readonly #parser = new Parser({
    onopentag: (name, attributes) => this.#open(name, attributes),
    ontext: (text) => {
      if (this.#isInTitle && (this.title?.length ?? 0) < MAX_RAW) this.title = `${this.title ?? ''}${text}`
    },
    onclosetag: (name) => {
      this.#depth--
      if (name === 'title') this.#isInTitle = false
      if (name === 'head') this.hasEnded = true
    },
  })

  write(text: string): void {
    this.#parser.write(text)
  }

  first(...names: string[]): string | undefined {
    return names.map((name) => this.#named.get(name)).find((text) => text !== undefined && text.trim() !== '')
  }

  #open(
    name: string,
    { property, name: own, content, charset, 'http-equiv': equivalent }: Record<string, string>,
  ): void {
    // Any other tag begins the body, as in a browser. A parser gets slow in a head of many levels.
    if (!OF_A_HEAD.has(name) || ++this.#depth > MAX_DEPTH) this.hasEnded = true
    if (this.hasEnded) return
    if (name === 'title') this.#isInTitle = this.title === undefined
    if (name !== 'meta') return
    this.charset ??= charset
    if (equivalent?.toLowerCase() === 'content-type')
      this.charset ??= parseType(content)?.params.get('charset') ?? undefined
    const key = (property ?? own)?.trim().toLowerCase()
    if (key !== undefined && content !== undefined && !this.#named.has(key))
      this.#named.set(key, content.slice(0, MAX_RAW))
  }
}
