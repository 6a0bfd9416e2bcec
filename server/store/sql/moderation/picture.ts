import type { Settings } from '../../../../protocol/models.ts'
import type { Picture } from '../../store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { recordAudit } from './record-audit.ts'
import { keepSettings, settings } from './settings.ts'

/** Replaces the chat's picture; undefined removes it. */
export function setPicture(database: Database, by: Allowed, picture: Picture | undefined): Settings {
  const before = settings(database)
  if (before.chat?.picture === picture?.hash) return before
  database.run('delete from chat_picture')
  if (picture)
    database.run(
      'insert into chat_picture (hash, type, bytes) values (?, ?, ?)',
      picture.hash,
      picture.type,
      picture.bytes,
    )
  const after = keepSettings(database, { ...before, chat: { ...before.chat, picture: picture?.hash } })
  recordAudit(database, by, 'settings:picture', { details: { picture: picture !== undefined } })
  return after
}

export function picture(database: Database, hash: string): Picture | undefined {
  const row = database.get<Picture>('select hash, type, bytes from chat_picture where hash = ?', hash)
  return row && { ...row }
}
