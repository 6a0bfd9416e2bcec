/** The nodes that use one database, and the settings that each was started with. */
import type { Meeting, NodeSettings } from '../../store.ts'
import type { Database } from '../database.ts'

/** A node that says nothing for so long is gone. */
export const FORGET_MS = 60_000

export function meetNodes(database: Database, id: string, settings: NodeSettings): Meeting {
  database.run(
    `insert into nodes (id, settings, seen_at) values (?, ?, clock_ms())
     on conflict (id) do update set settings = excluded.settings, seen_at = excluded.seen_at`,
    id,
    JSON.stringify(settings),
  )
  const { clock } = database.get<{ clock: number }>('select clock_ms() as clock')!
  // Nodes of the future are from before the clock was set back.
  database.run('delete from nodes where seen_at < ? or seen_at > ?', clock - FORGET_MS, clock + FORGET_MS)
  const others = database.all<{ settings: string }>('select settings from nodes where id <> ? order by id', id)
  return { others: others.map((other) => JSON.parse(other.settings) as NodeSettings), clock }
}

export function leaveNodes(database: Database, id: string): void {
  database.run('delete from nodes where id = ?', id)
}
