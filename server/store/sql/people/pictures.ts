/** Pictures of people and of rooms. Each is a content, in WebP, that stays as long as somebody or a room shows it. */
import type { User } from '../../../../protocol/models.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { Content } from '../../files-store.ts'
import type { Signed } from '../../terms.ts'
import { type Allowed, asThemselves, requireLesser } from '../allowed.ts'
import type { Database } from '../database.ts'
import { IS_PREVIEWED } from '../messages/preview-pictures.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { now } from '../now.ts'
import { requireVoiceEverywhere } from '../voice.ts'
import { userOf } from './users.ts'

/** Whether a content `c` is the picture of a user, a room or a custom emoji. */
export const IS_SHOWN = `exists (select 1 from users u where u.picture = c.hash)
  or exists (select 1 from rooms r where r.picture = c.hash)
  or exists (select 1 from custom_emoji e where e.picture = c.hash)
  or exists (select 1 from custom_emoji e where e.still = c.hash)`

type Shown = { user: User; isNew: boolean }

/** Shows a content that was kept a moment ago as one’s own picture; undefined removes it. */
export function setUserPicture(database: Database, by: Allowed, hash: string | undefined): Shown {
  if (hash !== undefined) requireVoiceEverywhere(database, by)
  return show(database, by.user.id, hash)
}

/** Takes another user’s picture away. */
export function removeUserPicture(database: Database, by: Allowed, userId: string): Shown {
  const user = requireLesser(database, by, userId)
  const shown = show(database, userId, undefined)
  if (shown.isNew) recordAudit(database, by, 'user:removePicture', { user })
  return shown
}

function show(database: Database, userId: string, hash: string | undefined): Shown {
  const changed = database.get(
    'update users set picture = ?1, pictured_at = ?2 where id = ?3 and picture is distinct from ?1 returning 1 as changed',
    hash ?? null,
    now(),
    userId,
  )
  return { user: userOf(database, userId), isNew: changed !== undefined }
}

/** Any user of the chat: nobody guesses a hash, and a picture is seen beside every message. */
export const allowPicture = (database: Database, who: Signed, _hash: string): Allowed => asThemselves(database, who)

/** A picture that is shown somewhere. */
export function pictureToServe(database: Database, _by: Allowed, hash: string): Content {
  const found = database.get<{ size: number }>(
    `select c.size from contents c where c.hash = ? and c.is_leaving = 0 and (${IS_SHOWN} or ${IS_PREVIEWED})`,
    hash,
  )
  if (!found) throw refusal('no_such_file')
  return { hash, type: 'image/webp', size: found.size }
}
