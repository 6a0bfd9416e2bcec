/** What has changed from one text to the next, word by word. */
export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Comparing takes as many steps as one text has words times the other. Beyond it, all that differs is replaced at once. */
const MOST_STEPS = 1_000_000

export function changesBetween(before: string, after: string): Change[] {
  const old = partsOf(before)
  const now = partsOf(after)
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  return readable([
    { kind: 'same', text: old.slice(0, start).join('') },
    ...between(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    { kind: 'same', text: old.slice(old.length - end).join('') },
  ])
}

/** What was taken away stands together, then what came in its place: a gap that both have does not part them. */
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

/** Words, gaps and signs, each for itself. */
const partsOf = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? []

/** The longest common part of both, and what is around it. */
function between(old: string[], now: string[]): Change[] {
  const width = now.length + 1
  if (old.length === 0 || now.length === 0 || old.length * now.length > MOST_STEPS) {
    return [
      { kind: 'removed', text: old.join('') },
      { kind: 'added', text: now.join('') },
    ]
  }
  const lengths = new Uint16Array((old.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const changes: Change[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      changes.push({ kind: 'same', text: old[i] ?? '' })
      i++
      j++
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ kind: 'removed', text: old[i++] ?? '' })
    } else changes.push({ kind: 'added', text: now[j++] ?? '' })
  }
  return changes
}
