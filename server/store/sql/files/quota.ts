/**
 * How many bytes a person, or all guests of a network, have announced today (UTC). Announced bytes count even when the
 * file is removed again: they were sent and written. What never came is given back.
 */
import { refusal } from '../../../../protocol/errors.ts'
import type { UploadLimits } from '../../files-store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { now } from '../now.ts'

const BYTES_OF_MB = 1_000_000

export const today = (): string => now().slice(0, 'yyyy-mm-dd'.length)

/** Throws `rate_limited` when this file would be too much for today. Answers with the one for whom it was counted. */
export function countUpload(
  database: Database,
  { user, sessionId }: Allowed,
  size: number,
  limits: UploadLimits | undefined,
): string {
  const isGuest = user.kind === 'guest'
  const holder = isGuest ? networkOf(database, sessionId) : user.id
  const { bytes } = database.get<{ bytes: number }>(
    `insert into upload_days (holder, day, bytes) values (?, ?, ?)
     on conflict (holder, day) do update set bytes = upload_days.bytes + excluded.bytes returning bytes`,
    holder,
    today(),
    size,
  )!
  const most = limits?.[isGuest ? 'guest' : 'person'].bytesADay
  if (most !== undefined && bytes > most) throw refusal('files_of_today', { most: most / BYTES_OF_MB })
  return holder
}

export function giveBackUpload(database: Database, { holder, size, received, created_at }: CountedRow): void {
  const day = created_at.slice(0, 'yyyy-mm-dd'.length)
  database.run('update upload_days set bytes = bytes - ? where holder = ? and day = ?', size - received, holder, day)
}

type CountedRow = { holder: string; size: number; received: number; created_at: string }

const networkOf = (database: Database, sessionId: string): string =>
  database.get<{ network: string }>('select network from sessions where id = ?', sessionId)!.network
