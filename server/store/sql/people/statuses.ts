/** The statuses and time zones that people set. */
import type { Status } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'

type StatusRow = { status_emoji: string; status_text: string; status_until: string | null }

export const NO_STATUS = `status_emoji = '', status_text = '', status_until = null`

/** An active status; ?1 is the present. */
const HAS_STATUS = `(u.status_emoji <> '' or u.status_text <> '') and (u.status_until is null or u.status_until > ?1)`

/** Also works for a user who is muted everywhere or banned. Answers whether there was an active status. */
export function clearStatus(database: Database, userId: string): boolean {
  const hadStatus = database.get(
    `select 1 from users u where u.id = ?2 and ${HAS_STATUS}`,
    new Date().toISOString(),
    userId,
  )
  database.run(`update users set ${NO_STATUS} where id = ?`, userId)
  return hadStatus !== undefined
}

/** A user's status and time zone, read with the user's other columns; ?1 is the present. */
export type ShownRow = StatusRow & { has_status: number; time_zone: string | null }
export const SHOWN_COLUMNS = `u.status_emoji, u.status_text, u.status_until, u.time_zone, ${HAS_STATUS} as has_status`

export const toShown = (row: ShownRow): { status?: Status; timeZone?: string } => ({
  ...(row.has_status === 1 && { status: toStatus(row) }),
  ...(row.time_zone !== null && { timeZone: row.time_zone }),
})

/** The active statuses of these people, by id, without those of people whom the reader blocks. */
export function statusesOf(database: Database, readerId: string, userIds: string[]): Map<string, Status> {
  const rows = database.all<StatusRow & { id: string }>(
    `select u.id, u.status_emoji, u.status_text, u.status_until
     from json_each(?3) j cross join users u on u.id = j.value
     where ${HAS_STATUS} and not exists (select 1 from blocks b where b.user_id = ?2 and b.blocked_id = u.id)`,
    new Date().toISOString(),
    readerId,
    JSON.stringify(userIds),
  )
  return new Map(rows.map((row) => [row.id, toStatus(row)]))
}

/** The same rows, each with its person's status. */
export function withStatuses<Row extends { user: { id: string } }>(
  database: Database,
  readerId: string,
  rows: Row[],
): (Row & { status?: Status })[] {
  const statuses = statusesOf(
    database,
    readerId,
    rows.map(({ user }) => user.id),
  )
  return rows.map((row) => {
    const status = statuses.get(row.user.id)
    return status ? { ...row, status } : row
  })
}

const toStatus = ({ status_emoji, status_text, status_until }: StatusRow): Status => ({
  ...(status_emoji !== '' && { emoji: status_emoji }),
  ...(status_text !== '' && { text: status_text }),
  ...(status_until !== null && { until: status_until }),
})
