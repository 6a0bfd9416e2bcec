/** What was said to somebody, over all of their rooms. One row was written for each mention and reply, none for each member. */
import type { InboxEntry, InboxPage } from '../../../protocol/models.ts'
import type { FoundPage, Signed } from '../store.ts'
import type { Database } from './database.ts'
import { EVERYBODY } from './mentions.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { type OwnRoom, ownRooms, toRoomRef } from './own-rooms.ts'
import { requireSession } from './sessions.ts'

/** Keeps whom a message answers. */
export function noteReply(database: Database, { room_id, seq, author_id, answers }: MessageRow): void {
  if (answers === null || answers === author_id) return
  const sql = 'insert into replies (user_id, room_id, seq, author_id) values (?, ?, ?, ?)'
  database.run(sql, answers, room_id, seq, author_id)
}

type Call = { kind: InboxEntry['kind']; row: MessageRow & { id: number }; room: OwnRoom }

export function inbox(database: Database, who: Signed, { after, limit }: FoundPage): InboxPage {
  const user = requireSession(database, who)
  const before = after === undefined ? undefined : Number(after)
  const calls: Call[] = []
  for (const room of ownRooms(database, user)) {
    const untilSeq = before === undefined ? room.lastSeq + 1 : firstSeqSince(database, room, before)
    calls.push(...callsIn(database, user.id, room, untilSeq, limit + 1))
  }
  // In each room the newest of a page; so the newest of them all are among them.
  calls.sort((one, other) => other.row.id - one.row.id)
  const shown = calls.slice(0, limit)
  return {
    entries: shown.map(({ kind, row, room }) => ({
      kind,
      message: toMessage(row),
      room: toRoomRef(room),
      isUnread: row.seq > room.readSeq,
    })),
    ...(calls.length > limit && { next: String(shown.at(-1)!.row.id) }),
  }
}

/** Of one room, newest first: each message once, and one that does both is a mention. */
function callsIn(database: Database, userId: string, room: OwnRoom, untilSeq: number, limit: number): Call[] {
  const called = (table: string, holder: string) =>
    `select * from (
       select x.seq, '${table}' as source from ${table} x
       where x.user_id = ${holder} and x.room_id = ?2 and x.seq < ?3 and x.author_id <> ?1
         and not exists (select 1 from blocks b where b.user_id = ?1 and b.blocked_id = x.author_id)
         and exists (select 1 from messages d where d.room_id = x.room_id and d.seq = x.seq and d.deleted_at is null)
       order by x.seq desc limit ?4)`
  const rows = database.all<{ seq: number; source: string }>(
    `select seq, min(source) as source from (
       ${called('mentions', '?1')} union all ${called('mentions', `'${EVERYBODY}'`)} union all ${called('replies', '?1')})
     group by seq order by seq desc limit ?4`,
    userId,
    room.id,
    untilSeq,
    limit,
  )
  return rows.map(({ seq, source }) => ({
    kind: source === 'mentions' ? 'mention' : 'reply',
    row: database.get<MessageRow & { id: number }>(
      `${SELECT_MESSAGE.replace('from messages m', ', m.rowid as id from messages m')} where m.room_id = ? and m.seq = ?`,
      room.id,
      seq,
    )!,
    room,
  }))
}

/** The first seq in a room whose message is as new as that row or newer: rows and seqs grow together. */
function firstSeqSince(database: Database, { id, lastSeq }: OwnRoom, rowid: number): number {
  let [low, high] = [1, lastSeq + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const found = database.get<{ id: number }>(
      'select rowid as id from messages where room_id = ? and seq = ?',
      id,
      middle,
    )
    if (found && found.id < rowid) low = middle + 1
    else high = middle
  }
  return low
}
