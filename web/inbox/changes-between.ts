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
  const changes: Change[] = []
  const add = (kind: Change['kind'], text: string) => {
    const last = changes.at(-1)
    if (text === '') return
    if (last?.kind === kind) last.text += text
    else changes.push({ kind, text })
  }
  add('same', old.slice(0, start).join(''))
  for (const { kind, text } of between(old.slice(start, old.length - end), now.slice(start, now.length - end)))
    add(kind, text)
  add('same', old.slice(old.length - end).join(''))
  return changes
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
