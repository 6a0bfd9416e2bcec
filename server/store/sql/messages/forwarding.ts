/** Forwards messages of one room to another. */
import { forwardedBody } from '../../../../protocol/forwarded.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../../../protocol/limits.ts'
import type { File } from '../../../../protocol/files.ts'
import type { Message, MessageRef } from '../../../../protocol/models.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { Forward } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import { type AllowedInRoom, allowInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { copyFiles } from '../files/carried.ts'
import { type MessageRow, noSuchMessage, parseList, requireMessage, toMessage } from './message-rows.ts'
import { allowAppend, append } from './append.ts'
import { seenRoom } from '../room-access.ts'

/** A user who may write in the target, and who either sees the source or tries again what was accepted before. */
type AllowedToForward = { target: AllowedInRoom } & (
  | { first: MessageRow; from: undefined }
  | { first: MessageRow | undefined; from: AllowedInRoom }
)

/** A retry gets its answer even if the source is deleted or hidden by now. So it is recognized before the source. */
export function allowForward(
  database: Database,
  who: Signed,
  { roomId, toRoomId, clientId }: Forward,
): AllowedToForward {
  const { by: target, first } = allowAppend(database, who, { roomId: toRoomId, clientId })
  // An edit makes a forwarded message the editor's own.
  const isRetry = first?.room_id === target.room.id && (first.forwarded_room !== null || first.edited_at !== null)
  if (isRetry) return { target, first, from: undefined }
  return { target, first, from: allowInRoom(database, who, roomId, 'message:forward') }
}

/**
 * Writes in the transaction that checked both rooms. The message's place is stored only for an open room. From a closed
 * room only the words are copied, and nothing leads back to it.
 */
export function forward(
  database: Database,
  by: AllowedToForward,
  { seq, clientId, comment, mentions, links }: Forward,
): { message: Message; isNew: boolean; shownTo?: string[] } {
  if (by.from === undefined) return { message: toMessage(by.first), isNew: false }
  const { target, first, from } = by
  const source = requireMessage(database, from.room.id, seq)
  if (source.deleted_at !== null) throw noSuchMessage()
  // It had only files, and they were deleted.
  if (source.body === '' && source.files === '[]') throw refusal('message_empty')
  const body = forwardedBody({ author: source.author_name, body: source.body, comment })
  if (utf8Length(body) > MAX_BODY_BYTES) throw refusal('message_too_long')
  const said = append(database, { by: target, first }, { roomId: target.room.id, clientId, body, mentions, links })
  if (!said.isNew) return said
  const place = { room_id: said.message.roomId, seq: said.message.seq }
  const files = copyFiles(database, target.user.id, place, source.files)
  database.run(
    'update messages set files = ?, forwarded_room = ?, forwarded_seq = ? where room_id = ? and seq = ?',
    files,
    from.room.kind === 'open' ? from.room.id : '',
    from.room.kind === 'open' ? seq : null,
    said.message.roomId,
    said.message.seq,
  )
  const carried = files === '[]' ? {} : { files: parseList<File>(files) }
  return { ...said, message: { ...said.message, ...carried, isForwarded: true } }
}

/** The place of a forwarded message, for a reader who sees that room. */
export function sourceOf(database: Database, { user, room }: AllowedInRoom, seq: number): MessageRef {
  requireMessage(database, room.id, seq)
  const from = database.get<{ roomId: string; seq: number }>(
    `select forwarded_room as roomId, forwarded_seq as seq from messages
     where room_id = ? and seq = ? and forwarded_seq is not null and deleted_at is null`,
    room.id,
    seq,
  )
  if (!from || !seenRoom(database, user, from.roomId)) throw noSuchMessage()
  const source = database.get<MessageRef['room']>('select id, slug, name, kind from rooms where id = ?', from.roomId)!
  return { room: { ...source }, seq: from.seq }
}
