/** The order of rows: day lines, the "New" line, and the messages that show their author again. */
import type { Entry } from '../../client/timeline.ts'
import type { OutboxEntry } from '../../client/outbox.ts'
import type { Message, User } from '../../protocol/models.ts'
import { dayOf } from '../ui/time.ts'

export type Row =
  /** A new day. `isNew`: it is also the line above new or unseen messages. */
  | { kind: 'day'; key: string; time: string; isNew: boolean }
  /** The line above new or unseen messages. */
  | { kind: 'new'; key: string }
  /** People who joined between two messages, the first of them first. */
  | { kind: 'joined'; key: string; users: User[] }
  | { kind: 'message'; key: string; message: Message; isHead: boolean }
  | { kind: 'draft'; key: string; draft: OutboxEntry; author: User; isHead: boolean }

/** Consecutive messages of one author this close together form a group. */
const GROUP_MS = 5 * 60_000

/**
 * `newFrom` is the last message that was read before. The "New" line is above the first later message that is not mine.
 * `heads` remembers the rows drawn at the head of a group. They stay heads: a row whose first line disappears when
 * history loads above it would move on the screen.
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
    const isNewDay = before?.day !== day
    const isFirstNew = !isNewShown && message.seq > newFrom && author.id !== you?.id
    if (isFirstNew) isNewShown = true
    if (isNewDay) rows.push({ kind: 'day', key: `day ${day} ${message.seq}`, time, isNew: isFirstNew })
    else if (isFirstNew) rows.push({ kind: 'new', key: 'new' })
    const goesOn =
      !isFirstNew && before?.authorId === author.id && before.day === day && sentAt - before.sentAt < GROUP_MS
    if (!before) heads.add(key)
    rows.push({ kind: 'message', key, message, isHead: !goesOn || heads.has(key) })
    before = { authorId: author.id, sentAt, day }
  }
  return rows
}

export function authorOf(row: Row): string[] {
  if (row.kind === 'message') return [row.message.author.id]
  return row.kind === 'draft' ? [row.author.id] : []
}

/** The least height of a row with one line, in pixels, with its author above it and without. */
const LEAST_HEIGHT = { head: 56, other: 28 }

/** The first row to render, so that at least this many pixels above the "New" line, or above the end, are filled. */
export function beginningOf(rows: readonly Row[], pixels: number): number {
  const line = rows.findIndex((row) => row.kind === 'new' || (row.kind === 'day' && row.isNew))
  let begin = line < 0 ? rows.length : line
  for (let filled = 0; begin > 0 && filled < pixels; begin--) {
    const row = rows[begin - 1]
    filled += row && 'isHead' in row && row.isHead ? LEAST_HEIGHT.head : LEAST_HEIGHT.other
  }
  return begin
}

/** A draft and the message it becomes are one row, so they share one key. */
const keyOf = (authorId: string, clientId: string) => `${authorId} ${clientId}`
