import { Refusal } from '../../../protocol/errors.ts'
import { MAX_PINS } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'
import { type MessageRow, noSuchMessage, requireMessage, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { nextRev } from './messages.ts'
import { requireSession } from './sessions.ts'

export function pin(
  database: Database,
  who: Signed,
  roomId: string,
  seq: number,
  on: boolean,
): { message: Message; isNew: boolean } {
  requireSession(database, who)
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if ((row.pinned_at !== null) === on) return { message: toMessage(row), isNew: false }
  if (on && countPins(database, roomId) >= MAX_PINS) {
    throw new Refusal('conflict', `A room has at most ${MAX_PINS} pinned messages. Take a pin away first.`)
  }

  const pinned: MessageRow = {
    ...row,
    rev: nextRev(database, roomId),
    pinned_at: on ? new Date().toISOString() : null,
  }
  database.run(
    'update messages set rev = ?, pinned_at = ? where room_id = ? and seq = ?',
    pinned.rev,
    pinned.pinned_at,
    roomId,
    seq,
  )
  return { message: toMessage(pinned), isNew: true }
}

const countPins = (database: Database, roomId: string): number =>
  database.get<{ count: number }>(
    'select count(*) as count from messages where room_id = ? and pinned_at is not null',
    roomId,
  )!.count

export function pinned(database: Database, roomId: string): Message[] {
  return database
    .all<MessageRow>(
      `${SELECT_MESSAGE} where m.room_id = ? and m.pinned_at is not null order by m.pinned_at desc, m.seq desc`,
      roomId,
    )
    .map(toMessage)
}
