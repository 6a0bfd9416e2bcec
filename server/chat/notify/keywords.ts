/**
 * Finds the keywords of many people in one message. All of them are in one tree of letters, so the time depends on the
 * text alone: at each place it is read as far as the longest keyword goes, however many there are.
 */
import { fold } from '../../../protocol/folding.ts'
import { parseMarkdown } from '../../../protocol/markdown/markdown.ts'
import { type Mark, partsOf } from '../../../protocol/markdown/marks.ts'
import { UNSPACED } from '../../../protocol/markdown/unspaced.ts'

/** Characters of a folded keyword. Folding makes eighteen letters of some. */
const MOST_FOLDED = 128
/** Letters in the tree before it is full: some twenty megabytes. */
const MOST_LETTERS = 100_000

const IN_WORD = /[\p{L}\p{N}\p{M}_]/u
const QUOTED = /^["“„](.+)["”“]$/u

type Node = { next: Map<string, Node>; keyword?: string }

export class KeywordTree {
  #root: Node = { next: new Map() }
  #known = new Map<string, string>()
  #letters = 0

  /** A full tree still answers. It is emptied by its user, between an answer and the next keyword. */
  get isFull(): boolean {
    return this.#letters >= MOST_LETTERS
  }

  /** The name under which `foundIn` answers with this keyword: in every tree the same. */
  add(keyword: string): string {
    const known = this.#known.get(keyword)
    if (known !== undefined) return known
    const words = fold(QUOTED.exec(keyword)?.[1] ?? keyword)
      .trim()
      .slice(0, MOST_FOLDED)
    let node = this.#root
    for (const letter of words) {
      let next = node.next.get(letter)
      if (!next) node.next.set(letter, (next = { next: new Map() }))
      node = next
    }
    this.#letters += words.length + keyword.length
    node.keyword = words
    const name = QUOTED.test(keyword) ? `"${words}` : words
    this.#known.set(keyword, name)
    return name
  }

  /** The names of the keywords that a message says. One in quotes counts only as whole words. */
  foundIn(letters: readonly string[]): Set<string> {
    const found = new Set<string>()
    if (this.#known.size === 0) return found
    for (let place = 0; place < letters.length; place++) {
      let node: Node | undefined = this.#root
      for (let end = place; end < letters.length; end++) {
        node = node.next.get(letters[end]!)
        if (!node) break
        if (node.keyword === undefined) continue
        found.add(node.keyword)
        if (isEdge(letters[place - 1], letters[place]) && isEdge(letters[end], letters[end + 1]))
          found.add(`"${node.keyword}`)
      }
    }
    return found
  }

  clear(): void {
    this.#root = { next: new Map() }
    this.#known = new Map()
    this.#letters = 0
  }
}

/** Whether a word may end between these letters. */
const isEdge = (one: string | undefined, other: string | undefined): boolean =>
  !one || !other || !IN_WORD.test(one) || !IN_WORD.test(other) || UNSPACED.test(one) || UNSPACED.test(other)

/** The folded letters of a message, without code. */
export const lettersOf = (body: string): string[] => Array.from(fold(parseMarkdown(body).map(wordsOfOne).join('')))

function wordsOfOne(mark: Mark): string {
  if (typeof mark === 'string') return mark
  if (mark.kind === 'mention') return mark.text
  if (mark.kind === 'code' || mark.kind === 'code-block' || mark.kind === 'rule') return '\n'
  const parts = partsOf(mark).map((part) => part.map(wordsOfOne).join(''))
  return WITHIN_LINES.has(mark.kind) ? parts.join('') : `\n${parts.join('\n')}\n`
}

const WITHIN_LINES: ReadonlySet<string> = new Set(['strong', 'em', 'del', 'link'])
