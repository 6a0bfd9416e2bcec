/** Finds a message by the time when it was sent. */
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'

/**
 * The first message at or after a moment, by halving: the seqs of a room have no gap. If the clock was set back, the
 * answer is one of the places between earlier and later messages.
 */
export function seqAt(database: Database, { room }: AllowedInRoom, at: string): number | undefined {
  const { last } = database.get<{ last: number }>('select last_seq as last from rooms where id = ?', room.id)!
  let [low, high] = [1, last + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isBefore(database, room.id, middle, at)) low = middle + 1
    else high = middle
  }
  return low > last ? undefined : low
}

const isBefore = (database: Database, roomId: string, seq: number, at: string): boolean =>
  database.get('select 1 from messages where room_id = ? and seq = ? and sent_at < ?', roomId, seq, at) !== undefined
