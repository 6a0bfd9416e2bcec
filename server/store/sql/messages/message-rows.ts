import { type Refusal, refusal } from '../../../../protocol/errors.ts'
import type { File } from '../../../../protocol/files.ts'
import type { Mention, Message, Reaction, User } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'
import { toUser } from '../people/users.ts'
import { shownPreviews } from './preview-rows.ts'

export type MessageRow = {
  room_id: string
  seq: number
  rev: number
  client_id: string
  author_id: string
  author_name: string
  author_kind: User['kind']
  author_picture: string | null
  body: string
  reply_to: number | null
  /** The author of the message that this one replies to. */
  answers: string | null
  sent_at: string
  edited_at: string | null
  deleted_at: string | null
  reactions: string
  mentions: string
  mentions_room: number
  files: string
  /** Null for a message whose files are there, or that had none. */
  files_deleted_at: string | null
  pinned_at: string | null
  previews: string
  /** Null for a message that was not forwarded. */
  forwarded_room: string | null
}

/** Most messages are no reply, so nothing is looked up for them. */
const ANSWERS = `case when m.reply_to is not null then
    (select o.author_id from messages o where o.room_id = m.room_id and o.seq = m.reply_to) end`

/** Selects messages `m`, with `more` columns where they come `from` a join. */
export const selectMessage = ({ more, from }: { more: string; from: string }): string => `
  select m.room_id, m.seq, m.rev, m.client_id, m.author_id, u.name as author_name, u.kind as author_kind, u.picture as author_picture,
         m.body, m.reply_to, ${ANSWERS} as answers, m.sent_at, m.edited_at, m.deleted_at, m.reactions, m.mentions, m.mentions_room,
         m.files, m.files_deleted_at, m.pinned_at, m.previews, m.forwarded_room${more}
  from ${from} join users u on u.id = m.author_id`

export const SELECT_MESSAGE = selectMessage({ more: '', from: 'messages m' })

export function toMessage(row: MessageRow): Message {
  return {
    roomId: row.room_id,
    seq: row.seq,
    rev: row.rev,
    clientId: row.client_id,
    author: authorOf(row),
    body: row.body,
    sentAt: row.sent_at,
    ...(row.edited_at !== null && { editedAt: row.edited_at }),
    ...(row.deleted_at !== null && { deletedAt: row.deleted_at }),
    ...(row.reply_to !== null && { replyTo: row.reply_to }),
    // A deleted message notifies no one.
    ...(row.answers !== null && row.deleted_at === null && { answers: row.answers }),
    reactions: parseList<Reaction>(row.reactions),
    ...(row.mentions !== '[]' && { mentions: parseList<Mention>(row.mentions) }),
    ...(row.mentions_room === 1 && { mentionsRoom: true }),
    ...(row.files !== '[]' && { files: parseList<File>(row.files) }),
    ...(row.files_deleted_at !== null && row.deleted_at === null && { filesDeletedAt: row.files_deleted_at }),
    ...(row.pinned_at !== null && { pinnedAt: row.pinned_at }),
    ...shownPreviews(row.previews),
    ...(row.forwarded_room !== null && row.deleted_at === null && { isForwarded: true as const }),
  }
}

export const authorOf = (row: MessageRow): User =>
  toUser({ id: row.author_id, name: row.author_name, kind: row.author_kind, picture: row.author_picture })

/** Nearly all of these lists are empty, and a page has hundreds. */
export const parseList = <T>(json: string): T[] => (json === '[]' ? [] : (JSON.parse(json) as T[]))

/** A message, deleted or not, in a room that still exists. */
export function requireMessage(database: Database, roomId: string, seq: number): MessageRow {
  const row = database.get<MessageRow>(
    `${SELECT_MESSAGE} join rooms r on r.id = m.room_id where m.room_id = ? and m.seq = ? and r.deleted_at is null`,
    roomId,
    seq,
  )
  if (!row) throw noSuchMessage()
  return row
}

export const noSuchMessage = (): Refusal => refusal('no_such_message')
