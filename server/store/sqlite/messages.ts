import { Refusal } from '../../../protocol/errors.ts'
import type { ChangesPage, Message, Reaction, User } from '../../../protocol/models.ts'
import type { Draft, Place } from '../store.ts'
import type { Database } from './database.ts'
import { requireSession } from './sessions.ts'

type MessageRow = {
  room_id: string
  seq: number
  rev: number
  client_id: string
  author_id: string
  author_name: string
  author_kind: User['kind']
  body: string
  reply_to: number | null
  sent_at: string
  edited_at: string | null
  deleted_at: string | null
  reactions: string
}

/** Of the bodies of one page, in UTF-16 code units: what one answer may cost the memory of both sides. */
const MAX_PAGE_CHARACTERS = 262_144

const SELECT = `
  select m.room_id, m.seq, m.rev, m.client_id, m.author_id, u.name as author_name, u.kind as author_kind,
         m.body, m.reply_to, m.sent_at, m.edited_at, m.deleted_at, m.reactions
  from messages m join users u on u.id = m.author_id`

export function append(database: Database, draft: Draft): { message: Message; isNew: boolean } {
  requireSession(database, draft.sessionId)
  const first = database.get<MessageRow>(
    `${SELECT} where m.author_id = ? and m.client_id = ?`,
    draft.author.id,
    draft.clientId,
  )
  if (first) return { message: repeated(first, draft), isNew: false }

  const room = database.get<{ last_seq: number; rev: number }>(
    'update rooms set last_seq = last_seq + 1, rev = rev + 1 where id = ? returning last_seq, rev',
    draft.roomId,
  )
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  if (draft.replyTo !== undefined && draft.replyTo >= room.last_seq) {
    throw new Refusal('bad_request', `There is no message ${draft.replyTo} to reply to.`)
  }

  const row: MessageRow = {
    room_id: draft.roomId,
    seq: room.last_seq,
    rev: room.rev,
    client_id: draft.clientId,
    author_id: draft.author.id,
    author_name: draft.author.name,
    author_kind: draft.author.kind,
    body: draft.body,
    reply_to: draft.replyTo ?? null,
    sent_at: new Date().toISOString(),
    edited_at: null,
    deleted_at: null,
    reactions: '[]',
  }
  database.run(
    'insert into messages (room_id, seq, rev, client_id, author_id, body, reply_to, sent_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
    row.room_id,
    row.seq,
    row.rev,
    row.client_id,
    row.author_id,
    row.body,
    row.reply_to,
    row.sent_at,
  )
  return { message: toMessage(row), isNew: true }
}

// A message edited or deleted since is still the answer to a retry of its first words, so only an untouched body is compared.
function repeated(first: MessageRow, draft: Draft): Message {
  const isTouched = first.edited_at !== null || first.deleted_at !== null
  if (first.room_id !== draft.roomId || (!isTouched && first.body !== draft.body)) {
    throw new Refusal('conflict', 'This clientId was used for another message.')
  }
  return toMessage(first)
}

export function history(database: Database, roomId: string, place: Place) {
  const room = database.get<{ rev: number; last_seq: number }>('select rev, last_seq from rooms where id = ?', roomId)
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  return { messages: page(database, roomId, place), rev: room.rev, lastSeq: room.last_seq }
}

function page(database: Database, roomId: string, { before, after, around, limit }: Place): Message[] {
  if (after !== undefined) return upwards(database, roomId, after, limit)
  if (around === undefined) return downwards(database, roomId, before ?? Number.MAX_SAFE_INTEGER, limit)
  const earlier = downwards(database, roomId, around, Math.floor(limit / 2))
  return [...earlier, ...upwards(database, roomId, around - 1, limit - earlier.length)]
}

function upwards(database: Database, roomId: string, after: number, limit: number): Message[] {
  const sql = `${SELECT} where m.room_id = ? and m.seq > ? order by m.seq limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, after, limit))
}

function downwards(database: Database, roomId: string, before: number, limit: number): Message[] {
  const sql = `${SELECT} where m.room_id = ? and m.seq < ? order by m.seq desc limit ?`
  return pageOf(database.each<MessageRow>(sql, roomId, before, limit)).reverse()
}

/** A page ends early when its bodies are long: whoever wants more asks again. It holds one message at least. */
function pageOf(rows: Iterable<MessageRow>): Message[] {
  const messages: Message[] = []
  let characters = 0
  for (const row of rows) {
    messages.push(toMessage(row))
    characters += row.body.length
    if (characters >= MAX_PAGE_CHARACTERS) break
  }
  return messages
}

export function changesSince(database: Database, roomId: string, since: number, limit: number): ChangesPage {
  const room = database.get<{ rev: number }>('select rev from rooms where id = ?', roomId)
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  if (since > room.rev) return { reset: 'ahead' }

  const sql = `${SELECT} where m.room_id = ? and m.rev > ? order by m.rev limit ?`
  const messages = pageOf(database.each<MessageRow>(sql, roomId, since, limit))
  // The newest change is that of a message, so a page that reaches the head ends with it.
  const to = messages.at(-1)?.rev ?? room.rev
  return { from: since, to, head: room.rev, more: to < room.rev, messages }
}

function toMessage(row: MessageRow): Message {
  return {
    roomId: row.room_id,
    seq: row.seq,
    rev: row.rev,
    clientId: row.client_id,
    author: { id: row.author_id, name: row.author_name, kind: row.author_kind },
    body: row.body,
    sentAt: row.sent_at,
    ...(row.edited_at !== null && { editedAt: row.edited_at }),
    ...(row.deleted_at !== null && { deletedAt: row.deleted_at }),
    ...(row.reply_to !== null && { replyTo: row.reply_to }),
    reactions: JSON.parse(row.reactions) as Reaction[],
  }
}
