import type { Settings } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { requireSession } from './sessions.ts'

const AT_FIRST: Settings = { auditFor: 'moderators', roomsBy: 'everyone' }

export function settings(database: Database): Settings {
  const row = database.get<{ value: string }>(`select value from meta where key = 'settings'`)
  return row ? { ...AT_FIRST, ...(JSON.parse(row.value) as Partial<Settings>) } : AT_FIRST
}

export function updateSettings(
  database: Database,
  who: Signed,
  patch: { [Key in keyof Settings]?: Settings[Key] | undefined },
): Settings {
  requireSession(database, who)
  const before = settings(database)
  const after: Settings = { auditFor: patch.auditFor ?? before.auditFor, roomsBy: patch.roomsBy ?? before.roomsBy }
  const details = {
    ...(after.auditFor !== before.auditFor && { auditFor: after.auditFor }),
    ...(after.roomsBy !== before.roomsBy && { roomsBy: after.roomsBy }),
  }
  if (Object.keys(details).length === 0) return before
  database.run(`insert or replace into meta (key, value) values ('settings', ?)`, JSON.stringify(after))
  noteAct(database, who, 'settings:update', { details })
  return after
}
