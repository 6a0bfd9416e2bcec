/** Deletes all messages of a person, and undoes that. There may be thousands, so it works on sets. */
import { refusal } from '../../../../protocol/errors.ts'
import { UNDO_HOURS } from '../../../../protocol/limits.ts'
import type { Mention, Removal, User } from '../../../../protocol/models.ts'
import type { Changed } from '../../terms.ts'
import { type Allowed, requireLesser } from '../allowed.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { forgetFiles, keepFiles, restoreFiles } from '../files/carried.ts'
import { EVERYBODY, forgetAllMentions } from '../messages/mentions.ts'
import { type MessageRow, parseList, SELECT_MESSAGE, toMessage } from '../messages/message-rows.ts'
import { recordAudit } from './record-audit.ts'
import { forgetPreviewPictures } from '../messages/preview-pictures.ts'
import { forgetReactions } from '../messages/reactions.ts'
import { findUserRow, userOf } from '../people/users.ts'
import { forgetVersions, putVersion } from '../messages/versions.ts'
import { recallDeleted } from '../notices/telling.ts'

const HOUR_MS = 60 * 60 * 1_000

export function removeMessages(
  database: Database,
  by: Allowed,
  userId: string,
  since: string,
): { removal: Removal; changes: Changed[] } {
  const user = requireLesser(database, by, userId)
  const removalId = randomId('x')
  const undoUntil = new Date(Date.now() + UNDO_HOURS * HOUR_MS).toISOString()
  database.run('insert into removals (id, user_id, undo_until) values (?, ?, ?)', removalId, userId, undoUntil)
  database.run(
    `insert into removed_messages
       (removal_id, room_id, seq, rev, body, reactions, mentions, mentions_room, files, previews)
     select ?3, m.room_id, m.seq, ${NEXT_REV}, m.body, m.reactions, m.mentions, m.mentions_room, m.files, m.previews ${SAID}`,
    userId,
    since,
    removalId,
  )
  keepLists(database, removalId)
  keepFiles(database, removalId)
  const changes = eraseMessages(database, SAID, userId, since)
  const count = changes.reduce((sum, { messages }) => sum + messages.length, 0)
  recordAudit(database, by, 'user:removeMessages', { user, details: { since, count, removalId } })
  return { removal: { removalId, count, undoUntil }, changes }
}

// The messages `m` of the user ?1 since the moment ?2 that are not deleted yet; `r` is the room.
const SAID = `from messages m join rooms r on r.id = m.room_id
  where m.author_id = ?1 and m.sent_at >= ?2 and m.deleted_at is null and r.deleted_at is null`

/** Revs continue in each room without a gap, in the order of its messages. */
export const NEXT_REV = 'r.rev + row_number() over (partition by m.room_id order by m.seq)'

type Place = { room_id: string; seq: number }
type Version = { body: string; at: string }
type Reacted = [emoji: string, userId: string]

/** Keeps for undo what belongs to the messages: their earlier versions and their reactions, in their order. */
function keepLists(database: Database, removalId: string): void {
  const versions = database.all<Place & Version>(
    `select v.room_id, v.seq, v.body, v.at
     from removed_messages x join versions v on v.room_id = x.room_id and v.seq = x.seq
     where x.removal_id = ? order by v.rowid`,
    removalId,
  )
  keepList(database, removalId, 'versions', versions, ({ body, at }): Version => ({ body, at }))
  const reacted = database.all<Place & { emoji: string; user_id: string }>(
    `select a.room_id, a.seq, a.emoji, a.user_id
     from removed_messages x join reactions a on a.room_id = x.room_id and a.seq = x.seq
     where x.removal_id = ? order by a.id`,
    removalId,
  )
  keepList(database, removalId, 'reacted', reacted, ({ emoji, user_id }): Reacted => [emoji, user_id])
}

function keepList<Row extends Place>(
  database: Database,
  removalId: string,
  list: 'versions' | 'reacted',
  rows: Row[],
  toEntry: (row: Row) => object,
): void {
  for (const ofMessage of Map.groupBy(rows, ({ room_id, seq }) => `${room_id} ${seq}`).values()) {
    const { room_id, seq } = ofMessage[0]!
    database.run(
      `update removed_messages set ${list} = ? where removal_id = ? and room_id = ? and seq = ?`,
      JSON.stringify(ofMessage.map(toEntry)),
      removalId,
      room_id,
      seq,
    )
  }
}

/** Makes a tombstone of each message `m` in a room `r`. `those` is the part of the statement that finds them. */
export function eraseMessages(database: Database, those: string, ...parameters: string[]): Changed[] {
  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${those} group by m.room_id, r.rev order by m.room_id`,
    ...parameters,
  )
  forgetAllMentions(database, those, ...parameters)
  forgetVersions(database, those, ...parameters)
  forgetReactions(database, those, ...parameters)
  forgetFiles(database, those, ...parameters)
  forgetPreviewPictures(database, those, ...parameters)
  database.run(
    `update messages
     set body = '', reactions = '[]', mentions = '[]', mentions_room = 0, files = '[]', previews = '[]',
         pinned_at = null, deleted_at = ?${parameters.length + 1}, rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev ${those}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    ...parameters,
    new Date().toISOString(),
  )
  recallDeleted(
    database,
    rooms.map(({ room_id }) => room_id),
  )
  return advance(database, rooms)
}

