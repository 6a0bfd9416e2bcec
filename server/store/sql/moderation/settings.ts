import type { ChatLook, Settings } from '../../../../protocol/models.ts'
import type { SettingsPatch } from '../../store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { recordAudit } from './record-audit.ts'

const AT_FIRST: Settings = { auditFor: 'moderators', roomsBy: 'everyone' }

export function settings(database: Database): Settings {
  const row = database.get<{ value: string }>(`select value from meta where key = 'settings'`)
  return row ? { ...AT_FIRST, ...(JSON.parse(row.value) as Partial<Settings>) } : AT_FIRST
}

export function updateSettings(database: Database, by: Allowed, patch: SettingsPatch): Settings {
  const before = settings(database)
  const { auditFor = before.auditFor, roomsBy = before.roomsBy } = patch
  const previews = patch.previews ?? before.previews ?? 'on'
  const emojiBy = patch.emojiBy ?? before.emojiBy ?? 'moderators'
  const noticeWords = patch.noticeWords ?? before.noticeWords ?? 'on'
  const look = changedLook(before.chat ?? {}, patch)
  const details = {
    ...(auditFor !== before.auditFor && { auditFor }),
    ...(roomsBy !== before.roomsBy && { roomsBy }),
    ...(previews !== (before.previews ?? 'on') && { previews }),
    ...(emojiBy !== (before.emojiBy ?? 'moderators') && { emojiBy }),
    ...(noticeWords !== (before.noticeWords ?? 'on') && { noticeWords }),
    ...look,
  }
  if (Object.keys(details).length === 0) return before
  const after = keepSettings(database, {
    auditFor,
    roomsBy,
    ...(previews === 'off' && { previews }),
    ...(emojiBy === 'members' && { emojiBy }),
    ...(before.customEmoji !== undefined && { customEmoji: before.customEmoji }),
    ...(noticeWords === 'off' && { noticeWords }),
    chat: { ...before.chat, ...look },
  })
  recordAudit(database, by, 'settings:update', { details })
  return after
}

type Words = Pick<Required<ChatLook>, 'name' | 'accent' | 'emoji'>

/** The changed parts of the chat's name, colour and emoji; an empty part was cleared. */
function changedLook(before: ChatLook, patch: SettingsPatch): Partial<Words> {
  const keys = ['name', 'accent', 'emoji'] as const
  const changed = keys.filter((key) => patch[key] !== undefined && patch[key] !== (before[key] ?? ''))
  return Object.fromEntries(changed.map((key) => [key, patch[key]]))
}

/** Answers with the settings as they are kept, without empty parts. */
export function keepSettings(database: Database, { chat = {}, ...rest }: Settings): Settings {
  const look = Object.fromEntries(Object.entries(chat).filter(([, value]) => value !== undefined && value !== ''))
  const kept: Settings = { ...rest, ...(Object.keys(look).length > 0 && { chat: look }) }
  database.run(
    `insert into meta (key, value) values ('settings', ?) on conflict (key) do update set value = excluded.value`,
    JSON.stringify(kept),
  )
  return kept
}
