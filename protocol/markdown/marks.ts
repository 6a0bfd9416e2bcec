/**
 * A message as a small tree. It has no kind for raw HTML, pictures or attributes, so they cannot reach the page: other
 * text is shown as typed.
 */
export type Mark =
  | string
  | { kind: 'paragraph' | 'heading' | 'quote' | 'strong' | 'em' | 'del'; children: Mark[] }
  | { kind: 'code'; text: string }
  | Mention
  | CustomEmoji
  | { kind: 'code-block'; text: string; language: string }
  | { kind: 'rule' }
  | { kind: 'list'; numbers: number[]; items: Mark[][] }
  | { kind: 'table'; head: Mark[][]; rows: Mark[][][] }
  | { kind: 'link'; href: string; target: string; isMisleading: boolean; children: Mark[] }

/** The name with its @. A mention of the whole room has no id. */
export type Mention = { kind: 'mention'; text: string; isMine: boolean; userId?: string }

/** A name between colons that may be one of a custom emoji. Whether there is one, the page knows. */
export type CustomEmoji = { kind: 'emoji'; text: string }

/** The words alone. */
export const textOf = (marks: Mark[]): string => marks.map(textOfOne).join('')

function textOfOne(mark: Mark): string {
  if (typeof mark === 'string') return mark
  if (mark.kind === 'rule') return ' '
  if ('text' in mark) return mark.text
  return partsOf(mark).map(textOf).join(' ')
}

/** The parts of a mark. */
export function partsOf(mark: Mark): Mark[][] {
  if (typeof mark === 'string') return []
  if ('children' in mark) return [mark.children]
  if (mark.kind === 'list') return mark.items
  if (mark.kind === 'table') return [...mark.head, ...mark.rows.flat()]
  return []
}

/** An empty cell has to be drawn as well. */
export const countOf = (marks: Mark[]): number =>
  marks.reduce((count, mark) => count + 1 + partsOf(mark).reduce((sum, part) => sum + Math.max(1, countOf(part)), 0), 0)
