import { refusal } from '../../../../protocol/errors.ts'
import { MAX_SAVED } from '../../../../protocol/limits.ts'
import type { RoomRef, SavedPage } from '../../../../protocol/models.ts'
import type { FoundPage } from '../../store.ts'
import type { Signed } from '../../terms.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, noSuchMessage, requireMessage, selectMessage, toMessage } from './message-rows.ts'
import { toPage } from '../page.ts'
import { requireSession } from '../require-session.ts'

export function save(
  database: Database,
  { user, room: { id: roomId } }: AllowedInRoom,
  seq: number,
  on: boolean,
): boolean {
  if (!on) {
    const sql = 'delete from saved where user_id = ? and room_id = ? and seq = ? returning 1 as gone'
    return database.get(sql, user.id, roomId, seq) !== undefined
  }
  if (requireMessage(database, roomId, seq).deleted_at !== null) throw noSuchMessage()
  const { count } = database.get<{ count: number }>('select count(*) as count from saved where user_id = ?', user.id)!
  if (count >= MAX_SAVED) throw refusal('saved_full')
  const saved = database.get(
    `insert into saved (user_id, room_id, seq, saved_at) values (?, ?, ?, ?)
     on conflict do nothing returning 1 as isNew`,
    user.id,
    roomId,
    seq,
    new Date().toISOString(),
  )
  return saved !== undefined
}

type SavedRow = MessageRow & {
  saved_id: number
  saved_at: string
  room_slug: string
  room_name: string
  room_kind: RoomRef['kind']
}

// The messages `m` that the user ?1 saved as `s`, in rooms `r` that the user sees.
const SELECT_SAVED = `${selectMessage({
  more: ', s.id as saved_id, s.saved_at, r.slug as room_slug, r.name as room_name, r.kind as room_kind',
  from: `saved s cross join rooms r on r.id = s.room_id
    cross join messages m on m.room_id = s.room_id and m.seq = s.seq`,
})}
  where s.user_id = ?1 and s.id < ?2 and r.deleted_at is null and (?3 is null or r.id = ?3)
    and (r.kind = 'open' or exists (select 1 from memberships h where h.room_id = r.id and h.user_id = ?1))
  order by s.id desc limit ?4`

export function saved(database: Database, who: Signed, { after, limit }: FoundPage): SavedPage {
  const { only_room_id } = requireSession(database, who)
  const rows = database.all<SavedRow>(
    SELECT_SAVED,
    who.userId,
    after === undefined ? Number.MAX_SAFE_INTEGER : Number(after),
    only_room_id,
    limit + 1,
  )
  const { shown, more } = toPage(rows, limit, (last) => String(last.saved_id))
  return {
    saved: shown.map((row) => ({
      message: toMessage(row),
      room: { id: row.room_id, slug: row.room_slug, name: row.room_name, kind: row.room_kind },
      savedAt: row.saved_at,
    })),
    ...more,
  }
}
