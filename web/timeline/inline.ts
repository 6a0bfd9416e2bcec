/**
 * What stands inside a paragraph: emphasis, code, links. One pass over the text notes pieces and possible marks, one over
 * the marks pairs them (the way CommonMark describes it), one builds the tree. Each looks at a character a bounded number
 * of times, so no text takes longer than its length: readers' browsers meet whatever anybody sends.
 */
import { decodeEntity } from './entities.ts'
import { type SafeLink, isMisleading, safeLink } from './links.ts'
import { type Mark, textOf } from './marks.ts'

type Wrap = { kind: 'strong' | 'em' | 'del' } | { kind: 'link'; link: SafeLink }
type Piece = string | Mark | Run | { opens: Wrap } | { closes: true }

/** Some `*`, `_` or `~`, and what has become of them. */
type Run = {
  char: string
  length: number
  /** Not yet paired. */
  left: number
  canOpen: boolean
  canClose: boolean
  opened: Wrap[]
  closed: number
}
type Bracket = { piece: number; run: number; end: number; isImage: boolean }

/** Wraps within wraps. Deeper ones are dropped, and their words stay. */
const MAX_DEPTH = 12
/** Marks of emphasis in one paragraph. Those after them are text. */
const MAX_RUNS = 1_000
/** Characters of an address in a link. */
const MAX_ADDRESS = 2_048

