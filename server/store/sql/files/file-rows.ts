import { type Refusal, refusal } from '../../../../protocol/errors.ts'
import type { File } from '../../../../protocol/files.ts'
import type { Database } from '../database.ts'

export type FileRow = {
  id: string
  owner_id: string
  /** The person, or the guest’s network, for whom it counts. */
  holder: string
  name: string
  /** The type that the sender said. */
  type: string
  size: number
  received: number
  created_at: string
  /** The file as clients get it, in JSON. Null until all bytes are here. */
  facts: string | null
  /** The message that took it. Null while it waits for one. */
  room_id: string | null
  seq: number | null
  removal_id: string | null
  /** The sender's word beside the name, in JSON. */
  details: string | null
}

const SELECT = `select id, owner_id, holder, name, type, size, received, created_at, facts, room_id, seq, removal_id, details from files`

export const findFileRow = (database: Database, id: string): FileRow | undefined =>
  database.get<FileRow>(`${SELECT} where id = ?`, id)

/** A file that this user has uploaded and no message has taken. All others are refused alike. */
export function requireOwnUnused(database: Database, ownerId: string, id: string): FileRow {
  const row = findFileRow(database, id)
  if (row?.owner_id !== ownerId || row.room_id !== null) throw noSuchFile()
  return row
}

export const toFile = (facts: string): File => JSON.parse(facts) as File

export const noSuchFile = (): Refusal => refusal('no_such_file')
