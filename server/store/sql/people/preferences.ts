import type { Preferences } from '../../../../protocol/models.ts'
import type { Signed } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { requireSession } from '../require-session.ts'

export const preferences = (database: Database, who: Signed): Preferences =>
  preferencesOf(database, requireSession(database, who).id)

/** The given preferences replace the stored ones. The others stay. */
export function updatePreferences(database: Database, { user }: Allowed, patch: Preferences): Preferences {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const after: Preferences = { ...preferencesOf(database, user.id), ...given }
  database.run(
    'insert into preferences (user_id, value) values (?, ?) on conflict (user_id) do update set value = excluded.value',
    user.id,
    JSON.stringify(after),
  )
  return after
}

function preferencesOf(database: Database, userId: string): Preferences {
  const row = database.get<{ value: string }>('select value from preferences where user_id = ?', userId)
  return row ? (JSON.parse(row.value) as Preferences) : {}
}
