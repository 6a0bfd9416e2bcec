/**
 * Finds bare addresses: `https://…`, `www.…`, `ann@example.com`. The search begins only at one of these three. The host
 * comes first and is limited; the rest of a valid address is read once. So the time is proportional to the text.
 */
import { decodeEntity } from './entities.ts'
import { UNSPACED } from './unspaced.ts'

type Address = {
  /** The position after its last character. */
  end: number
  href: string
}

/** The beginning of an address, up to its host. Each word is searched once for a mail address, also after emphasis. */
const BEGIN = /https?:\/\/(?:[\w.~%!$*+,;=:-]{1,128}@)?|(?<![\w.+-])[_.+-]*[a-z\d][\w.+-]{0,63}@|www\./gi
const HOST = /\[[\da-f:.]{2,45}\]|[\p{L}\p{M}\p{N}\p{ExtPict}._\-\u200c\u200d]{1,254}/iuy
const MAX_HOST = 253
const PORT = /:\d{1,5}(?!\d)/y
/** Directly after a host these show that it was none: a placeholder, another `@`, a port that is no port. */
const AFTER_NO_HOST = /[%${=+&^@]|:[/\d]/y
/** `hono@4.6.1` is a version, and `git@host:path` is the place of a repository. */
const MAIL_HOST = /\.(?:xn--[a-z\d-]+|\p{L}[\p{L}\p{M}]+)$/u
const AFTER_NO_MAIL = /@|:[^\s.,;:!?)\]}'"*]/y

const LETTER = /[\p{L}\p{M}\p{N}]/u
/** A host in ASCII ends before these. */
const FOREIGN = new RegExp(String.raw`${UNSPACED.source}|\p{ExtPict}`, 'u')
/** Characters of a path. Beyond ASCII only letters, digits and the like belong to it. */
const GOES_ON = String.raw`\w.%!$+,;:@=/?#|^\p{L}\p{M}\p{N}\u200c\u200d-`
const PLAIN = new RegExp(`[${GOES_ON}]+`, 'uy')
const BRACKET_OR_END = new RegExp(`[^*~'&·・･${GOES_ON}]`, 'gu')
/** At the end of an address these belong to the sentence. */
const TAIL = /[?!.,:;'|\u200c\u200d]/
const [OPENING, CLOSING] = ['([{', ')]}']

/** Finds the addresses of one text, from left to right. */
export function addressesIn(text: string) {
  let begin = ''
  let start = -1
  let partners: Map<number, number> | undefined

  return { next, read }

  /** The first position from here on where an address may begin, or Infinity. Called from left to right. */
  function next(from: number): number {
    while (start < from) {
      BEGIN.lastIndex = start + begin.length
      const found = BEGIN.exec(text)
      const signs = found?.[0].search(/[^_.+-]/) ?? 0
      begin = found?.[0].slice(signs).toLowerCase() ?? ''
      start = found ? found.index + signs : Infinity
    }
    return start
  }

  /**
   * The address that begins where `next` said, if any. `open`: the marks of emphasis before it, which may end after it.
   */
  function read(open: ReadonlySet<string>): Address | undefined {
    const before = characterBefore(start)
    const isUrl = begin.startsWith('http')
    const isMail = !isUrl && begin.endsWith('@')
    if (isUrl ? /[a-z\d]/i.test(before) : isInWord(before) || /[.@-]/.test(before)) return undefined

    const hostStart = isUrl || isMail ? start + begin.length : start
    let end = hostEnd(hostStart)
    const host = text.slice(hostStart, end)
    if (!URL.canParse(`http://${host}`)) return undefined
    if (isMail) {
      // `ssh://git@host`, `ftp://ann:secret@host`: these are another kind of address.
      const isOther = /\/\/\S*$/.test(text.slice(Math.max(0, start - 64), start))
      if (isOther || !MAIL_HOST.test(host) || match(AFTER_NO_MAIL, end) !== '') return undefined
    } else {
      end += match(PORT, end).length
      if (match(AFTER_NO_HOST, end) !== '' || (!isUrl && host.length <= begin.length)) return undefined
      if (/[/?#]/.test(text.charAt(end))) end = withoutTail(pathEnd(end, open), open)
    }
    return { end, href: (isMail ? 'mailto:' : isUrl ? '' : 'http://') + text.slice(start, end) }
  }

  function match(pattern: RegExp, at: number): string {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }

  function characterBefore(at: number): string {
    return (text.codePointAt(at - 2) ?? 0) > 0xffff ? text.slice(at - 2, at) : text.charAt(at - 1)
  }

  /** The same position when there is none. */
  function hostEnd(from: number): number {
    const run = match(HOST, from)
    let host = run.split('..', 1)[0] ?? ''
    // The last part of a host does not change to one of these scripts: `example.com看看`.
    const last = host.lastIndexOf('.', host.length - 2) + 1
    const foreign = host.slice(last).search(FOREIGN)
    if (foreign > 0 && /[a-z\d]/i.test(host.charAt(last))) host = host.slice(0, last + foreign)
    if (host !== run || !/[/?#:]/.test(text.charAt(from + run.length))) host = host.replace(/[._-]{1,9}$/, '')
    return run.length > MAX_HOST || /^[.-]/.test(run) ? from : from + host.length
  }

  function pathEnd(from: number, open: ReadonlySet<string>): number {
    let end = from
    do end += match(PLAIN, end).length
    while (goesOn(end, from, open) && ++end)
    return end
  }

  /** Whether this character, which is not a plain one, belongs to the address. */
  function goesOn(at: number, from: number, open: ReadonlySet<string>): boolean {
    const char = text.charAt(at)
    const after = text.charAt(at + 1)
    if (char === '*' || char === '~') return after !== char || !open.has(char)
    if (char === "'") return LETTER.test(after)
    if (/[·・･]/.test(char)) return LETTER.test(text.charAt(at - 1)) && LETTER.test(after)
    // A sign that would end it ends it by its name, too.
    if (char === '&') return !/[\s<>"]/.test(decodeEntity(text, at)?.character ?? '')
    const partner = partnerOf(at)
    // `[words](address)` is a link by itself.
    return partner !== undefined && partner >= from && (char !== '[' || text.charAt(partner + 1) !== '(')
  }

  /** The position of the other bracket of the pair. Both are in one word. */
  function partnerOf(at: number): number | undefined {
    if (!partners) {
      partners = new Map()
      let open: number[] = []
      for (const { 0: char, index } of text.matchAll(BRACKET_OR_END)) {
        const opener = open.at(-1) ?? -1
        if (OPENING.includes(char)) open.push(index)
        else if (opener >= 0 && OPENING.indexOf(text.charAt(opener)) === CLOSING.indexOf(char)) {
          partners.set(opener, index).set(index, opener)
          open.pop()
        } else open = []
      }
    }
    return partners.get(at)
  }

  function withoutTail(pathEnd: number, open: ReadonlySet<string>): number {
    let end = pathEnd
    while (TAIL.test(text.charAt(end - 1)) || open.has(text.charAt(end - 1))) end--
    return end
  }
}

const isInWord = (char: string): boolean => LETTER.test(char) && !UNSPACED.test(char)
