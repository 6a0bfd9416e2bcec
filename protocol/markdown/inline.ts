/**
 * Parses the inside of a paragraph: emphasis, code, links. One pass finds pieces and possible marks, one pairs the
 * marks (as CommonMark describes it), and one builds the tree. Each reads a character a limited number of times, so the
 * time is proportional to the text: browsers get whatever people send.
 */
import { addressesIn } from './addresses.ts'
import { decodeEntity } from './entities.ts'
import { type SafeLink, isMisleading, safeLink } from './links.ts'
import { type CustomEmoji, type Mark, type Mention, textOf } from './marks.ts'
import { UNSPACED } from './unspaced.ts'

type Wrap = { kind: 'strong' | 'em' | 'del' } | { kind: 'link'; link: SafeLink }
/** Finds mentions. */
export type Names = {
  /** The mention that begins with the @ at this place. */
  at: (text: string, at: number) => Mention | undefined
  /** All mentions in a text without other marks. */
  within: (text: string) => Mark[]
}

/** Finds the custom emoji that begins with the colon at this place. */
export type FindEmoji = (text: string, at: number) => CustomEmoji | undefined

/** How to read a text: the finders of mentions and emoji, and the marks still allowed. Below zero, reading stops. */
export type Way = { names: Names | undefined; emoji: FindEmoji | undefined; left: { marks: number } }

type Piece = string | Mark | Run | { opens: Wrap } | { closes: true }

/** A run of `*`, `_` or `~`, and its state. */
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

/** Levels of marks within marks. Deeper ones are dropped, and their words stay. */
const MAX_DEPTH = 12
/** Marks of emphasis in one paragraph. Those after them are text. */
const MAX_RUNS = 1_000
/** Characters of an address in a link. */
const MAX_ADDRESS = 2_048