const SPECIAL = /[\\`*_~[\]!<&]/
const ESCAPABLE = /[!-/:-@[-`{-~]/
const PLAIN = /[\p{L}\p{N}]+|\s+/uy
const WORD = /[\p{L}\p{N}]/u
const SPACE = /\s/
const PUNCTUATION = /[\p{P}\p{S}]/u
const AUTOLINK = /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>/iy
const TAG = /<(?:[a-z][a-z\d-]*(?:\s[^<>]*)?\/?|\/[a-z][a-z\d-]*\s*|!--[^<>]*--)>/iy
const BARE_URL = /(?:https?:\/\/|www\.)[^\s<[\]`]+/iy
const BARE_MAIL = /[a-z\d][\w.+-]{0,63}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}(?![\w@-])/iy

export function parseInline(text: string): Mark[] {
  const reading = new Reading(text)
  return build(reading.read())
}

class Reading {
  readonly #text: string
  readonly #pieces: Piece[] = []
  readonly #runs: Run[] = []
  readonly #brackets: Bracket[] = []
  #at = 0
  #plain = ''
  /** Up to here no bare address begins: one attempt has failed, and its parts are no better. */
  #noAddressBefore = 0
  #ticks: Map<number, number[]> | undefined

  constructor(text: string) {
    this.#text = text
  }

  read(): Piece[] {
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at)
      if (SPECIAL.test(char) ? this.#special(char) : this.#address(char)) continue
      const plain = this.#match(PLAIN)?.[0] ?? char
      this.#plain += plain
      this.#at += plain.length
    }
    this.#flush()
    pair(this.#runs, 0)
    return this.#pieces
  }

  #push(piece: Piece): void {
    this.#flush()
    this.#pieces.push(piece)
  }

  #flush(): void {
    if (this.#plain !== '') this.#pieces.push(this.#plain)
    this.#plain = ''
  }

  /** Whether the character was more than itself. */
  #special(char: string): boolean {
    switch (char) {
      case '\\':
        return this.#escape()
      case '`':
        return this.#code()
      case '*':
      case '_':
      case '~':
        return this.#run(char)
      case '[':
        return this.#open(1, false)
      case '!':
        return this.#text.charAt(this.#at + 1) === '[' && this.#open(2, true)
      case ']':
        return this.#close()
      case '<':
        return this.#angle()
      default:
        return this.#entity()
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)
  }

  #escape(): boolean {
    const next = this.#text.charAt(this.#at + 1)
    if (next === '' || !ESCAPABLE.test(next)) return false
    this.#plain += next
    this.#at += 2
    return true
  }

  #entity(): boolean {
    const found = decodeEntity(this.#text, this.#at)
    if (!found) return false
    this.#plain += found.character
    this.#at += found.length
    return true
  }

  #code(): boolean {
    const length = runLength(this.#text, this.#at)
    const start = this.#at + length
    // Where the runs of each length begin, found once: otherwise every run that is never closed would search to the end.
    this.#ticks ??= ticksOf(this.#text)
    const ends = this.#ticks.get(length) ?? []
    while ((ends[0] ?? Infinity) < start) ends.shift()
    const end = ends[0]
    if (end === undefined) {
      this.#plain += this.#text.slice(this.#at, start)
      this.#at = start
      return true
    }
    const code = this.#text.slice(start, end).replaceAll('\n', ' ')
    const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
    this.#push({ kind: 'code', text: isPadded ? code.slice(1, -1) : code })
    this.#at = end + length
    return true
  }

  #run(char: string): boolean {
    const length = runLength(this.#text, this.#at)
    const before = this.#text.charAt(this.#at - 1) || '\n'
    const after = this.#text.charAt(this.#at + length) || '\n'
    this.#at += length
    const [spaceBefore, spaceAfter] = [SPACE.test(before), SPACE.test(after)]
    const [pointBefore, pointAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)]
    const isLeft = !spaceAfter && (!pointAfter || spaceBefore || pointBefore)
    const isRight = !spaceBefore && (!pointBefore || spaceAfter || pointAfter)
    // A snake_case_name has no emphasis in it.
    const canOpen = isLeft && (char !== '_' || !isRight || pointBefore)
    const canClose = isRight && (char !== '_' || !isLeft || pointAfter)
    if ((!canOpen && !canClose) || (char === '~' && length > 2) || this.#runs.length >= MAX_RUNS) {
      this.#plain += char.repeat(length)
      return true
    }
    const run: Run = { char, length, left: length, canOpen, canClose, opened: [], closed: 0 }
    this.#push(run)
    this.#runs.push(run)
    return true
  }

  #open(length: number, isImage: boolean): boolean {
    this.#push(isImage ? '![' : '[')
    this.#at += length
    this.#brackets.push({ piece: this.#pieces.length - 1, run: this.#runs.length, end: this.#at, isImage })
    return true
  }

  #close(): boolean {
    const bracket = this.#brackets.pop()
    const target = bracket && this.#target()
    const link = target && safeLink(target.address)
    if (!link) return false

    this.#flush()
    // What is inside is settled now; marks of the inside do not pair with marks outside.
    pair(this.#runs, bracket.run)
    this.#runs.length = bracket.run
    // `[](address)` would be invisible.
    if (bracket.end === this.#at) this.#pieces.push(link.href)
    this.#pieces[bracket.piece] = { opens: { kind: 'link', link } }
    this.#pieces.push({ closes: true })
    this.#at = target.end
    // No link within a link: what was open around this one is text.
    if (!bracket.isImage) this.#brackets.splice(0, Infinity, ...this.#brackets.filter(({ isImage }) => isImage))
    return true
  }

  /** The `(address "title")` behind a closing bracket. The title is not used: it could say anything. */
  #target(): { address: string; end: number } | undefined {
    if (this.#text.charAt(this.#at + 1) !== '(') return undefined
    const start = this.#at + 2
    const text = this.#text.slice(start, start + MAX_ADDRESS)
    const lead = /^\s{0,9}/.exec(text)?.[0].length ?? 0
    const length = text.charAt(lead) === '<' ? text.indexOf('>', lead) - lead + 1 : addressLength(text, lead)
    if (length <= 0) return undefined
    const rest = /^(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,9}\)/.exec(
      text.slice(lead + length),
    )
    if (!rest) return undefined
    const address = text.slice(lead, lead + length).replace(/^<([^<>\n]*)>$/, '$1')
    return { address: address.replace(/\\([!-/:-@[-`{-~])/g, '$1'), end: start + lead + length + rest[0].length }
  }

  #angle(): boolean {
    const link = this.#match(AUTOLINK)
    if (link?.[1] !== undefined) {
      const address = link[1]
      return this.#link(address, link[0].length, address.includes(':') ? address : `mailto:${address}`)
    }
    // Not a tag for us, but what its author wrote as one is not searched for emphasis.
    const tag = this.#match(TAG)
    if (!tag) return false
    this.#plain += tag[0]
    this.#at += tag[0].length
    return true
  }

  /** An address without any marks, as people type it. */
  #address(char: string): boolean {
    if (this.#at < this.#noAddressBefore || !WORD.test(char) || WORD.test(this.#text.charAt(this.#at - 1))) return false
    const url = char === 'h' || char === 'H' || char === 'w' || char === 'W' ? this.#match(BARE_URL)?.[0] : undefined
    if (url !== undefined) {
      const words = withoutTail(url)
      if (this.#link(words, words.length, /^www\./i.test(words) ? `http://${words}` : words)) return true
      this.#noAddressBefore = this.#at + url.length
      return false
    }
    const mail = this.#match(BARE_MAIL)?.[0]
    return mail !== undefined && this.#link(mail, mail.length, `mailto:${mail}`)
  }

  /** Whether an open bracket turns out to be a link's: then the link is the one that was written. */
  #isLinkText(): boolean {
    return this.#brackets.length > 0 && this.#text.slice(this.#at, this.#at + 300).includes('](')
  }

  #link(words: string, length: number, address: string): boolean {
    if (this.#isLinkText()) return false
    const link = safeLink(address)
    // A host in the address bar has a dot; `http://x` is more likely an example.
    if (!link || (!link.target.includes('.') && !/^https?:\/\/(?:localhost|\[)/i.test(address))) return false
    this.#push({ kind: 'link', ...link, isMisleading: isMisleading(words, link), children: [words] })
    this.#at += length
    return true
  }
}

/** How often the character repeats itself from here. */
function runLength(text: string, at: number): number {
  let end = at + 1
  while (text.charCodeAt(end) === text.charCodeAt(at)) end++
  return end - at
}

function ticksOf(text: string): Map<number, number[]> {
  const ticks = new Map<number, number[]>()
  for (const { 0: found, index } of text.matchAll(/`+/g)) {
    const known = ticks.get(found.length)
    if (known) known.push(index)
    else ticks.set(found.length, [index])
  }
  return ticks
}

/** Up to the space or the bracket that ends the address; brackets within it come in pairs. */
function addressLength(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at)
    if (char <= ' ') return at - start
    if (char === '\\') at++
    else if (char === '(' && ++depth > 16) return 0
    else if (char === ')' && --depth < 0) return at - start
  }
  return 0
}

/** A full stop after an address ends the sentence, and a bracket that was opened before it is closed after it. */
function withoutTail(url: string): string {
  let end = url.length
  let surplus = url.split(')').length - url.split('(').length
  for (; end > 0; end--) {
    const last = url.charAt(end - 1)
    if (last === ')' && surplus-- <= 0) break
    if (!/[?!.,:;*_~'")]/.test(last)) break
  }
  return url.slice(0, end)
}

/** Pairs the runs from `bottom` on. */
function pair(runs: Run[], bottom: number): void {
  const open: Run[] = []
  /** For each kind of closing run: below this many open ones there is none for it. */
  const floors = new Map<string, number>()
  for (let at = bottom; at < runs.length; at++) {
    const run = runs[at]
    if (!run) continue
    while (run.canClose && run.left > 0) {
      const kind = `${run.char}${run.canOpen}${run.length % 3}${run.char === '~' ? run.left : ''}`
      const floor = Math.min(floors.get(kind) ?? 0, open.length)
      let found = open.length - 1
      while (found >= floor && !isPair(open[found], run)) found--
      const opener = found >= floor ? open[found] : undefined
      if (!opener) {
        floors.set(kind, open.length)
        break
      }
      const used = opener.left >= 2 && run.left >= 2 ? 2 : 1
      opener.opened.push({ kind: run.char === '~' ? 'del' : used === 2 ? 'strong' : 'em' })
      run.closed++
      // Whatever was opened in between has not been closed in time.
      open.length = opener.left === used ? found : found + 1
      opener.left -= used
      run.left -= used
    }
    if (run.canOpen && run.left > 0) open.push(run)
  }
}

function isPair(opener: Run | undefined, closer: Run): boolean {
  if (opener?.char !== closer.char) return false
  if (closer.char === '~') return opener.left === closer.left
  // CommonMark's rule of three: `*a**b*` is one emphasis, not two.
  const isEither = closer.canOpen || opener.canClose
  return !isEither || (opener.length + closer.length) % 3 !== 0 || (opener.length % 3 === 0 && closer.length % 3 === 0)
}

type Frame = { wrap: Wrap | undefined; children: Mark[] }

function build(pieces: Piece[]): Mark[] {
  const root: Frame = { wrap: undefined, children: [] }
  const frames = [root]
  let dropped = 0
  const top = () => frames.at(-1) ?? root

  function add(mark: Mark) {
    const { children } = top()
    const last = children.at(-1)
    if (typeof mark === 'string' && typeof last === 'string') children[children.length - 1] = last + mark
    else if (mark !== '') children.push(mark)
  }
  function open(wrap: Wrap) {
    if (frames.length > MAX_DEPTH) dropped++
    else frames.push({ wrap, children: [] })
  }
  function close() {
    if (dropped > 0) {
      dropped--
      return
    }
    const frame = frames.pop()
    if (frame?.wrap) add(wrapped(frame.wrap, frame.children))
  }

  for (const piece of pieces) {
    if (typeof piece === 'string') add(piece)
    else if ('opens' in piece) open(piece.opens)
    else if ('closes' in piece) close()
    else if ('kind' in piece) add(piece)
    else {
      for (let i = 0; i < piece.closed; i++) close()
      add(piece.char.repeat(piece.left))
      for (const wrap of piece.opened.toReversed()) open(wrap)
    }
  }
  return root.children
}

function wrapped(wrap: Wrap, children: Mark[]): Mark {
  if (wrap.kind !== 'link') return { kind: wrap.kind, children }
  return { kind: 'link', ...wrap.link, isMisleading: isMisleading(textOf(children), wrap.link), children }
}
