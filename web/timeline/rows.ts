/** What stands below what: day lines, and which message shows its author again. */
import type { Entry } from '../../client/timeline.ts'
import type { OutboxEntry } from '../../client/outbox.ts'
import type { Message, User } from '../../protocol/models.ts'
import { dayOf } from '../ui/time.ts'

export type Row =
  | { kind: 'day'; key: string; time: string }
  /** What is below it was not there, or not seen, before. */
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; isHead: boolean }
  | { kind: 'draft'; key: string; draft: OutboxEntry; author: User; isHead: boolean }

/** Consecutive messages of one author this close together form a group. */
const GROUP_MS = 5 * 60_000

/**
 * `newFrom` is the last message that was read before; above the first one after it that is not my own stands a line.
 * `heads` remembers which rows have been drawn at the head of a group. They stay it: a row that loses its first line
 * because history arrives above it would move under the reader's eyes.
 */
export function rowsOf(
  entries: readonly Entry[],
  you: User | undefined,
  heads: Set<string>,
  newFrom: number = Infinity,
): Row[] {
  const rows: Row[] = []
  let isNewShown = false
  let before: { authorId: string; sentAt: number; day: string } | undefined

  for (const entry of entries) {
    if (entry.kind === 'draft') {
      if (!you) continue
      const { draft } = entry
      rows.push({
        kind: 'draft',
        key: keyOf(you.id, draft.clientId),
        draft,
        author: you,
        isHead: before?.authorId !== you.id,
      })
      before = { authorId: you.id, sentAt: before?.sentAt ?? 0, day: before?.day ?? '' }
      continue
    }
    const { message } = entry
    const { author, sentAt: time } = message
    const sentAt = Date.parse(time)
    const day = dayOf(time)
    const key = keyOf(author.id, message.clientId)
    if (before?.day !== day) rows.push({ kind: 'day', key: `day ${day} ${message.seq}`, time })
    const isFirstNew = !isNewShown && message.seq > newFrom && author.id !== you?.id
    if (isFirstNew) {
      isNewShown = true
      rows.push({ kind: 'new', key: 'new' })
    }
    const goesOn =
      !isFirstNew && before?.authorId === author.id && before.day === day && sentAt - before.sentAt < GROUP_MS
    if (!before) heads.add(key)
    rows.push({ kind: 'message', key, message, isHead: !goesOn || heads.has(key) })
    before = { authorId: author.id, sentAt, day }
  }
  return rows
}

/** What a row of one line takes, in pixels, with its author above it and without; others take more. */
const LEAST_HEIGHT = { head: 56, other: 28 }

/** The row to begin with, so that so many pixels above the "New" line, or above the end, are surely filled. */
export function beginningOf(rows: readonly Row[], pixels: number): number {
  const line = rows.findIndex(({ kind }) => kind === 'new')
  let begin = line < 0 ? rows.length : line
  for (let filled = 0; begin > 0 && filled < pixels; begin--) {
    const row = rows[begin - 1]
    filled += row && 'isHead' in row && row.isHead ? LEAST_HEIGHT.head : LEAST_HEIGHT.other
  }
  return begin
}

/** A draft and the message it becomes are one row, so they have one name. */
const keyOf = (authorId: string, clientId: string) => `${authorId} ${clientId}`
