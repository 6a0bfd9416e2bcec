/** Earlier versions of messages. A deleted message has none. */
import { mayInRoom } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { MAX_VERSIONS } from '../../../../protocol/limits.ts'
import type { Versions } from '../../../../protocol/models.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database, Parameters } from '../database.ts'
import { type MessageRow, noSuchMessage, requireMessage } from './message-rows.ts'

/** Stores the present version before an edit. The first version stays; of many edits only the latest are kept. */
export function noteVersion(database: Database, { room_id, seq, body, edited_at, sent_at }: MessageRow): void {
  putVersion(database, { room_id, seq, body, at: edited_at ?? sent_at })
  database.run(
    `delete from versions where rowid in (
       select rowid from versions where room_id = ?1 and seq = ?2
         and rowid > (select min(rowid) from versions where room_id = ?1 and seq = ?2)
       order by rowid desc limit 1000000 offset ?3)`,
    room_id,
    seq,
    MAX_VERSIONS - 1,
  )
}

type VersionRow = { room_id: string; seq: number; body: string; at: string }

export function putVersion(database: Database, { room_id, seq, body, at }: VersionRow): void {
  database.run('insert into versions (room_id, seq, body, at) values (?, ?, ?, ?)', room_id, seq, body, at)
}

/** For messages `m`, as the rest of a statement finds them. */
export function forgetVersions(database: Database, fromMessages: string, ...parameters: Parameters): void {
  database.run(`delete from versions where (room_id, seq) in (select m.room_id, m.seq ${fromMessages})`, ...parameters)
}

export function versions(database: Database, by: AllowedInRoom, seq: number): Versions {
  const roomId = by.room.id
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (row.author_id !== by.user.id && !mayInRoom(by, 'message:versionsOfOthers')) {
    throw refusal('not_your_versions')
  }
  return {
    versions: database.all('select body, at from versions where room_id = ? and seq = ? order by rowid', roomId, seq),
  }
}
