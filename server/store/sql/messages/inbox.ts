/**
 * Mentions of a user and replies to them, in all their rooms. Each mention or reply is one row; there is none for each
 * member.
 */
import type { InboxEntry, InboxPage } from '../../../../protocol/models.ts'
import type { FoundPage } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import type { Database } from '../database.ts'
import { EVERYBODY } from './mentions.ts'
import { type MessageRow, toMessage } from './message-rows.ts'
import { type OwnRoom, ownRooms, toRoomRef } from '../rooms/own-rooms.ts'
import { toPage } from '../page.ts'
import { pastReminders } from './reminders.ts'
import { newestFirst, type Stream } from '../newest-first.ts'
import { firstSeqFrom, messageAt, orderOf } from './source.ts'
import { requireSession } from '../require-session.ts'

/** Records the author that a message replies to. */
export function noteReply(database: Database, { room_id, seq, author_id, answers }: MessageRow): void {
  if (answers === null || answers === author_id) return
  const sql = 'insert into replies (user_id, room_id, seq, author_id) values (?, ?, ?, ?)'
  database.run(sql, answers, room_id, seq, author_id)
}

type Call = { kind: InboxEntry['kind']; room: OwnRoom }

/** Calls of one room that are read at once, at first. Most rooms show none. */
const FEWEST = 4

export function inbox(database: Database, who: Signed, { after, limit }: FoundPage): InboxPage {
  const user = requireSession(database, who)
  const past = after === undefined ? pastReminders(database, user) : []
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after)
  const calls = new Map<number, Call>()
  // A room is read only when its newest message may be the next one, and only the shown messages are read.
  const groups = ownRooms(database, user)
    .map((room) => ({ room, top: Math.min(orderOf(database, room.id, room.lastSeq) ?? 0, before - 1) }))
    .filter(({ top }) => top > 0)
    .map(({ room, top }) => ({ top, open: () => [new CallStream({ database, userId: user.id, room, before, calls })] }))
  const rows: number[] = []
  for (const row of newestFirst(groups)) {
    if (row === undefined) continue
    rows.push(row)
    if (rows.length > limit) break
  }
  const { shown, more } = toPage(rows, limit, (last) => String(last))
  return {
    entries: shown.map((row) => {
      const { kind, room } = calls.get(row)!
      const message = messageAt(database, row)!
      return { kind, message: toMessage(message), room: toRoomRef(room), isUnread: message.seq > room.readSeq }
    }),
    ...(past.length > 0 && { reminders: past }),
    ...more,
  }
}

type Asked = { database: Database; userId: string; room: OwnRoom; before: number; calls: Map<number, Call> }

/** The calls of one room, newest first: each message once. A message that is both counts as a mention. */
class CallStream implements Stream {
  row: number | undefined
  readonly #asked: Asked
  #untilSeq: number
  #limit = FEWEST
  #found: { seq: number; source: string }[] = []
  #at = 0

  constructor(asked: Asked) {
    const { database, room, before } = asked
    this.#asked = asked
    this.#untilSeq = firstSeqFrom(database, room.id, room.lastSeq, before)
    this.#show()
  }

  advance(): void {
    this.#at++
    this.#show()
  }

  #show(): void {
    const { database, room, calls } = this.#asked
    if (this.#at === this.#found.length) this.#refill()
    const call = this.#found[this.#at]
    this.row = call && orderOf(database, room.id, call.seq)
    if (call && this.row !== undefined)
      calls.set(this.row, { kind: call.source === 'mentions' ? 'mention' : 'reply', room })
  }

  #refill(): void {
    const { database, userId, room } = this.#asked
    this.#found = callsIn(database, userId, room.id, this.#untilSeq, this.#limit)
    this.#at = 0
    this.#untilSeq = this.#found.at(-1)?.seq ?? 0
    this.#limit *= 4
  }
}

function callsIn(database: Database, userId: string, roomId: string, untilSeq: number, limit: number) {
  const called = (table: string, holder: string) =>
    `select * from (
       select x.seq, '${table}' as source from ${table} x
       where x.user_id = ${holder} and x.room_id = ?2 and x.seq < ?3 and x.author_id <> ?1
         and not exists (select 1 from blocks b where b.user_id = ?1 and b.blocked_id = x.author_id)
         and exists (select 1 from messages d where d.room_id = x.room_id and d.seq = x.seq and d.deleted_at is null)
       order by x.seq desc limit ?4)`
  return database.all<{ seq: number; source: string }>(
    `select seq, min(source) as source from (
       ${called('mentions', '?1')} union all ${called('mentions', `'${EVERYBODY}'`)} union all ${called('replies', '?1')})
     group by seq order by seq desc limit ?4`,
    userId,
    roomId,
    untilSeq,
    limit,
  )
}
