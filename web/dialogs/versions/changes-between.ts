/** The changes from one text to the next, word by word. */
import { diffArrays } from 'diff'

export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Comparing takes about the square of this many steps. Texts that differ more are shown as one change. */
const MOST_CHANGES = 400

export function changesBetween(before: string, after: string): Change[] {
  const changes = diffArrays(partsOf(before), partsOf(after), { maxEditLength: MOST_CHANGES })
  if (!changes)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  return readable(
    changes.map(({ value, added, removed }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    })),
  )
}

/** Groups removed words, and then their replacements. A gap between two changed words does not split them. */
function readable(changes: readonly Change[]): Change[] {
  const shown: Change[] = []
  let removed = ''
  let added = ''
  let gap = ''
  function flush() {
    if (removed !== '') shown.push({ kind: 'removed', text: removed })
    if (added !== '') shown.push({ kind: 'added', text: added })
    if (gap !== '') shown.push({ kind: 'same', text: gap })
    removed = ''
    added = ''
    gap = ''
  }
  for (const { kind, text } of changes) {
    const isOpen = removed !== '' || added !== ''
    if (kind === 'same' && isOpen && gap === '' && /^\s+$/.test(text)) gap = text
    else if (kind === 'same') {
      flush()
      const last = shown.at(-1)
      if (last?.kind === 'same') last.text += text
      else if (text !== '') shown.push({ kind, text })
    } else {
      const isReplaced = (removed !== '' || kind === 'removed') && (added !== '' || kind === 'added')
      if (gap !== '' && isReplaced) {
        removed += gap
        added += gap
        gap = ''
      } else if (gap !== '') flush()
      if (kind === 'removed') removed += text
      else added += text
    }
  }
  flush()
  return shown
}

/** The words, spaces and punctuation marks of a text. */
const partsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? []
