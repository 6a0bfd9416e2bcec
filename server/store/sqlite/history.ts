import { Refusal } from '../../../protocol/errors.ts'
import type { ChangesPage, Message } from '../../../protocol/models.ts'
import type { Place } from '../store.ts'
import type { Database } from './database.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from './message-rows.ts'

/** Of the bodies of one page, in UTF-16 code units: what one answer may cost the memory of both sides. */
const MAX_PAGE_CHARACTERS = 262_144

export function history(database: Database, roomId: string, place: Place) {
  const { rev, last_seq } = requireCounts(database, roomId)
  return { messages: page(database, roomId, place), rev, lastSeq: last_seq }
}

function requireCounts(database: Database, roomId: string): { rev: number; last_seq: number } {
  const room = database.get<{ rev: number; last_seq: number }>(
    'select rev, last_seq from rooms where id = ? and deleted_at is null',
    roomId,
  )
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  return room
}

function page(database: Database, roomId: string, { before, after, around, limit }: Place): Message[] {
  if (after !== undefined) return upwards(database, roomId, after, limit)
  if (around === undefined) return downwards(database, roomId, before ?? Number.MAX_SAFE_INTEGER, limit)
  const earlier = downwards(database, roomId, around, Math.floor(limit / 2))
  return [...earlier, ...upwards(database, roomId, around - 1, limit - earlier.length)]
}

function upwards(database: Database, roomId: string, after: number, limit: number): Message[] {
  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.seq > ? order by m.seq limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, after, limit))
}

function downwards(database: Database, roomId: string, before: number, limit: number): Message[] {
  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.seq < ? order by m.seq desc limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, before, limit)).reverse()
}

/** A page ends early when its bodies are long: whoever wants more asks again. It holds one message at least. */
function pageOf(rows: Iterable<MessageRow>): Message[] {
  const messages: Message[] = []
  let characters = 0
  for (const row of rows) {
    messages.push(toMessage(row))
    // What hangs on a message travels with it, and is nothing for most of them.
    characters += row.body.length + row.reactions.length - 2 + row.mentions.length - 2
    if (characters >= MAX_PAGE_CHARACTERS) break
  }
  return messages
}

export function changesSince(database: Database, roomId: string, since: number, limit: number): ChangesPage {
  const room = requireCounts(database, roomId)
  if (since > room.rev) return { reset: 'ahead' }

  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.rev > ? order by m.rev limit ?`
  const messages = pageOf(database.each<MessageRow>(sql, roomId, since, limit))
  // The newest change is that of a message, so a page that reaches the head ends with it.
  const to = messages.at(-1)?.rev ?? room.rev
  return { from: since, to, head: room.rev, more: to < room.rev, messages }
}
