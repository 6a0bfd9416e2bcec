/**
 * Reads messages for the index and for searches: rooms with their revs, changes after a rev, messages by seq, and their
 * order among all messages. That order is `row`, which grows with every message of the chat. It merges one’s own rooms,
 * and clients never see it.
 */
import type { Database } from '../database.ts'
import { type MessageRow, SELECT_MESSAGE } from './message-rows.ts'

export type SourceRow = {
  row: number
  room_id: string
  seq: number
  rev: number
  author_id: string
  body: string
  files: string
  sent_at: string
  deleted_at: string | null
}

const SELECT = 'select rowid as row, room_id, seq, rev, author_id, body, files, sent_at, deleted_at from messages'

/** `row` is that of the newest message; 0 without one. */
export const liveRooms = (messages: Database): { id: string; rev: number; lastSeq: number; row: number }[] =>
  messages.all(
    `select r.id, r.rev, r.last_seq as lastSeq,
            coalesce((select m.rowid from messages m where m.room_id = r.id and m.seq = r.last_seq), 0) as row
     from rooms r where r.deleted_at is null`,
  )

export const revsOf = (messages: Database): { id: string; rev: number }[] =>
  messages.all('select id, rev from rooms where deleted_at is null')

/** The oldest change first. */
export const changedAfter = (messages: Database, roomId: string, rev: number, limit: number): Iterable<SourceRow> =>
  messages.each(`${SELECT} where room_id = ? and rev > ? order by rev limit ?`, roomId, rev, limit)

/** The newest first. */
export const messagesBefore = (messages: Database, roomId: string, seq: number, limit: number): Iterable<SourceRow> =>
  messages.each(`${SELECT} where room_id = ? and seq < ? order by seq desc limit ?`, roomId, seq, limit)

/** The newest first. */
export const seqsBefore = (messages: Database, roomId: string, seq: number, limit: number): number[] =>
  messages
    .all<{ seq: number }>(
      'select seq from messages where room_id = ? and seq < ? order by seq desc limit ?',
      roomId,
      seq,
      limit,
    )
    .map((found) => found.seq)

export const orderOf = (messages: Database, roomId: string, seq: number): number | undefined =>
  messages.get<{ row: number }>('select rowid as row from messages where room_id = ? and seq = ?', roomId, seq)?.row

export const messageAt = (messages: Database, row: number): MessageRow | undefined =>
  messages.get<MessageRow>(`${SELECT_MESSAGE} where m.rowid = ?`, row)

/** Messages of a room that have changed after a rev and are before a row. */
export function rowsChangedAfter(messages: Database, roomId: string, rev: number, before: number): number[] {
  const sql = 'select rowid as row from messages where room_id = ? and rev > ? and rowid < ?'
  return messages.all<{ row: number }>(sql, roomId, rev, before).map(({ row }) => row)
}

export function pinnedRows(messages: Database, roomId: string, before: number): number[] {
  const sql = 'select rowid as row from messages where room_id = ? and pinned_at is not null and rowid < ?'
  return messages.all<{ row: number }>(sql, roomId, before).map(({ row }) => row)
}

/**
 * The first seq of a room whose message has at least this row. Rows and seqs of a room grow together, and mostly
 * evenly. So the search guesses the position, and halves every second time.
 */
export function firstSeqFrom(messages: Database, roomId: string, lastSeq: number, row: number): number {
  let [low, high] = [1, lastSeq + 1]
  let [lowRow, highRow] = [0, orderOf(messages, roomId, lastSeq) ?? row]
  for (let isEven = true; low < high; isEven = !isEven) {
    const share = isEven ? (row - lowRow) / (highRow - lowRow + 1) : 0.5
    const tried = Math.min(high - 1, Math.max(low, Math.floor(low + (high - low) * share)))
    const found = orderOf(messages, roomId, tried)
    if (found !== undefined && found < row) [low, lowRow] = [tried + 1, found]
    else [high, highRow] = [tried, found ?? highRow]
  }
  return low
}
