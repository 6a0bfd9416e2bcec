/**
 * Limits that all nodes count together, by the generic cell rate algorithm (server/chat/limits.ts) and the clock of the
 * database. On Postgres each statement is a transaction of its own: it locks one row, so no two wait for each other.
 */
import type { Use, UsedUp } from '../../store.ts'
import type { Database } from '../database.ts'

export function takeUses(database: Database, uses: Use[]): UsedUp | undefined {
  for (const [place, use] of uses.entries()) {
    const waitMs = take(database, use)
    if (waitMs === 0) continue
    giveBackUses(database, uses.slice(0, place))
    return { key: use.key, waitMs }
  }
  return undefined
}

export function giveBackUses(database: Database, uses: Use[]): void {
  for (const { key, everyMs } of uses) {
    database.run('update limits set idle_at = idle_at - ? where key = ?', everyMs, key)
  }
}

/**
 * How long a use may wait for its row after it has read the clock, in ms. A use that came first, with a later clock, would
 * look as if it were from before the clock was set back.
 */
const READ_LATE_MS = 60_000

/**
 * Answers with how long to wait; 0 when the use was counted. It looks before it writes, so that a refused use writes and
 * locks nothing. A row that is idle later than these uses can make it is from before the clock was set back, and counts
 * as idle: nobody waits for longer than all uses of a limit take.
 */
function take(database: Database, { key, burst, everyMs }: Use): number {
  const atOnceMs = (burst - 1) * everyMs
  // The present is `excluded.idle_at - ?2`.
  const taken = database.get(
    `insert into limits (key, idle_at)
     select ?1, c.ms + ?2 from (select clock_ms() as ms) c
     where not exists (
       select 1 from limits l where l.key = ?1 and l.idle_at > c.ms + ?3 and l.idle_at <= c.ms + ?2 + ?3 + ${READ_LATE_MS})
     on conflict (key) do update set idle_at =
       case when limits.idle_at > excluded.idle_at - ?2 and limits.idle_at <= excluded.idle_at - ?2 + ?3
         then limits.idle_at + ?2 else excluded.idle_at end
       where limits.idle_at <= excluded.idle_at - ?2 + ?3 or limits.idle_at > excluded.idle_at + ?3 + ${READ_LATE_MS}
     returning 1 as taken`,
    key,
    everyMs,
    atOnceMs,
  )
  if (taken) return 0
  const left = database.get<{ waitMs: number }>(
    'select idle_at - ? - clock_ms() as waitMs from limits where key = ?',
    atOnceMs,
    key,
  )
  return Math.max(1, left?.waitMs ?? 1)
}
