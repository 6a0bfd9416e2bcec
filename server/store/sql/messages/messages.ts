import { mayInRoom } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { Message } from '../../../../protocol/models.ts'
import type { Edit, Recounted } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { requireExisting } from '../emoji/emoji.ts'
import { forgetFiles, keepSome } from '../files/carried.ts'
import { forgetMentions, mentionColumns, recounted, renewMentions, resolveMentions } from './mentions.ts'
import { authorOf, type MessageRow, noSuchMessage, requireMessage, toMessage } from './message-rows.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { nextRev } from '../next-rev.ts'
import { forgetPreviews, renewPreviews } from './previews.ts'
import { noteReaction } from '../notices/reacting.ts'
import { recallDeleted } from '../notices/telling.ts'
import { changeReaction, forgetReactions } from './reactions.ts'
import { passDeleted } from '../rooms/read-marks.ts'
import { takeTurn } from './turns.ts'
import { forgetVersions, noteVersion } from './versions.ts'
import { requireWords } from '../voice.ts'

type Done = { message: Message; isNew: boolean }
type Retold = Done & { recounted: Recounted }

export function hasSaid(database: Database, authorId: string, clientId: string): boolean {
  const said = database.get('select 1 from messages where author_id = ? and client_id = ?', authorId, clientId)
  return said !== undefined
}

export function edit(database: Database, by: AllowedInRoom, change: Edit): Retold {
  requireWords(by)
  const row = requireMessage(database, by.room.id, change.seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (row.author_id !== by.user.id) throw refusal('not_your_message')
  const files = keepSome(database, row.files, change.files)
  if (change.body === '' && files === '[]') throw refusal('message_empty')
  if (row.body === change.body && row.files === files) return { message: toMessage(row), isNew: false, recounted: [] }
  takeTurn(database, by)

  const edited: MessageRow = {
    ...row,
    rev: nextRev(database, by.room.id),
    body: change.body,
    files,
    edited_at: new Date().toISOString(),
    // From now on these are the words of the user who edited them.
    forwarded_room: null,
    ...mentionColumns(by, resolveMentions(database, [change])[0]!),
    ...renewPreviews(database, row, change.links),
  }
  database.run(
    'update messages set rev = ?, body = ?, files = ?, edited_at = ?, mentions = ?, mentions_room = ?, forwarded_room = null, forwarded_seq = null where room_id = ? and seq = ?',
    edited.rev,
    edited.body,
    edited.files,
    edited.edited_at,
    edited.mentions,
    edited.mentions_room,
    edited.room_id,
    edited.seq,
  )
  renewMentions(database, row, edited)
  if (row.body !== edited.body) noteVersion(database, row)
  return { message: toMessage(edited), isNew: true, recounted: recounted(row, edited) }
}

export function deleteMessage(database: Database, by: AllowedInRoom, seq: number): Retold {
  const roomId = by.room.id
  const row = requireMessage(database, roomId, seq)
  const isMine = row.author_id === by.user.id
  if (!isMine && !mayInRoom(by, 'message:deleteOthers')) throw refusal('not_your_message')
  if (row.deleted_at !== null) return { message: toMessage(row), isNew: false, recounted: [] }

  const deleted: MessageRow = {
    ...row,
    rev: nextRev(database, roomId),
    body: '',
    deleted_at: new Date().toISOString(),
    reactions: '[]',
    mentions: '[]',
    mentions_room: 0,
    files: '[]',
    pinned_at: null,
    ...forgetPreviews(database, row),
  }
  forgetReactions(database, 'from messages m where m.room_id = ? and m.seq = ?', roomId, seq)
  forgetFiles(database, 'from messages m where m.room_id = ? and m.seq = ?', roomId, seq)
  database.run(
    `update messages set rev = ?, body = '', deleted_at = ?, reactions = '[]', mentions = '[]', mentions_room = 0, files = '[]', pinned_at = null
     where room_id = ? and seq = ?`,
    deleted.rev,
    deleted.deleted_at,
    roomId,
    seq,
  )
  forgetMentions(database, row)
  forgetVersions(database, 'from messages m where m.room_id = ? and m.seq = ?', roomId, seq)
  recallDeleted(database, [roomId], seq)
  if (!isMine) recordAudit(database, by, 'message:delete', { user: authorOf(row), roomId, seq })
  const passing = passDeleted(database, roomId, seq)
  return { message: toMessage(deleted), isNew: true, recounted: recounted(row, deleted, passing) }
}

export function react(database: Database, by: AllowedInRoom, seq: number, emoji: string, on: boolean): Done {
  requireWords(by)
  const roomId = by.room.id
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (on) requireExisting(database, emoji)
  const reactions = changeReaction(database, row, by.user.id, emoji, on)
  if (!reactions) return { message: toMessage(row), isNew: false }

  noteReaction(database, { roomId, seq, authorId: row.author_id }, by.user, emoji, on)
  const reacted: MessageRow = { ...row, rev: nextRev(database, roomId), reactions: JSON.stringify(reactions) }
  database.run(
    'update messages set rev = ?, reactions = ? where room_id = ? and seq = ?',
    reacted.rev,
    reacted.reactions,
    roomId,
    seq,
  )
  return { message: toMessage(reacted), isNew: true }
}