const SPECIAL = /[\\`*_~[\]!<&@:]/
/** Characters that a backslash escapes. */
const SIGN = /[`*_~[\]<&@]/
const SIGN_OF_LINE = /[#>+=-]/
const NUMBER_OF_LINE = /(?:^|\n)\d{1,3}$/
/** `C:\` or `\\server`, and on as far as a path may go. Nothing in it is a sign. */
const BEFORE_PATH = /(?:^|[^\p{L}\p{N}])[a-z]:$/iu
const PATH = /\\(?:[^\s*`<>"|?[\]~]|~(?!~))*/y
/** Otherwise the arm of this kaomoji would be lost. */
const SHRUG = /\\_\([^\s()]{1,8}\)_\/¯/y
const PLAIN = /[\p{L}\p{N}]+|\s+/uy
const WORD = /[\p{L}\p{N}]/u
const SPACE = /\s/
const HIGH = /[\ud800-\udbff]/
const LOW = /[\udc00-\udfff]/
const DIGIT = /\d/
/** Without emoji, which stand for words. */
const PUNCTUATION = /[[\p{P}\p{S}]--[\p{ExtPict}\p{EPres}]]/v
const AUTOLINK = /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>/iy
const TAG = /<(?:[a-z][a-z\d-]*(?:\s[^<>]*)?\/?|\/[a-z][a-z\d-]*\s*|!--[^<>]*--)>/iy

export function parseInline(text: string, way: Way): Mark[] {
  const reading = new Reading(text, way)
  return build(reading.read())
}

class Reading {
  readonly #text: string
  readonly #pieces: Piece[] = []
  readonly #runs: Run[] = []
  readonly #brackets: Bracket[] = []
  readonly #addresses: ReturnType<typeof addressesIn>
  /** Characters of emphasis that may be open. */
  readonly #opened = new Set<string>()
  /** Of the brackets before this one, those that are no picture's are text: there is no link within a link. */
  #firstOpen = 0
  #at = 0
  #plain = ''
  #ticks: Map<number, { places: number[]; next: number }> | undefined
  readonly #way: Way

  constructor(text: string, way: Way) {
    this.#text = text
    this.#addresses = addressesIn(text)
    this.#way = way
  }

  read(): Piece[] {
    while (this.#at < this.#text.length && this.#way.left.marks >= 0) {
      const char = this.#text.charAt(this.#at)
      if (this.#addresses.next(this.#at) === this.#at && this.#address()) continue
      if (SPECIAL.test(char) && this.#special(char)) continue
      // Between letters of a script without spaces, an address may begin.
      const plain = (this.#match(PLAIN)?.[0] ?? char).slice(0, this.#addresses.next(this.#at + 1) - this.#at)
      this.#plain += plain
      this.#at += plain.length
    }
    this.#flush()
    pair(this.#runs, 0)
    return this.#pieces
  }

  #push(piece: Piece): void {
    // A link has words as well.
    if (typeof piece !== 'string' && 'kind' in piece) this.#way.left.marks -= piece.kind === 'link' ? 2 : 1
    this.#flush()
    this.#pieces.push(piece)
  }

  #flush(): void {
    if (this.#plain !== '') this.#pieces.push(this.#plain)
    this.#plain = ''
  }

  /** Whether the character was part of a mark. */
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
      case '@':
        return this.#found(this.#way.names?.at(this.#text, this.#at))
      case ':':
        return this.#found(this.#way.emoji?.(this.#text, this.#at))
      default:
        return this.#entity()
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)
  }

  #found(mark: Mention | CustomEmoji | undefined): boolean {
    if (!mark) return false
    this.#push(mark)
    this.#at += mark.text.length
    return true
  }

  #escape(): boolean {
    const length = runLength(this.#text, this.#at)
    const literal = this.#path(length) ?? this.#match(SHRUG)?.[0]
    if (literal !== undefined) return this.#asTyped(literal)
    const end = this.#at + length
    const isAsTyped = !this.#isSign(end)
    if (isAsTyped) return this.#asTyped('\\'.repeat(length))
    // Two stand for one, and a last one for the sign behind it.
    this.#plain += '\\'.repeat(length >> 1)
    this.#at = end
    return length % 2 === 0 || this.#asTyped(this.#text.charAt(end))
  }

  #asTyped(text: string): true {
    this.#plain += text
    this.#at += text.length
    return true
  }

  #path(length: number): string | undefined {
    const before = this.#text.slice(Math.max(0, this.#at - 3), this.#at)
    const isShare = length === 2 && !WORD.test(before.slice(-1)) && WORD.test(this.#text.charAt(this.#at + 2))
    return isShare || BEFORE_PATH.test(before) ? this.#match(PATH)?.[0] : undefined
  }

  /** Whether a character would be a mark without the backslash before it. */
  #isSign(at: number): boolean {
    const char = this.#text.charAt(at)
    if (char === '!') return this.#text.charAt(at + 1) === '['
    if (char === '.' || char === ')') return NUMBER_OF_LINE.test(this.#text.slice(Math.max(0, this.#at - 4), this.#at))
    if (char === ':') return this.#way.emoji?.(this.#text, at) !== undefined
    return SIGN.test(char) || (SIGN_OF_LINE.test(char) && /^$|\n/.test(this.#text.charAt(this.#at - 1)))
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
    // The starts of the runs of each length, found once: otherwise every unclosed run would search to the end.
    this.#ticks ??= ticksOf(this.#text)
    const same = this.#ticks.get(length) ?? { places: [], next: 0 }
    while ((same.places[same.next] ?? Infinity) < start) same.next++
    const end = same.places[same.next]
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
    if (this.#runs.length >= MAX_RUNS || (char === '~' && length !== 2)) return this.#asTyped(char.repeat(length))
    const before = lastOf(this.#text, this.#at)
    const after = firstOf(this.#text, this.#at + length)
    const isLeft = !isGap(after) && (isFree(before) || !isPoint(after) || UNSPACED.test(after))
    const isRight = !isGap(before) && (isFree(after) || !isPoint(before) || UNSPACED.test(before))
    // A snake_case_name has no emphasis in it.
    const canOpen = isLeft && (char !== '_' || !isRight || isPoint(before))
    const canClose = isRight && (char !== '_' || !isLeft || isPoint(after))
    const isProduct = char === '*' && DIGIT.test(before) && DIGIT.test(after)
    if ((!canOpen && !canClose) || isProduct) return this.#asTyped(char.repeat(length))
    this.#at += length
    const run: Run = { char, length, left: length, canOpen, canClose, opened: [], closed: 0 }
    this.#push(run)
    this.#runs.push(run)
    if (canOpen) this.#opened.add(char)
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
    this.#firstOpen = Math.min(this.#firstOpen, this.#brackets.length + 1)
    const isOpen = bracket && (bracket.isImage || this.#brackets.length >= this.#firstOpen)
    const target = isOpen && this.#target()
    const link = target && safeLink(target.address)
    if (!link) return false

    this.#flush()
    // The inside is done. Its marks do not pair with marks outside.
    pair(this.#runs, bracket.run)
    this.#runs.length = bracket.run
    // `[](address)` would be invisible.
    if (bracket.end === this.#at) this.#pieces.push(link.href)
    this.#way.left.marks -= 2
    this.#pieces[bracket.piece] = { opens: { kind: 'link', link } }
    this.#pieces.push({ closes: true })
    this.#at = target.end
    if (!bracket.isImage) this.#firstOpen = this.#brackets.length
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
    // HTML is no tag here, but no emphasis is searched inside of it.
    const tag = this.#match(TAG)
    if (!tag) return false
    this.#plain += tag[0]
    this.#at += tag[0].length
    return true
  }

  /** An address without any marks, as people type it. */
  #address(): boolean {
    const found = this.#isLinkText() ? undefined : this.#addresses.read(this.#opened)
    return found !== undefined && this.#link(this.#text.slice(this.#at, found.end), found.end - this.#at, found.href)
  }

  /** Whether an open bracket turns out to begin a link: then that link wins. */
  #isLinkText(): boolean {
    return this.#brackets.length > 0 && this.#text.slice(this.#at, this.#at + 300).includes('](')
  }

  #link(words: string, length: number, address: string): boolean {
    const link = this.#isLinkText() ? undefined : safeLink(address)
    if (!link) return false
    this.#push({ kind: 'link', ...link, isMisleading: isMisleading(words, link), children: [words] })
    this.#at += length
    return true
  }
}

const firstOf = (text: string, at: number): string => text.slice(at, at + (HIGH.test(text.charAt(at)) ? 2 : 1))
const lastOf = (text: string, end: number): string =>
  text.slice(Math.max(0, end - (LOW.test(text.charAt(end - 1)) ? 2 : 1)), end)

/** A position beyond either end of the text counts as a gap. */
const isGap = (char: string): boolean => char === '' || SPACE.test(char)
const isPoint = (char: string): boolean => PUNCTUATION.test(char)
/** Where words have no gaps between them, a quotation mark or a bracket stands directly beside the word before it. */
const isFree = (char: string): boolean => isGap(char) || isPoint(char) || UNSPACED.test(char)

/** How often the character repeats itself from here. */
function runLength(text: string, at: number): number {
  let end = at + 1
  while (text.charCodeAt(end) === text.charCodeAt(at)) end++
  return end - at
}

function ticksOf(text: string): Map<number, { places: number[]; next: number }> {
  const ticks = new Map<number, { places: number[]; next: number }>()
  for (const { 0: found, index } of text.matchAll(/`+/g)) {
    const known = ticks.get(found.length)
    if (known) known.places.push(index)
    else ticks.set(found.length, { places: [index], next: 0 })
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
      const floor = floors.get(kind) ?? 0
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
      // Marks that were opened in between are not closed in time.
      open.length = opener.left === used ? found : found + 1
      for (const [key, known] of floors) if (known > open.length) floors.set(key, open.length)
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
  /** The words of a link mention no one, and have no pictures. */
  const isInLink = () => frames.some(({ wrap }) => wrap?.kind === 'link')
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
    else if ('kind' in piece) add('text' in piece && piece.kind !== 'code' && isInLink() ? piece.text : piece)
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
