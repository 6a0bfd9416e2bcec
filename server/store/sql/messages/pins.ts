import { refusal } from '../../../../protocol/errors.ts'
import { MAX_PINS } from '../../../../protocol/limits.ts'
import type { Message } from '../../../../protocol/models.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, noSuchMessage, requireMessage, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { nextRev } from '../next-rev.ts'
import { requireWords } from '../voice.ts'

export function pin(
  database: Database,
  by: AllowedInRoom,
  seq: number,
  on: boolean,
): { message: Message; isNew: boolean } {
  requireWords(by)
  const roomId = by.room.id
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if ((row.pinned_at !== null) === on) return { message: toMessage(row), isNew: false }
  if (on && countPins(database, roomId) >= MAX_PINS) {
    throw refusal('pins_full')
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

export function pinned(database: Database, { room }: AllowedInRoom): Message[] {
  return database
    .all<MessageRow>(
      `${SELECT_MESSAGE} where m.room_id = ? and m.pinned_at is not null order by m.pinned_at desc, m.seq desc`,
      room.id,
    )
    .map(toMessage)
}
