import { refusal } from '../../../../protocol/errors.ts'
import type { ChangesPage, HistoryPage, Message } from '../../../../protocol/models.ts'
import type { HistoryRange } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { ownReactions } from './reactions.ts'
import { peekRoom, viewOf } from '../rooms/rooms.ts'

/** The size of one page's messages as JSON, in bytes, at most. It limits the memory of one answer. */
const MAX_PAGE_BYTES = 262_144

export function history(database: Database, roomId: string, range: HistoryRange) {
  const { rev, last_seq } = requireCounts(database, roomId)
  return { messages: page(database, roomId, range), rev, lastSeq: last_seq }
}

/** Reads the page and the room in one snapshot. */
export function readHistory(database: Database, by: AllowedInRoom, range: HistoryRange): HistoryPage {
  const messages = page(database, by.room.id, range)
  return { messages, room: viewOf(database, by), ...ownReactions(database, by.user.id, messages) }
}

/** The same for an open room and a user without a seat. */
export function readPreview(database: Database, slug: string, range: HistoryRange): HistoryPage | undefined {
  const room = peekRoom(database, slug)
  return room && { messages: page(database, room.id, range), room }
}

function requireCounts(database: Database, roomId: string): { rev: number; last_seq: number } {
  const room = database.get<{ rev: number; last_seq: number }>(
    'select rev, last_seq from rooms where id = ? and deleted_at is null',
    roomId,
  )
  if (!room) throw refusal('no_such_room')
  return room
}

/** The limits of a page: messages, and bytes. */
type Measure = { limit: number; bytes: number }

function page(
  database: Database,
  roomId: string,
  { before, after, around, limit, bytes: asked }: HistoryRange,
): Message[] {
  const bytes = Math.min(asked ?? MAX_PAGE_BYTES, MAX_PAGE_BYTES)
  if (after !== undefined) return upwards(database, roomId, after, { limit, bytes }).messages
  if (around === undefined)
    return downwards(database, roomId, before ?? Number.MAX_SAFE_INTEGER, { limit, bytes }).messages.reverse()
  const earlier = downwards(database, roomId, around, { limit: Math.floor(limit / 2), bytes: bytes / 2 })
  const rest = { limit: limit - earlier.messages.length, bytes: bytes - earlier.bytes }
  return [...earlier.messages.reverse(), ...upwards(database, roomId, around - 1, rest).messages]
}

function upwards(database: Database, roomId: string, after: number, most: Measure) {
  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.seq > ? order by m.seq limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, after, most.limit), most.bytes)
}

/** The newest message first. */
function downwards(database: Database, roomId: string, before: number, most: Measure) {
  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.seq < ? order by m.seq desc limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, before, most.limit), most.bytes)
}

/** A page with long messages ends early. It has at least one message. */
function pageOf(rows: Iterable<MessageRow>, most: number): { messages: Message[]; bytes: number } {
  const messages: Message[] = []
  let bytes = 0
  for (const row of rows) {
    messages.push(toMessage(row))
    bytes += Buffer.byteLength(JSON.stringify(row.body))
    // Most messages have none of these, and each is JSON already.
    for (const part of [row.reactions, row.mentions, row.files, row.previews]) bytes += Buffer.byteLength(part)
    if (bytes >= most) break
  }
  return { messages, bytes }
}

export function readChanges(
  database: Database,
  { room, user }: AllowedInRoom,
  since: number,
  limit: number,
): ChangesPage {
  const changes = changesSince(database, room.id, since, limit)
  return 'reset' in changes ? changes : { ...changes, ...ownReactions(database, user.id, changes.messages) }
}

export function changesSince(database: Database, roomId: string, since: number, limit: number): ChangesPage {
  const room = requireCounts(database, roomId)
  if (since > room.rev) return { reset: 'ahead' }

  const sql = `${SELECT_MESSAGE} where m.room_id = ? and m.rev > ? order by m.rev limit ?`
  const { messages } = pageOf(database.each<MessageRow>(sql, roomId, since, limit), MAX_PAGE_BYTES)
  // The newest change of a room is one of its messages, so a page that reaches the end ends with it.
  const to = messages.at(-1)?.rev ?? room.rev
  return { from: since, to, head: room.rev, more: to < room.rev, messages }
}
