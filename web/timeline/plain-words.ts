/** A message as it reads, for one line about it: the words without the marks that dress them. */
import { ACTION, parseMarkdown } from './markdown.ts'
import type { Mark } from './marks.ts'

/** Of a long message so much is read for a preview, and so much of it is shown. */
const MOST_READ = 1_000
const LONGEST = 200

export const preview = (body: string): string => plainWords(body.slice(0, MOST_READ)).slice(0, LONGEST)

export const plainWords = (body: string): string =>
  wordsOf(parseMarkdown(body.replace(ACTION, '')))
    .replace(/\n+/g, '\n')
    .trim()

const wordsOf = (marks: Mark[]): string => marks.map(wordsOfOne).join('')

function wordsOfOne(mark: Mark): string {
  if (typeof mark === 'string') return mark
  switch (mark.kind) {
    case 'paragraph':
    case 'heading':
    case 'quote':
      return `\n${wordsOf(mark.children)}\n`
    case 'code-block':
      return `\n${mark.text}\n`
    case 'rule':
      return '\n'
    case 'list':
      return `${mark.items.map((item, at) => `\n${signOf(mark.start, at)} ${wordsOf(item).trimStart()}`).join('')}\n`
    case 'table':
      return [mark.head, ...mark.rows].map((cells) => `\n${cells.map(wordsOf).join(' · ')}\n`).join('')
    case 'link':
      // As in the message itself: where it really leads is not kept quiet.
      return wordsOf(mark.children) + (mark.isMisleading ? ` (${mark.target})` : '')
    case 'strong':
    case 'em':
    case 'del':
      return wordsOf(mark.children)
    default:
      return mark.text
  }
}

const signOf = (start: number | undefined, at: number): string => (start === undefined ? '•' : `${start + at}.`)
