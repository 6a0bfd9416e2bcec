/** Whether a user may have the bytes of a file. It is asked for each request. */
import { Refusal } from '../../../../protocol/errors.ts'
import type { FileForm, FileToServe } from '../../files-store.ts'
import type { Signed } from '../../terms.ts'
import { allowInRoom, asThemselves } from '../allowed.ts'
import type { Database } from '../database.ts'
import { findFileRow, type FileRow, noSuchFile, toFile } from './file-rows.ts'

type CompleteRow = FileRow & { facts: string }

/**
 * A file that the user may have: one that a message carries which they see, or one of their own that waits for a
 * message. All others are refused alike, so that nobody learns which ids exist.
 */
export function allowFile(database: Database, who: Signed, id: string, _form: FileForm): CompleteRow {
  const { user } = asThemselves(database, who)
  const row = findFileRow(database, id)
  if (!row || row.removal_id !== null || row.facts === null) throw noSuchFile()
  if (row.room_id === null ? row.owner_id !== user.id : !sees(database, who, row.room_id)) throw noSuchFile()
  return { ...row, facts: row.facts }
}

function sees(database: Database, who: Signed, roomId: string): boolean {
  try {
    allowInRoom(database, who, roomId, 'room:history')
    return true
  } catch (error) {
    if (error instanceof Refusal && ['not_found', 'forbidden'].includes(error.code)) return false
    throw error
  }
}

export function fileToServe(database: Database, row: CompleteRow, _id: string, form: FileForm): FileToServe {
  const found = database.get<{ hash: string; type: string; size: number }>(
    'select hash, type, size from file_forms where file_id = ? and form = ?',
    row.id,
    form,
  )
  if (!found) throw noSuchFile()
  return { ...found, name: toFile(row.facts).name }
}

/** The files and pictures whose bytes these are, and where they stand: the room's slug and the message's number. */
export const filesOf = (database: Database, hash: string): { name: string; at: string | null }[] =>
  database.all(
    `select f.name, r.slug || '/' || f.seq as at
     from file_forms x join files f on f.id = x.file_id left join rooms r on r.id = f.room_id
     where x.hash = ?1
     union all select u.name, 'a person’s picture' from users u where u.picture = ?1
     union all select r.name, 'a room’s picture' from rooms r where r.picture = ?1
     union all select e.name, 'a custom emoji' from custom_emoji e where e.picture = ?1 or e.still = ?1
     union all select 'a preview', r.slug || '/' || p.seq from preview_pictures p join rooms r on r.id = p.room_id where p.hash = ?1
     order by 1 limit 20`,
    hash,
  )
