import { Refusal } from '../../../protocol/errors.ts'
import type { Message, Reaction } from '../../../protocol/models.ts'
import type { Draft, Edit, Recounted, Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { noteReply } from './inbox.ts'
import { forgetMentions, noteMentions, recounted, renewMentions, resolveMentions } from './mentions.ts'
import { type MessageRow, noSuchMessage, parseList, requireMessage, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { passDeleted, passUnwanted } from './read-marks.ts'
import { requireSession } from './sessions.ts'
import { requireStillWritable } from './still-writable.ts'
import { forgetVersions, noteVersion } from './versions.ts'

/** Kinds of reactions on one message, at most. */
const MAX_REACTIONS = 20

type Done = { message: Message; isNew: boolean }
type Retold = Done & { recounted: Recounted }

export function hasSaid(database: Database, authorId: string, clientId: string): boolean {
  const said = database.get('select 1 from messages where author_id = ? and client_id = ?', authorId, clientId)
  return said !== undefined
}

export function append(database: Database, who: Signed, draft: Draft): Done {
  const author = requireSession(database, who)
  const first = database.get<MessageRow>(
    `${SELECT_MESSAGE} where m.author_id = ? and m.client_id = ?`,
    author.id,
    draft.clientId,
  )
  if (first) return { message: repeated(database, first, draft), isNew: false }

  requireStillWritable(database, draft.roomId, author)
  const room = database.get<{ last_seq: number; rev: number }>(
    'update rooms set last_seq = last_seq + 1, rev = rev + 1 where id = ? returning last_seq, rev',
    draft.roomId,
  )!
  if (draft.replyTo !== undefined && draft.replyTo >= room.last_seq) {
    throw new Refusal('bad_request', `There is no message ${draft.replyTo} to reply to.`)
  }

  const row: MessageRow = {
    room_id: draft.roomId,
    seq: room.last_seq,
    rev: room.rev,
    client_id: draft.clientId,
    author_id: author.id,
    author_name: author.name,
    author_kind: author.kind,
    body: draft.body,
    reply_to: draft.replyTo ?? null,
    answers: answeredBy(database, draft),
    sent_at: new Date().toISOString(),
    edited_at: null,
    deleted_at: null,
    reactions: '[]',
    ...mentionsOf(database, draft),
    pinned_at: null,
  }
  database.run(
    `insert into messages (room_id, seq, rev, client_id, author_id, body, reply_to, sent_at, mentions, mentions_room)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.room_id,
    row.seq,
    row.rev,
    row.client_id,
    row.author_id,
    row.body,
    row.reply_to,
    row.sent_at,
    row.mentions,
    row.mentions_room,
  )
  noteMentions(database, row)
  noteReply(database, row)
  passUnwanted(database, row)
  return { message: toMessage(row), isNew: true }
}

// A message edited or deleted since is still the answer to a retry of its first words, so only an untouched body is compared.
function repeated(database: Database, first: MessageRow, draft: Draft): Message {
  const isTouched = first.edited_at !== null || first.deleted_at !== null
  if (first.room_id !== draft.roomId || (!isTouched && first.body !== draft.body)) {
    throw new Refusal('conflict', 'This clientId was used for another message.')
  }
  if (!database.get('select 1 from rooms where id = ? and deleted_at is null', first.room_id)) throw noSuchRoom()
  return toMessage(first)
}

export function edit(database: Database, who: Signed, change: Edit): Retold {
  const author = requireSession(database, who)
  requireStillWritable(database, change.roomId, author)
  const row = requireMessage(database, change.roomId, change.seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (row.author_id !== author.id) throw new Refusal('forbidden', 'These are somebody else’s words.')
  if (row.body === change.body) return { message: toMessage(row), isNew: false, recounted: [] }

  const edited: MessageRow = {
    ...row,
    rev: nextRev(database, change.roomId),
    body: change.body,
    edited_at: new Date().toISOString(),
    ...mentionsOf(database, change),
  }
  database.run(
    'update messages set rev = ?, body = ?, edited_at = ?, mentions = ?, mentions_room = ? where room_id = ? and seq = ?',
    edited.rev,
    edited.body,
    edited.edited_at,
    edited.mentions,
    edited.mentions_room,
    edited.room_id,
    edited.seq,
  )
  renewMentions(database, row, edited)
  noteVersion(database, row)
  return { message: toMessage(edited), isNew: true, recounted: recounted(row, edited) }
}

export function deleteMessage(
  database: Database,
  who: Signed,
  roomId: string,
  seq: number,
  asModerator: boolean,
): Retold {
  requireSession(database, who)
  const row = requireMessage(database, roomId, seq)
  const isMine = row.author_id === who.userId
  if (!isMine && !asModerator) throw new Refusal('forbidden', 'These are somebody else’s words.')
  if (row.deleted_at !== null) return { message: toMessage(row), isNew: false, recounted: [] }

  const deleted: MessageRow = {
    ...row,
    rev: nextRev(database, roomId),
    body: '',
    deleted_at: new Date().toISOString(),
    reactions: '[]',
    mentions: '[]',
    mentions_room: 0,
    pinned_at: null,
  }
  database.run(
    `update messages set rev = ?, body = '', deleted_at = ?, reactions = '[]', mentions = '[]', mentions_room = 0, pinned_at = null
     where room_id = ? and seq = ?`,
    deleted.rev,
    deleted.deleted_at,
    roomId,
    seq,
  )
  forgetMentions(database, row)
  forgetVersions(database, 'from messages m where m.room_id = ? and m.seq = ?', roomId, seq)
  if (!isMine) noteAct(database, who, 'message:delete', { userId: row.author_id, roomId, seq })
  const passing = passDeleted(database, roomId, seq)
  return { message: toMessage(deleted), isNew: true, recounted: recounted(row, deleted, passing) }
}

export function react(database: Database, who: Signed, roomId: string, seq: number, emoji: string, on: boolean): Done {
  requireStillWritable(database, roomId, requireSession(database, who))
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  const reactions = withReaction(parseList<Reaction>(row.reactions), who.userId, emoji, on)
  if (!reactions) return { message: toMessage(row), isNew: false }

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

/** The reactions as they are to be, or undefined when they are so already. */
function withReaction(reactions: Reaction[], userId: string, emoji: string, on: boolean): Reaction[] | undefined {
  const found = reactions.find((reaction) => reaction.emoji === emoji)
  if ((found?.userIds.includes(userId) ?? false) === on) return undefined
  if (!found) {
    if (reactions.length >= MAX_REACTIONS) {
      throw new Refusal('conflict', `A message has at most ${MAX_REACTIONS} kinds of reactions.`)
    }
    return [...reactions, { emoji, userIds: [userId] }]
  }
  const userIds = on ? [...found.userIds, userId] : found.userIds.filter((id) => id !== userId)
  return reactions
    .map((reaction) => (reaction === found ? { emoji, userIds } : reaction))
    .filter((reaction) => reaction.userIds.length > 0)
}

/** Whose message a draft answers. */
function answeredBy(database: Database, { roomId, replyTo }: Draft): string | null {
  if (replyTo === undefined) return null
  const sql = 'select author_id as id from messages where room_id = ? and seq = ?'
  return database.get<{ id: string }>(sql, roomId, replyTo)?.id ?? null
}

const mentionsOf = (database: Database, { roomId, mentions, mentionsRoom = false }: Draft | Edit) => ({
  mentions: JSON.stringify(resolveMentions(database, roomId, mentions)),
  mentions_room: mentionsRoom ? 1 : 0,
})

/** The rev of the change that is being made to a room. */
export function nextRev(database: Database, roomId: string): number {
  return database.get<{ rev: number }>('update rooms set rev = rev + 1 where id = ? returning rev', roomId)!.rev
}

const noSuchRoom = () => new Refusal('not_found', 'There is no such room.')
