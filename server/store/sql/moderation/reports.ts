/** Reports: one for each message, with all who reported it. */
import { type Refusal, refusal } from '../../../../protocol/errors.ts'
import { MAX_NAMED, MAX_OPEN_REPORTS } from '../../../../protocol/limits.ts'
import type { File } from '../../../../protocol/files.ts'
import type { Report, Reporter, ReportersPage, ReportsList, User } from '../../../../protocol/models.ts'
import type { FoundPage } from '../../store.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { noSuchMessage, parseList, requireMessage } from '../messages/message-rows.ts'
import { toPage } from '../page.ts'
import { recordAudit } from './record-audit.ts'

/** When a user may try again, in ms: the moderators may have closed some reports by then. */
const RETRY_AFTER_MS = 60_000

/** Reports in one answer, and their size as JSON in bytes, at most. When some are closed, the next ones follow. */
const MAX_REPORTS = 50
const MAX_LIST_BYTES = 262_144

/** The author and the reporters keep their present names. */
export function report(database: Database, by: AllowedInRoom, seq: number, reason: string): void {
  const roomId = by.room.id
  const message = requireMessage(database, roomId, seq)
  if (message.deleted_at !== null) throw noSuchMessage()
  const network = networkOf(database, by.sessionId)
  const sql = 'select id, body from reports where room_id = ? and seq = ?'
  const open = database.get<{ id: string; body: string }>(sql, roomId, seq)
  if (!open) requireRoomFor(database, by.user, network)
  const id = open?.id ?? randomId('p')
  const at = timeOfNext(database, id)
  if (!open) {
    database.run(
      `insert into reports (id, room_id, seq, by_id, network, author_id, author_name, body, at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      roomId,
      seq,
      by.user.id,
      network,
      message.author_id,
      message.author_name,
      message.body,
      at,
    )
  }
  database.run(
    `insert into reporters (report_id, by_id, by_name, network, reason, body, at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (report_id, by_id) do update set reason = excluded.reason, body = excluded.body`,
    id,
    by.user.id,
    by.user.name,
    network,
    reason,
    open && open.body !== message.body ? message.body : null,
    at,
  )
}

/** Reporters keep their order, also within one millisecond and when the clock goes back. */
function timeOfNext(database: Database, reportId: string): string {
  const { last } = database.get<{ last: string | null }>(
    'select max(at) as last from reporters where report_id = ?',
    reportId,
  )!
  return new Date(last === null ? Date.now() : Math.max(Date.now(), Date.parse(last) + 1)).toISOString()
}

const networkOf = (database: Database, sessionId: string): string =>
  database.get<{ network: string }>('select network from sessions where id = ?', sessionId)!.network

/**
 * A user or a network with many reports would hide those of others. Reports of an already reported message do not
 * count.
 */
function requireRoomFor(database: Database, { id, kind }: Pick<User, 'id' | 'kind'>, network: string): void {
  const { ofPerson, ofGuests, ofNetwork } = MAX_OPEN_REPORTS
  requireFewer(database, ofPerson, 'r.by_id = ?', id)
  // Older rows have no network.
  if (network === '') return
  requireFewer(database, ofNetwork, 'r.network = ?', network)
  if (kind === 'guest') requireFewer(database, ofGuests, `r.network = ? and u.kind = 'guest'`, network)
}

function requireFewer(database: Database, most: number, where: string, value: string): void {
  const sql = `select count(*) as count from reports r join users u on u.id = r.by_id where ${where}`
  if (database.get<{ count: number }>(sql, value)!.count >= most) throw tooMany(most)
}

const tooMany = (most: number): Refusal => refusal('reports_waiting', { most }, { retryAfterMs: RETRY_AFTER_MS })

type ReportRow = Omit<Report, 'by' | 'reason' | 'author' | 'reporters' | 'files'> & {
  files: string | null
  author_id: string
  author_name: string
  author_kind: User['kind']
}

/**
 * The oldest report of each network in turn, those of persons before those of guests, so that one network does not hide
 * the others. Among equals, the report of more networks comes first.
 */
export function reports(database: Database): ReportsList {
  const rows = database.all<ReportRow>(
    `with voices as (
       select p.report_id, p.network, min(p.at) as at, min(case when u.kind = 'guest' then 1 else 0 end) as is_guests
       from reporters p join users u on u.id = p.by_id group by p.report_id, p.network
     ), turns as (
       select report_id, row_number() over (partition by network order by is_guests, at, report_id) as turn from voices
     ), ranked as (
       select report_id, min(turn) as turn, count(*) as networks from turns group by report_id
     )
     select r.id, r.at, r.room_id as roomId, o.name as roomName, r.seq, r.body, k.networks,
            (select count(*) from reporters c where c.report_id = r.id) as count,
            a.id as author_id, r.author_name, a.kind as author_kind, m.files
     from ranked k join reports r on r.id = k.report_id join rooms o on o.id = r.room_id join users a on a.id = r.author_id
       left join messages m on m.room_id = r.room_id and m.seq = r.seq and m.deleted_at is null
     where o.deleted_at is null order by k.turn, k.networks desc, r.at, r.id limit ${MAX_REPORTS}`,
  )
  const shown: Report[] = []
  let bytes = 0
  for (const { author_id, author_name, author_kind, files, ...row } of rows) {
    const reporters = reportersOf(database, row.id, { limit: MAX_NAMED }).reporters
    const { user: by, reason } = reporters[0]!
    const author = { id: author_id, name: author_name, kind: author_kind }
    const carried = files === null || files === '[]' ? {} : { files: parseList<File>(files) }
    const one = { ...row, by, reason, author, reporters, ...carried }
    bytes += Buffer.byteLength(JSON.stringify(one))
    if (bytes > MAX_LIST_BYTES && shown.length > 0) break
    shown.push(one)
  }
  return { reports: shown, open: countReports(database) }
}

type ReporterRow = { id: string; name: string; kind: User['kind']; at: string; reason: string; body: string | null }

/** The people who reported a message, and their reasons, the earliest first. `not_found` for a closed report. */
export function reporters(database: Database, _by: Allowed, reportId: string, page: FoundPage): ReportersPage {
  if (!database.get('select 1 from reports where id = ?', reportId)) throw refusal('no_such_report')
  return reportersOf(database, reportId, page)
}

function reportersOf(database: Database, reportId: string, { after = ' ', limit }: FoundPage): ReportersPage {
  const [at = '', id = ''] = after.split(' ')
  const rows = database.all<ReporterRow>(
    `select u.id, p.by_name as name, u.kind, p.at, p.reason, p.body from reporters p join users u on u.id = p.by_id
     where p.report_id = ?1 and (p.at, p.by_id) > (?2, ?3) order by p.at, p.by_id limit ?4`,
    reportId,
    at,
    id,
    limit + 1,
  )
  const { shown, more } = toPage(rows, limit, (last) => `${last.at} ${last.id}`)
  return {
    reporters: shown.map(toReporter),
    ...more,
  }
}

const toReporter = ({ id, name, kind, at, reason, body }: ReporterRow): Reporter => ({
  user: { id, name, kind },
  at,
  reason,
  ...(body !== null && { body }),
})

/** The number of open reports for moderators. */
export const countReports = (database: Database): number =>
  database.get<{ count: number }>(
    'select count(*) as count from reports p join rooms r on r.id = p.room_id where r.deleted_at is null',
  )!.count

/** A closed report is deleted, with its texts and reporters. The audit log keeps that it existed. */
export function resolveReport(database: Database, by: Allowed, reportId: string): void {
  const resolved = database.get<{ room_id: string; seq: number; author_id: string; author_name: string }>(
    'delete from reports where id = ? returning room_id, seq, author_id, author_name',
    reportId,
  )
  if (!resolved) throw refusal('no_such_report')
  const { author_id: id, author_name: name, room_id: roomId, seq } = resolved
  const { kind } = database.get<Pick<User, 'kind'>>('select kind from users where id = ?', id)!
  recordAudit(database, by, 'report:resolve', { user: { id, name, kind }, roomId, seq })
}
