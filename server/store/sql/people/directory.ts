import type { Person, ProfileChange } from '../../../../protocol/models.ts'
import { nameKey } from '../../../../protocol/name-key.ts'
import type { DirectoryPage } from '../../store.ts'
import type { Allowed } from '../allowed.ts'
import { isActive } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { toPage } from '../page.ts'
import { seenRoom } from '../room-access.ts'
import { statusesOf, withStatuses } from './statuses.ts'
import { chatRole, toUser, USER_COLUMNS, type UserRow } from './users.ts'

type DirectoryRow = UserRow & { name_key: string; is_guest: number }

/** As in `chatRole`. */
const CHAT_ROLE = `case when u.only_room_id is not null then 'outsider' when u.kind = 'guest' then 'guest' else u.role end`
const IS_GUEST = `case when u.kind = 'guest' then 1 else 0 end`

/** Persons before guests, by name, without banned people. An outsider sees the people of one room. */
export function directory(
  database: Database,
  { user }: Allowed,
  { query, role, only: ids, after, limit }: DirectoryPage,
): { people: Omit<Person, 'isHere'>[]; next?: string } {
  const only = user.only_room_id
  if (only !== null && !seenRoom(database, user, only)) return { people: [] }
  const place =
    after === undefined ? [-1, '', ''] : (JSON.parse(after) as [isGuest: number, nameKey: string, id: string])
  const rows = database.all<DirectoryRow>(
    `select ${USER_COLUMNS}, u.name_key, ${IS_GUEST} as is_guest from users u
     where u.left_at is null and instr(' ' || replace(u.name_key, '-', ' '), ' ' || ?2) > 0
       and (?3 is null or exists (select 1 from memberships m where m.room_id = ?3 and m.user_id = u.id))
       and not exists (select 1 from bans b where b.user_id = u.id and ${isActive('?1')})
       and ${IS_GUEST} >= ?4 and (${IS_GUEST}, u.name_key, u.id) > (?4, ?5, ?6)
       and (?8 is null or ${CHAT_ROLE} = ?8)
       and (?9 is null or u.id in (select value from json_each(?9)))
     order by ${IS_GUEST}, u.name_key, u.id limit ?7`,
    new Date().toISOString(),
    nameKey(query).replaceAll('-', ' '),
    only,
    ...place,
    limit + 1,
    role ?? null,
    ids ? JSON.stringify(ids) : null,
  )
  const { shown, more } = toPage(rows, limit, (last) => JSON.stringify([last.is_guest, last.name_key, last.id]))
  const people = shown.map((row) => ({ user: toUser(row), role: chatRole(row) }))
  return {
    people: withStatuses(database, user.id, people),
    ...more,
  }
}

/** The other users in direct rooms where both have accepted their seat. */
export function directPeople(database: Database, { user }: Allowed): ProfileChange[] {
  const rows = database.all<{ id: string; timeZone: string | null }>(
    `select distinct u.id, u.time_zone as timeZone
     from memberships mine
     join rooms r on r.id = mine.room_id and r.kind = 'direct' and r.deleted_at is null
     join memberships m on m.room_id = r.id and m.user_id <> mine.user_id
     join users u on u.id = m.user_id
     where mine.user_id = ? and mine.is_hidden = 0 and mine.requested_by is null and m.requested_by is null`,
    user.id,
  )
  const statuses = statusesOf(
    database,
    user.id,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, timeZone }) => {
    const status = statuses.get(id)
    return { userId: id, ...(status && { status }), ...(timeZone !== null && { timeZone }) }
  })
}
