/** Custom emoji. A text or a reaction has only their names: whether one is shown there follows from this table. */
import { createHash } from 'node:crypto'
import { mayInChat } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { MAX_CUSTOM_EMOJI } from '../../../../protocol/limits.ts'
import type { CustomEmoji, EmojiList, Settings } from '../../../../protocol/models.ts'
import { isModerator } from '../../../../protocol/roles.ts'
import type { NewEmoji } from '../../store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { keepSettings, settings } from '../moderation/settings.ts'
import { now } from '../now.ts'
import { type ShownUserRow, toUser, userOf } from '../people/users.ts'
import { requireVoiceEverywhere } from '../voice.ts'

type EmojiRow = { emoji: string; shown: string; still: string | null; added_at: string } & ShownUserRow

/** Outsiders are not told who added them: they know only the people of their room. */
export function customEmoji(database: Database, { role }: Allowed): EmojiList {
  const rows = database.all<EmojiRow>(
    `select e.name as emoji, e.picture as shown, e.still, e.added_at, u.id, u.name, u.kind, u.picture
     from custom_emoji e join users u on u.id = e.by_id`,
  )
  const emoji = rows.map(({ emoji: name, shown, still, added_at, ...by }): CustomEmoji => ({
    name,
    picture: shown,
    ...(still !== null && { still }),
    ...(role !== 'outsider' && { by: toUser(by) }),
    addedAt: added_at,
  }))
  // Engines order texts by rules of their own.
  emoji.sort((one, other) => (one.name < other.name ? -1 : 1))
  return { version: settings(database).customEmoji ?? '', emoji }
}

/** Throws what adding an emoji of this name would throw. */
export function checkEmoji(database: Database, by: Allowed, name: string): void {
  if (settings(database).emojiBy !== 'members' && !isModerator(by.role)) throw refusal('emoji_by_moderators')
  requireVoiceEverywhere(database, by)
  if (exists(database, name)) throw refusal('emoji_taken', { name })
  const { count } = database.get<{ count: number }>('select count(*) as count from custom_emoji')!
  if (count >= MAX_CUSTOM_EMOJI) throw refusal('emoji_full')
}

export function addEmoji(
  database: Database,
  by: Allowed,
  { name, picture, still }: NewEmoji,
): { emoji: CustomEmoji; settings: Settings } {
  checkEmoji(database, by, name)
  const addedAt = now()
  database.run(
    'insert into custom_emoji (name, picture, still, by_id, added_at) values (?, ?, ?, ?, ?)',
    name,
    picture,
    still ?? null,
    by.user.id,
    addedAt,
  )
  const emoji = { name, picture, ...(still !== undefined && { still }), by: userOf(database, by.user.id), addedAt }
  return { emoji, settings: renewVersion(database) }
}

export function removeEmoji(database: Database, by: Allowed, name: string): Settings {
  const row = database.get<{ by_id: string }>('select by_id from custom_emoji where name = ?', name)
  if (!row) throw refusal('no_such_emoji', { name })
  const isMine = row.by_id === by.user.id
  if (!isMine && !mayInChat(by.role, 'emoji:removeOthers')) throw refusal('not_your_emoji')
  database.run('delete from custom_emoji where name = ?', name)
  if (!isMine) recordAudit(database, by, 'emoji:remove', { user: userOf(database, row.by_id), details: { name } })
  return renewVersion(database)
}

/** For a reaction, which may also be an emoji of Unicode. */
export function requireExisting(database: Database, emoji: string): void {
  if (!emoji.startsWith(':')) return
  const name = emoji.slice(1, -1)
  if (!exists(database, name)) throw refusal('no_such_emoji', { name })
}

const exists = (database: Database, name: string): boolean =>
  database.get('select 1 as found from custom_emoji where name = ?', name) !== undefined

/** It is made of the list, so that one that is as before has its former version: clients still have it. */
function renewVersion(database: Database): Settings {
  const rows = database.all<{ name: string; picture: string }>('select name, picture from custom_emoji')
  const lines = rows.map(({ name, picture }) => `${name} ${picture}`).toSorted()
  const { customEmoji: _former, ...others } = settings(database)
  if (lines.length === 0) return keepSettings(database, others)
  const version = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)
  return keepSettings(database, { ...others, customEmoji: version })
}
