import { Refusal } from '../../../protocol/errors.ts'
import { MAX_PAGE } from '../../../protocol/limits.ts'
import type { Report, User } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'
import { noSuchMessage, requireMessage } from './message-rows.ts'
import { requireSession } from './sessions.ts'

export function report(database: Database, who: Signed, roomId: string, seq: number, reason: string): void {
  requireSession(database, who)
  const message = requireMessage(database, roomId, seq)
  if (message.deleted_at !== null) throw noSuchMessage()
  database.run(
    `insert into reports (id, by_id, room_id, seq, author_id, reason, body, at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (room_id, seq, by_id) do update set reason = excluded.reason, body = excluded.body, at = excluded.at`,
    randomId('p'),
    who.userId,
    roomId,
    seq,
    message.author_id,
    reason,
    message.body,
    new Date().toISOString(),
  )
}

type ReportRow = Omit<Report, 'by' | 'author'> & {
  by_id: string
  by_name: string
  by_kind: User['kind']
  author_id: string
  author_name: string
  author_kind: User['kind']
}

/** The oldest of them; when they are dealt with, the next ones follow. */
export function reports(database: Database): Report[] {
  const rows = database.all<ReportRow>(
    `select p.id, p.at, p.reason, p.room_id as roomId, r.name as roomName, p.seq, p.body,
            b.id as by_id, b.name as by_name, b.kind as by_kind,
            a.id as author_id, a.name as author_name, a.kind as author_kind
     from reports p join rooms r on r.id = p.room_id
       join users b on b.id = p.by_id join users a on a.id = p.author_id
     where r.deleted_at is null order by p.at, p.rowid limit ${MAX_PAGE}`,
  )
  return rows.map(({ id, at, reason, roomId, roomName, seq, body, ...people }) => ({
    id,
    by: { id: people.by_id, name: people.by_name, kind: people.by_kind },
    at,
    reason,
    roomId,
    roomName,
    seq,
    author: { id: people.author_id, name: people.author_name, kind: people.author_kind },
    body,
  }))
}

/** What is dealt with is forgotten, with the words that were kept for it; that it was is in the log. */
export function resolveReport(database: Database, who: Signed, reportId: string): void {
  requireSession(database, who)
  const resolved = database.get<{ room_id: string; seq: number; author_id: string }>(
    'delete from reports where id = ? returning room_id, seq, author_id',
    reportId,
  )
  if (!resolved) throw new Refusal('not_found', 'There is no such report.')
  const { author_id: userId, room_id: roomId, seq } = resolved
  noteAct(database, who, 'report:resolve', { userId, roomId, seq })
}
