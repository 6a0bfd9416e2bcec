/** The range of rows for a range of times, even if the clock jumped. */
import type { Database } from '../sql/database.ts'
import type { SearchIndex } from './index-file.ts'
import type { SourceRow } from '../sql/messages/source.ts'

/** The length of the beginning of a time that names its day, or its hour. */
const SPANS = { days: '2026-01-01'.length, hours: '2026-01-01T00'.length }

/** `ordered` is descending by row. */
export function noteTimes(database: Database, ordered: SourceRow[]): void {
  for (const [table, length] of Object.entries(SPANS)) {
    for (const [time, rows] of Map.groupBy(ordered, ({ sent_at }) => sent_at.slice(0, length))) {
      database.run(
        `insert into ${table} (time, low, high) values (?, ?, ?)
         on conflict (time) do update set low = min(low, excluded.low), high = max(high, excluded.high)`,
        time,
        rows.at(-1)!.row,
        rows[0]!.row,
      )
    }
  }
}

/** Uses whole days, and for the first and the last day the hours. */
export function rowsOfTime(
  { database }: SearchIndex,
  { since, until }: { since?: string; until?: string },
): [low: number, high: number] {
  const low = since === undefined ? 0 : lowSince(database, since)
  const high = until === undefined ? Number.MAX_SAFE_INTEGER - 1 : highUntil(database, justBefore(until))
  return low === null || high === null ? [1, 0] : [low, high]
}

const justBefore = (time: string): string => new Date(Date.parse(time) - 1).toISOString()

function lowSince(database: Database, first: string): number | null {
  const sql = `select min(low) as low from (
    select low from days where time > ?1 union all select low from hours where time >= ?2 and time < ?1 || 'U')`
  return database.get<{ low: number | null }>(sql, ...dayAndHour(first))!.low
}

function highUntil(database: Database, last: string): number | null {
  const sql = `select max(high) as high from (
    select high from days where time < ?1 union all select high from hours where time > ?1 and time <= ?2)`
  return database.get<{ high: number | null }>(sql, ...dayAndHour(last))!.high
}

const dayAndHour = (time: string): [day: string, hour: string] => [time.slice(0, 10), time.slice(0, 13)]
