/** The rows of a new chat: its names, and the lobby. */
import { randomBytes } from 'node:crypto'
import { LOOKS_VERSION } from '../../../../protocol/names/looks.ts'
import type { Database } from '../database.ts'
import { newEpoch } from './epoch.ts'

/** `ownKeys` are what an engine notes for itself. */
export function addFirstRows(database: Database, ownKeys: Record<string, string> = {}): void {
  const meta = { ...ownKeys, epoch: newEpoch(), id: randomBytes(4).toString('hex'), guests: '0', looks: LOOKS_VERSION }
  for (const [key, value] of Object.entries(meta))
    database.run('insert into meta (key, value) values (?, ?)', key, value)
  database.run(
    `insert into rooms (id, slug, name, kind, created_at, name_key, look)
     values ('lobby', 'lobby', 'Lobby', 'open', ?, 'lobby', 'lobby')`,
    new Date().toISOString(),
  )
}
