/** A message in plain words, for one line about it: without its marks. */
import { ACTION, parseMarkdown } from './markdown.ts'
import type { Mark } from './marks.ts'

/** How much of a long message is read for a preview, and how much of it is shown. */
const MOST_READ = 1_000
const LONGEST = 200

type Said = { body: string; files?: readonly { name: string; alt?: string }[] | undefined }

/** The words of a message. Without words it is what its files show, or their names. */
export const preview = ({ body, files = [] }: Said): string =>
  (plainWords(body.slice(0, MOST_READ)) || files.map(({ name, alt }) => alt ?? name).join(', ')).slice(0, LONGEST)

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
      return `${mark.items.map((item, at) => `\n${signOf(mark.numbers[at])} ${wordsOf(item).trimStart()}`).join('')}\n`
    case 'table':
      return [mark.head, ...mark.rows].map((cells) => `\n${cells.map(wordsOf).join(' · ')}\n`).join('')
    case 'link':
      // As in the message itself: the true target of a link is not hidden.
      return wordsOf(mark.children) + (mark.isMisleading ? ` (${mark.target})` : '')
    case 'strong':
    case 'em':
    case 'del':
      return wordsOf(mark.children)
    default:
      return mark.text
  }
}

const signOf = (number: number | undefined): string => (number === undefined ? '•' : `${number}.`)
