/** What messages said before they were edited. A message that is deleted has said nothing. */
import { Refusal } from '../../../protocol/errors.ts'
import { MAX_VERSIONS } from '../../../protocol/limits.ts'
import type { Versions } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database, Parameters } from './database.ts'
import { type MessageRow, noSuchMessage, requireMessage } from './message-rows.ts'
import { requireSession } from './sessions.ts'

/** Keeps what a message says until now. The first words stay; of many edits only the latest are kept. */
export function noteVersion(database: Database, { room_id, seq, body, edited_at, sent_at }: MessageRow): void {
  database.run(
    'insert into versions (room_id, seq, body, at) values (?, ?, ?, ?)',
    room_id,
    seq,
    body,
    edited_at ?? sent_at,
  )
  database.run(
    `delete from versions where rowid in (
       select rowid from versions where room_id = ?1 and seq = ?2
         and rowid > (select min(rowid) from versions where room_id = ?1 and seq = ?2)
       order by rowid desc limit -1 offset ?3)`,
    room_id,
    seq,
    MAX_VERSIONS - 1,
  )
}

/** Of messages `m`, as the rest of a statement finds them. */
export function forgetVersions(database: Database, fromMessages: string, ...parameters: Parameters): void {
  database.run(`delete from versions where (room_id, seq) in (select m.room_id, m.seq ${fromMessages})`, ...parameters)
}

export function versions(database: Database, who: Signed, roomId: string, seq: number, asModerator: boolean): Versions {
  requireSession(database, who)
  const row = requireMessage(database, roomId, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (row.author_id !== who.userId && !asModerator) {
    throw new Refusal('forbidden', 'Only its author and who moderates the room can see what a message said before.')
  }
  return {
    versions: database.all('select body, at from versions where room_id = ? and seq = ? order by rowid', roomId, seq),
  }
}
