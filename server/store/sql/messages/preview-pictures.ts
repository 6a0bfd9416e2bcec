/** The pictures that previews show. Their bytes are contents, which stay as long as a message, or its removal, has them. */
import type { Database, Parameters } from '../database.ts'
import type { PreviewEntry } from './preview-rows.ts'

type Place = { room_id: string; seq: number }

/** Whether a content `c` is the picture of a preview. */
export const IS_PREVIEWED = 'exists (select 1 from preview_pictures p where p.hash = c.hash)'

/** The previews of a message show these pictures now, and no others. */
export function keepPreviewPictures(database: Database, { room_id, seq }: Place, entries: PreviewEntry[]): void {
  database.run('delete from preview_pictures where room_id = ? and seq = ?', room_id, seq)
  for (const entry of entries) {
    if (!('picture' in entry) || !entry.picture) continue
    database.run(
      'insert into preview_pictures (room_id, seq, hash) values (?, ?, ?) on conflict do nothing',
      room_id,
      seq,
      entry.picture.hash,
    )
  }
}

/** For messages `m`, as the rest of a statement finds them. Those that a removal keeps for undo stay. */
export function forgetPreviewPictures(database: Database, those: string, ...parameters: Parameters): void {
  database.run(
    `delete from preview_pictures where (room_id, seq) in (
       select m.room_id, m.seq ${those} and m.previews <> '[]'
         and not exists (select 1 from removed_messages x where x.room_id = m.room_id and x.seq = m.seq))`,
    ...parameters,
  )
}
