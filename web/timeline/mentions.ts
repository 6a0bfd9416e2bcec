/** Finds in a message's text the people it names, and marks them. */
import type { Mention } from '../../protocol/models.ts'
import type { Mark } from './marks.ts'

const ROOM = 'room'

export type Named = {
  mentions: readonly Mention[] | undefined
  isToRoom: boolean | undefined
  youId: string | undefined
}

export function markMentions(marks: Mark[], { mentions = [], isToRoom = false, youId }: Named): Mark[] {
  const mine = new Map(mentions.map(({ id, name }) => [name.toLowerCase(), id === youId]))
  if (isToRoom) mine.set(ROOM, true)
  if (mine.size === 0) return marks
  // The longest first: "Ann 2" is not "Ann".
  const names = [...mine.keys()].toSorted((a, b) => b.length - a.length).map((name) => RegExp.escape(name))
  const pattern = new RegExp(`@(${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu')

  const inText = (text: string): Mark[] => {
    const parts: Mark[] = []
    let at = 0
    for (const found of text.matchAll(pattern)) {
      const isMine = mine.get(found[1]?.toLowerCase() ?? '') ?? false
      if (found.index > at) parts.push(text.slice(at, found.index))
      parts.push({ kind: 'mention', text: found[0], isMine })
      at = found.index + found[0].length
    }
    return at === 0 ? [text] : at < text.length ? [...parts, text.slice(at)] : parts
  }
  const inAll = (all: Mark[]): Mark[] => all.flatMap(inOne)
  const inOne = (mark: Mark): Mark[] => {
    if (typeof mark === 'string') return inText(mark)
    // The words of a link are its own.
    if (mark.kind === 'link') return [mark]
    if ('children' in mark) return [{ ...mark, children: inAll(mark.children) }]
    if (mark.kind === 'list') return [{ ...mark, items: mark.items.map(inAll) }]
    if (mark.kind === 'table')
      return [{ ...mark, head: mark.head.map(inAll), rows: mark.rows.map((row) => row.map(inAll)) }]
    return [mark]
  }
  return inAll(marks)
}
