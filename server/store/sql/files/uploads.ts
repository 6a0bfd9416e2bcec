/** Uploads under way: what is known of a file before a message takes it. */
import { MAX_FILE_NAME_BYTES, utf8Length } from '../../../../protocol/limits.ts'
import { Refusal, refusal } from '../../../../protocol/errors.ts'
import type {
  ArrivedFile,
  ArrivedPoster,
  Content,
  FileDetails,
  FileForm,
  NewFile,
  Upload,
  UploadLimits,
} from '../../files-store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { randomFileId } from '../ids.ts'
import { now } from '../now.ts'
import { countUpload, giveBackUpload } from './quota.ts'
import { findFileRow, type FileRow, noSuchFile, requireOwnUnused, toFile } from './file-rows.ts'

export function addFile(
  database: Database,
  by: Allowed,
  { name, type, size, details }: NewFile,
  limits?: UploadLimits,
): Upload {
  if (utf8Length(name) > MAX_FILE_NAME_BYTES) throw refusal('file_name_long')
  const id = randomFileId()
  const holder = countUpload(database, by, size, limits)
  database.run(
    'insert into files (id, owner_id, holder, name, type, size, created_at, details) values (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    by.user.id,
    holder,
    name,
    type,
    size,
    now(),
    details ? JSON.stringify(details) : null,
  )
  return { id, holder, name, type, size, details, received: 0, isComplete: false }
}

/** How far an upload of one's own has come. */
export const upload = (database: Database, { user }: Allowed, id: string): Upload =>
  toUpload(requireOwnUnused(database, user.id, id))

/** From now on only this writer adds bytes: a request that still does is told so by `noteReceived`. */
export function takeOverUpload(database: Database, { user }: Allowed, id: string, writer: string): Upload {
  const row = requireOwnUnused(database, user.id, id)
  database.run('update files set writer = ? where id = ?', writer, id)
  return toUpload(row)
}

/** Records that so many bytes are safe. False when another writer has taken over, or the file is gone. */
export function noteReceived(database: Database, id: string, writer: string, received: number): boolean {
  const row = database.get(
    'update files set received = ? where id = ? and writer = ? and facts is null and received <= ?1 returning 1',
    received,
    id,
    writer,
  )
  return row !== undefined
}

/** All bytes are here, and kept under the names of their forms. Completing it twice does no harm. */
export function completeFile(database: Database, id: string, { facts, forms }: ArrivedFile): void {
  const row = findFileRow(database, id)
  if (!row) throw noSuchFile()
  if (row.facts !== null) return
  putForms(database, id, forms)
  database.run('update files set facts = ?, writer = null where id = ?', JSON.stringify({ ...facts, id }), id)
}

/** A later poster takes the place of an earlier one. */
export function addPoster(database: Database, { user }: Allowed, id: string, poster: ArrivedPoster): void {
  const { facts } = requireOwnUnused(database, user.id, id)
  if (facts === null) throw refusal('file_unfinished')
  const file = toFile(facts)
  if (!file.type.startsWith('video/')) throw new Refusal('bad_request', 'Only a film takes a poster.')
  putForms(database, id, poster.forms)
  const shown = { ...file, thumbhash: poster.thumbhash, hasThumbnail: true }
  database.run('update files set facts = ? where id = ?', JSON.stringify(shown), id)
}

function putForms(database: Database, id: string, forms: (Content & { form: FileForm })[]): void {
  for (const { form, hash, type, size } of forms) {
    database.run(
      `insert into file_forms (file_id, form, hash, type, size) values (?, ?, ?, ?, ?)
       on conflict (file_id, form) do update set hash = excluded.hash, type = excluded.type, size = excluded.size`,
      id,
      form,
      hash,
      type,
      size,
    )
  }
}

/** Removes a file of one's own that no message has taken. */
export function removeFile(database: Database, { user }: Allowed, id: string): void {
  const row = requireOwnUnused(database, user.id, id)
  giveBackUpload(database, row)
  database.run('delete from files where id = ?', id)
}

/** Those of these uploads that still need their bytes. The bytes of the others can go. */
export function uploadsUnderWay(database: Database, ids: string[]): string[] {
  return database
    .all<{ id: string }>(
      'select id from files where facts is null and id in (select value from json_each(?))',
      JSON.stringify(ids),
    )
    .map(({ id }) => id)
}

const toUpload = ({ id, holder, name, type, size, received, facts, details }: FileRow): Upload => ({
  id,
  holder,
  name,
  type,
  size,
  details: details === null ? undefined : (JSON.parse(details) as FileDetails),
  received,
  isComplete: facts !== null,
})
