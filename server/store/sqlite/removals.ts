/** Deleting all that somebody said, set by set: it may be thousands of messages, and each of them is a change of its room. */
import { Refusal } from '../../../protocol/errors.ts'
import { UNDO_HOURS } from '../../../protocol/limits.ts'
import type { Removal } from '../../../protocol/models.ts'
import type { Changed, Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'
import { EVERYBODY, forgetAllMentions } from './mentions.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { requireSession } from './sessions.ts'
import { requireUser } from './users.ts'
import { forgetVersions } from './versions.ts'

const HOUR_MS = 60 * 60 * 1_000

export function removeMessages(
  database: Database,
  who: Signed,
  userId: string,
  since: string,
): { removal: Removal; changes: Changed[] } {
  requireSession(database, who)
  requireUser(database, userId)
  const removalId = randomId('x')
  const undoUntil = new Date(Date.now() + UNDO_HOURS * HOUR_MS).toISOString()
  database.run('insert into removals (id, user_id, undo_until) values (?, ?, ?)', removalId, userId, undoUntil)
  database.run(
    `insert into removed_messages
       (removal_id, room_id, seq, rev, body, reactions, mentions, mentions_room, versions)
     select ?3, m.room_id, m.seq, ${NEXT_REV}, m.body, m.reactions, m.mentions, m.mentions_room, ${VERSIONS} ${SAID}`,
    userId,
    since,
    removalId,
  )
  const changes = eraseMessages(database, userId, since)
  const count = changes.reduce((sum, { messages }) => sum + messages.length, 0)
  noteAct(database, who, 'user:removeMessages', { userId, details: { since, count, removalId } })
  return { removal: { removalId, count, undoUntil }, changes }
}

// Of the user ?1, since the moment ?2, and not deleted already; `m` is the message and `r` its room.
const SAID = `from messages m join rooms r on r.id = m.room_id
  where m.author_id = ?1 and m.sent_at >= ?2 and m.deleted_at is null and r.deleted_at is null`

/** In each room the revs go on without a hole, in the order in which the messages stand. */
const NEXT_REV = 'r.rev + row_number() over (partition by m.room_id order by m.seq)'

// What `m` said before its edits, in their order.
const VERSIONS = `(select json_group_array(json_object('body', v.body, 'at', v.at) order by v.rowid)
  from versions v where v.room_id = m.room_id and v.seq = m.seq)`

/** Makes a tombstone of everything that somebody said since then. */
export function eraseMessages(database: Database, userId: string, since: string): Changed[] {
  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${SAID} group by m.room_id order by m.room_id`,
    userId,
    since,
  )
  forgetAllMentions(database, SAID, userId, since)
  forgetVersions(database, SAID, userId, since)
  database.run(
    `update messages
     set body = '', reactions = '[]', mentions = '[]', mentions_room = 0, pinned_at = null, deleted_at = ?3,
         rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev ${SAID}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    userId,
    since,
    new Date().toISOString(),
  )
  return advance(database, rooms)
}

export function undoRemoval(database: Database, who: Signed, removalId: string): Changed[] {
  requireSession(database, who)
  const now = new Date().toISOString()
  const undone = database.get<{ user_id: string }>(
    `update removals set undone_at = ?1 where id = ?2 and undone_at is null and undo_until > ?1 returning user_id`,
    now,
    removalId,
  )
  if (!undone) throw new Refusal('not_found', 'There is no removal that could be undone.')

  const rooms = database.all<Touched>(
    `select m.room_id, r.rev, count(*) as count ${REMOVED} group by m.room_id order by m.room_id`,
    removalId,
  )
  restoreMentions(database, removalId)
  restoreVersions(database, removalId)
  database.run(
    `update messages
     set body = t.body, reactions = t.reactions, mentions = t.mentions, mentions_room = t.mentions_room,
         deleted_at = null, rev = t.rev
     from (select m.room_id, m.seq, ${NEXT_REV} as rev, x.body, x.reactions, x.mentions, x.mentions_room ${REMOVED}) t
     where messages.room_id = t.room_id and messages.seq = t.seq`,
    removalId,
  )
  database.run('delete from removed_messages where removal_id = ?', removalId)
  const changes = advance(database, rooms)
  const count = changes.reduce((sum, { messages }) => sum + messages.length, 0)
  noteAct(database, who, 'removal:undo', { userId: undone.user_id, details: { count, removalId } })
  return changes
}

/** Whose messages a removal took away; undefined when there is no such one. */
export function removalOf(database: Database, removalId: string): string | undefined {
  return database.get<{ user_id: string }>('select user_id from removals where id = ?', removalId)?.user_id
}

// Of the removal ?1; what was changed since is no longer the tombstone that it left.
const REMOVED = `from removed_messages x
  cross join messages m on m.room_id = x.room_id and m.seq = x.seq and m.rev = x.rev
  cross join rooms r on r.id = m.room_id
  where x.removal_id = ?1 and r.deleted_at is null`

/** The same with each entry `j` of a list that was put aside. */
const removedWithEach = (list: 'mentions' | 'versions'): string =>
  REMOVED.replace('where', `cross join json_each(x.${list}) j where`)

function restoreMentions(database: Database, removalId: string): void {
  database.run(
    `insert into mentions (user_id, room_id, seq, author_id)
     select '${EVERYBODY}', m.room_id, m.seq, m.author_id ${REMOVED} and x.mentions_room = 1`,
    removalId,
  )
  database.run(
    `insert into mentions (user_id, room_id, seq, author_id)
     select j.value ->> 'id', m.room_id, m.seq, m.author_id
     ${removedWithEach('mentions')}
       and x.mentions_room = 0 and x.mentions <> '[]' and j.value ->> 'id' <> m.author_id
       and not exists (select 1 from blocks b where b.user_id = j.value ->> 'id' and b.blocked_id = m.author_id)`,
    removalId,
  )
}

function restoreVersions(database: Database, removalId: string): void {
  database.run(
    `insert into versions (room_id, seq, body, at)
     select m.room_id, m.seq, j.value ->> 'body', j.value ->> 'at' ${removedWithEach('versions')} order by m.room_id, m.seq, j.key`,
    removalId,
  )
}

/** A room in which so many messages were changed, and the rev that it had before. */
type Touched = { room_id: string; rev: number; count: number }

function advance(database: Database, rooms: Touched[]): Changed[] {
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
