/**
 * A message's text as a small tree. There is no kind for raw HTML, pictures or attributes, so nothing of the sort can reach
 * the page: what is not on this list is shown as the characters that were typed.
 */
export type Mark =
  | string
  | { kind: 'paragraph' | 'heading' | 'quote' | 'strong' | 'em' | 'del'; children: Mark[] }
  | { kind: 'code'; text: string }
  | { kind: 'mention'; text: string; isMine: boolean }
  | { kind: 'code-block'; text: string; language: string }
  | { kind: 'rule' }
  | { kind: 'list'; start: number | undefined; items: Mark[][] }
  | { kind: 'table'; head: Mark[][]; rows: Mark[][][] }
  | { kind: 'link'; href: string; target: string; isMisleading: boolean; children: Mark[] }

/** The words alone. */
export const textOf = (marks: Mark[]): string => marks.map(textOfOne).join('')

function textOfOne(mark: Mark): string {
  if (typeof mark === 'string') return mark
  if (mark.kind === 'rule') return ' '
  if ('text' in mark) return mark.text
  return partsOf(mark).map(textOf).join(' ')
}

/** What a mark is made of. */
export function partsOf(mark: Mark): Mark[][] {
  if (typeof mark === 'string') return []
  if ('children' in mark) return [mark.children]
  if (mark.kind === 'list') return mark.items
  if (mark.kind === 'table') return [...mark.head, ...mark.rows.flat()]
  return []
}

export const countOf = (marks: Mark[]): number =>
  marks.reduce((count, mark) => count + 1 + partsOf(mark).reduce((sum, part) => sum + countOf(part), 0), 0)
