import type { NotifySettings } from '../../../../protocol/notices.ts'
import type { NotifyPatch } from '../../notices-store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'

const AT_FIRST: NotifySettings = {
  keywords: [],
  quiet: [],
  showWords: true,
  reactions: false,
  mutedMentions: false,
  sound: 'mentions',
}

export const notifySettings = (database: Database, { user }: Allowed): NotifySettings => settingsOf(database, user.id)

/** The given settings replace the stored ones. The others stay. */
export function updateNotifySettings(database: Database, { user }: Allowed, patch: NotifyPatch): NotifySettings {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const { timeZone, snoozedUntil, ...rest } = { ...settingsOf(database, user.id), ...given } as NotifySettings
  const after: NotifySettings = {
    ...rest,
    ...(timeZone && { timeZone }),
    ...(isAhead(snoozedUntil) && { snoozedUntil }),
  }
  database.run(
    'insert into notify_settings (user_id, value) values (?, ?) on conflict (user_id) do update set value = excluded.value',
    user.id,
    JSON.stringify(after),
  )
  // What waits for the end of quiet hours is looked at again: they may be others now.
  database.run(
    'update notices set due_at = clock_ms() where user_id = ? and has_waited = 1 and due_at is not null',
    user.id,
  )
  return after
}

function settingsOf(database: Database, userId: string): NotifySettings {
  const row = database.get<{ value: string }>('select value from notify_settings where user_id = ?', userId)
  return readSettings(row?.value ?? null)
}

/** Settings as they count now: a snooze that is over is none. */
export function readSettings(value: string | null): NotifySettings {
  if (value === null) return AT_FIRST
  const { snoozedUntil, ...rest } = JSON.parse(value) as Partial<NotifySettings>
  return { ...AT_FIRST, ...rest, ...(isAhead(snoozedUntil) && { snoozedUntil }) }
}

const isAhead = (time: string | null | undefined): time is string => !!time && time > new Date().toISOString()
