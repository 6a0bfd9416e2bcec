/** The files that messages carry. The message has the list that clients get, and each file the place of its message. */
import { refusal } from '../../../../protocol/errors.ts'
import type { File } from '../../../../protocol/files.ts'
import type { FileToCarry } from '../../files-store.ts'
import type { Database, Parameters } from '../database.ts'
import { randomFileId } from '../ids.ts'
import { parseList } from '../messages/message-rows.ts'
import { requireOwnUnused, toFile } from './file-rows.ts'

type Place = { room_id: string; seq: number }
const NONE = '[]'

/** The files of a draft. They must be its author's own, complete, and not in another message. Nothing is written yet. */
export function requireFiles(database: Database, authorId: string, files: FileToCarry[] | undefined): File[] {
  if (files === undefined) return []
  return files.map(({ id, alt }) => {
    const { facts } = requireOwnUnused(database, authorId, id)
    if (facts === null) throw refusal('file_unfinished')
    return withAlt(toFile(facts), alt)
  })
}

/** Gives a new message its files. Answers with its list. */
export function takeUp(database: Database, { room_id, seq }: Place, files: File[]): string {
  if (files.length === 0) return NONE
  for (const { id } of files) database.run('update files set room_id = ?, seq = ? where id = ?', room_id, seq, id)
  return JSON.stringify(files)
}

/** Whether a retry names the files that its message took. */
export function sameFiles(present: string, files: FileToCarry[] = []): boolean {
  const carried = parseList<File>(present)
  return carried.length === files.length && carried.every(({ id }, place) => id === files[place]!.id)
}

/** Keeps those files of a message that an edit names, each with its new text. An edit cannot add files. */
export function keepSome(database: Database, present: string, files: FileToCarry[] | undefined): string {
  if (files === undefined) return present
  const carried = parseList<File>(present)
  const kept = files.map(({ id, alt }) => {
    const file = carried.find((one) => one.id === id)
    if (!file) throw refusal('no_such_file')
    return withAlt(file, alt)
  })
  for (const { id } of carried) if (!files.some((one) => one.id === id)) forget(database, id)
  return JSON.stringify(kept)
}

/** Gives another message copies of the files, which share their bytes. They live on when the first message goes. */
export function copyFiles(database: Database, authorId: string, { room_id, seq }: Place, present: string): string {
  if (present === NONE) return NONE
  const copies = parseList<File>(present).map((file) => {
    const id = randomFileId()
    const copy: File = { ...file, id }
    database.run(
      `insert into files (id, owner_id, holder, name, type, size, received, created_at, facts, room_id, seq)
       select ?1, ?2, holder, name, type, size, received, created_at, ?3, ?4, ?5 from files where id = ?6`,
      id,
      authorId,
      JSON.stringify(copy),
      room_id,
      seq,
      file.id,
    )
    database.run(
      `insert into file_forms (file_id, form, hash, type, size)
       select ?1, form, hash, type, size from file_forms where file_id = ?2`,
      id,
      file.id,
    )
    return copy
  })
  return JSON.stringify(copies)
}

/** For each message `m` that the rest of a statement finds. Files that a removal keeps for undo stay. */
export function forgetFiles(database: Database, those: string, ...parameters: Parameters): void {
  database.run(
    `delete from files where removal_id is null and (room_id, seq) in (select m.room_id, m.seq ${those} and m.files <> '${NONE}')`,
    ...parameters,
  )
}

/** Keeps the files of removed messages for undo, where nobody can see them. */
export function keepFiles(database: Database, removalId: string): void {
  database.run(
    `update files set removal_id = ?1 where (room_id, seq) in (
       select x.room_id, x.seq from removed_messages x where x.removal_id = ?1 and x.files <> '${NONE}')`,
    removalId,
  )
}

/** Those of messages that can be restored are shown again; the others go. */
export function restoreFiles(database: Database, removalId: string, restored: string): void {
  database.run(
    `update files set removal_id = null where removal_id = ?1 and (room_id, seq) in (select m.room_id, m.seq ${restored})`,
    removalId,
  )
  database.run('delete from files where removal_id = ?', removalId)
}

function forget(database: Database, id: string): void {
  database.run('delete from files where id = ?', id)
}

/** An empty text clears it. */
function withAlt({ alt: _before, ...file }: File, alt: string | undefined): File {
  return alt === undefined || alt === '' ? file : { ...file, alt }
}
