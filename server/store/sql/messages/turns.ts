/** Turns in slow rooms: each user writes or edits one message in so many seconds. Deleting it gives no turn back. */
import { mayInRoom } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'

/**
 * Takes the user's turn in a slow room. Throws `rate_limited` before it is their turn. When the rest of the call is
 * refused, its transaction gives the turn back. The seconds that the room has now count from the last turn on.
 */
export function takeTurn(database: Database, by: AllowedInRoom): void {
  const { id, slowSeconds } = by.room
  if (slowSeconds === 0 || mayInRoom(by, 'message:sendFreely')) return
  const [userId, everyMs] = [by.user.id, slowSeconds * 1_000]
  // A turn in the future was taken before the clock was set back. Counting it would lock its user out for longer.
  const taken = database.get(
    `insert into turns (room_id, user_id, at) values (?, ?, clock_ms())
     on conflict (room_id, user_id) do update set at = excluded.at
       where turns.at + ? <= excluded.at or turns.at > excluded.at
     returning at`,
    id,
    userId,
    everyMs,
  )
  if (taken) return
  const { waitMs } = database.get<{ waitMs: number }>(
    'select at + ? - clock_ms() as waitMs from turns where room_id = ? and user_id = ?',
    everyMs,
    id,
    userId,
  )!
  throw refusal('room_slow', { seconds: slowSeconds }, { retryAfterMs: Math.max(1, waitMs) })
}