export function undoRemoval(database: Database, by: Allowed, removalId: string): Changed[] {
  const now = new Date().toISOString()
  const undone = database.get<{ user_id: string }>(
    `update removals set undone_at = ?1 where id = ?2 and undone_at is null and undo_until > ?1 returning user_id`,
    now,
    removalId,
  )
  if (!undone) throw refusal('no_such_removal')
  const author = authorOfRemoved(database, by, undone.user_id)

  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${REMOVED} group by m.room_id, r.rev order by m.room_id`,
    removalId,
  )
  restoreMentions(database, removalId)
  restoreVersions(database, removalId)
  restoreReactions(database, removalId)
  restoreFiles(database, removalId, REMOVED)
  database.run(
    `update messages
     set body = t.body, reactions = t.reactions, mentions = t.mentions, mentions_room = t.mentions_room,
         files = t.files, previews = t.previews, deleted_at = null, rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev, x.body, x.reactions, x.mentions, x.mentions_room, x.files, x.previews ${REMOVED}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    removalId,
  )
  database.run('delete from removed_messages where removal_id = ?', removalId)
  const changes = advance(database, rooms)
  const count = changes.reduce((sum, { messages }) => sum + messages.length, 0)
  recordAudit(database, by, 'removal:undo', { user: author, details: { count, removalId } })
  return changes
}

/** The author must have a lesser role. An author who has left has no role any more. */
function authorOfRemoved(database: Database, by: Allowed, userId: string): Pick<User, 'id' | 'name' | 'kind'> {
  if (findUserRow(database, userId)) return requireLesser(database, by, userId)
  return userOf(database, userId)
}

/**
 * The messages `m` of the removal ?1. A message that changed since is no longer the tombstone that the removal left.
 */
const REMOVED = `from removed_messages x
  cross join messages m on m.room_id = x.room_id and m.seq = x.seq and m.rev = x.rev
  cross join rooms r on r.id = m.room_id
  where x.removal_id = ?1 and r.deleted_at is null`

function restoreMentions(database: Database, removalId: string): void {
  database.run(
    `insert into mentions (user_id, room_id, seq, author_id)
     select '${EVERYBODY}', m.room_id, m.seq, m.author_id ${REMOVED} and x.mentions_room = 1`,
    removalId,
  )
  for (const { room_id, seq, author_id, entry } of kept<Mention>(
    database,
    removalId,
    'mentions',
    'x.mentions_room = 0',
  )) {
    database.run(
      `insert into mentions (user_id, room_id, seq, author_id)
       select ?1, ?2, ?3, ?4 from (select 1) one
       where ?1 <> ?4 and not exists (select 1 from blocks b where b.user_id = ?1 and b.blocked_id = ?4)`,
      entry.id,
      room_id,
      seq,
      author_id,
    )
  }
}

function restoreVersions(database: Database, removalId: string): void {
  for (const { room_id, seq, entry } of kept<Version>(database, removalId, 'versions'))
    putVersion(database, { room_id, seq, ...entry })
}

function restoreReactions(database: Database, removalId: string): void {
  for (const { room_id, seq, entry } of kept<Reacted>(database, removalId, 'reacted')) {
    database.run('insert into reactions (room_id, seq, emoji, user_id) values (?, ?, ?, ?)', room_id, seq, ...entry)
  }
}

/** The entries of a list that was kept for undo, message by message. */
function* kept<Entry>(
  database: Database,
  removalId: string,
  list: 'mentions' | 'versions' | 'reacted',
  where = '1 = 1',
): Iterable<Place & { author_id: string; entry: Entry }> {
  const rows = database.all<Place & { author_id: string; list: string }>(
    `select m.room_id, m.seq, m.author_id, x.${list} as list ${REMOVED} and x.${list} <> '[]' and ${where}
     order by m.room_id, m.seq`,
    removalId,
  )
  for (const { list: entries, ...place } of rows) {
    for (const entry of parseList<Entry>(entries)) yield { ...place, entry }
  }
}

/** A room, how many of its messages were changed, and its rev before that. */
export type Touched = { room_id: string; rev: number; count: number }

/** Answers with the messages that got their revs after the rooms’ own, and moves those on. */
export function advance(database: Database, rooms: Touched[]): Changed[] {
  return rooms.map(({ room_id, rev, count }) => {
    database.run('update rooms set rev = ? where id = ?', rev + count, room_id)
    const rows = database.all<MessageRow>(
      `${SELECT_MESSAGE} where m.room_id = ? and m.rev > ? order by m.rev`,
      room_id,
      rev,
    )
    return { roomId: room_id, from: rev, to: rev + count, messages: rows.map(toMessage) }
  })
}
