import { Refusal } from '../../../protocol/errors.ts'
import type { Mention, Message, Reaction, User } from '../../../protocol/models.ts'
import type { Database } from './database.ts'

export type MessageRow = {
  room_id: string
  seq: number
  rev: number
  client_id: string
  author_id: string
  author_name: string
  author_kind: User['kind']
  body: string
  reply_to: number | null
  /** Whose message that is. */
  answers: string | null
  sent_at: string
  edited_at: string | null
  deleted_at: string | null
  reactions: string
  mentions: string
  mentions_room: number
  pinned_at: string | null
}

/** Most messages answer none, and for those nothing is looked up. */
const ANSWERS = `case when m.reply_to is not null then
    (select o.author_id from messages o where o.room_id = m.room_id and o.seq = m.reply_to) end`

export const SELECT_MESSAGE = `
  select m.room_id, m.seq, m.rev, m.client_id, m.author_id, u.name as author_name, u.kind as author_kind,
         m.body, m.reply_to, ${ANSWERS} as answers, m.sent_at, m.edited_at, m.deleted_at, m.reactions, m.mentions, m.mentions_room,
         m.pinned_at
  from messages m join users u on u.id = m.author_id`

export function toMessage(row: MessageRow): Message {
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
    // As with mentions: what is deleted speaks to nobody.
    ...(row.answers !== null && row.deleted_at === null && { answers: row.answers }),
    reactions: parseList<Reaction>(row.reactions),
    ...(row.mentions !== '[]' && { mentions: parseList<Mention>(row.mentions) }),
    ...(row.mentions_room === 1 && { mentionsRoom: true }),
    ...(row.pinned_at !== null && { pinnedAt: row.pinned_at }),
  }
}

/** Nearly all of them are empty, and a page has hundreds. */
export const parseList = <T>(json: string): T[] => (json === '[]' ? [] : (JSON.parse(json) as T[]))

/** A message of a room that is not gone, deleted or not. */
export function requireMessage(database: Database, roomId: string, seq: number): MessageRow {
  const row = database.get<MessageRow>(
    `${SELECT_MESSAGE} join rooms r on r.id = m.room_id where m.room_id = ? and m.seq = ? and r.deleted_at is null`,
    roomId,
    seq,
  )
  if (!row) throw noSuchMessage()
  return row
}

export const noSuchMessage = (): Refusal => new Refusal('not_found', 'There is no such message.')
