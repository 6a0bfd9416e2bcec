/**
 * Tells the author of a message of a reaction. It is decided in the transaction that reacts: no job would look at the
 * message again.
 */
import type { Database } from '../database.ts'
import { readSettings } from './settings.ts'

/** A reaction that is taken back sooner is not told. */
const DELAY_MS = 5_000

type AuthorRow = {
  level: string
  requestedBy: string | null
  settings: string | null
  isReached: number
  isBlocked: number
}

/** `on` is false when the reaction is taken back. Messages of the room that wait to be read come before a reaction. */
export function noteReaction(
  database: Database,
  { roomId, seq, authorId }: { roomId: string; seq: number; authorId: string },
  by: { id: string; name: string },
  emoji: string,
  on: boolean,
): void {
  if (authorId === by.id) return
  const about = `${emoji} ${by.name}`
  if (!on) {
    database.run(
      `delete from notices where user_id = ? and room_id = ? and reason = 'reaction' and about = ? and last_seq = ? and holder = ''`,
      authorId,
      roomId,
      about,
      seq,
    )
    return
  }
  const row = database.get<AuthorRow>(
    `select m.level, m.requested_by as requestedBy, s.value as settings,
       case when exists (select 1 from push_subscriptions p where p.user_id = ?2) then 1 else 0 end as isReached,
       case when exists (select 1 from blocks b where b.user_id = ?2 and b.blocked_id = ?3) then 1 else 0 end as isBlocked
     from memberships m left join notify_settings s on s.user_id = m.user_id where m.room_id = ?1 and m.user_id = ?2`,
    roomId,
    authorId,
    by.id,
  )
  if (!row || row.isReached === 0) return
  if (row.level === 'nothing' || row.requestedBy !== null || row.isBlocked === 1) return
  if (!readSettings(row.settings).reactions) return
  database.run(
    `insert into notices (user_id, room_id, seqs, last_seq, reason, about, due_at, noted_at)
     values (?, ?, ?, ?, 'reaction', ?, clock_ms() + ${DELAY_MS}, clock_ms()) on conflict do nothing`,
    authorId,
    roomId,
    JSON.stringify([seq]),
    seq,
    about,
  )
}
