/** Somebody's row, as the other files need it. */
import { Refusal } from '../../../protocol/errors.ts'
import type { ChatRole, User } from '../../../protocol/models.ts'
import type { PreparedName, Standing } from '../store.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'

export type UserRow = User & { role: 'owner' | 'moderator' | 'member'; only_room_id: string | null }

export const USER_COLUMNS = 'u.id, u.name, u.kind, u.role, u.only_room_id'

/** Who is in the chat by this id; whoever has left is nobody. */
export function findUserRow(database: Database, userId: string): UserRow | undefined {
  return database.get<UserRow>(`select ${USER_COLUMNS} from users u where u.id = ? and u.left_at is null`, userId)
}

export function requireUser(database: Database, userId: string): UserRow {
  const row = findUserRow(database, userId)
  if (!row) throw new Refusal('not_found', 'There is nobody of that id.')
  return row
}

export const toUser = ({ id, name, kind }: User): User => ({ id, name, kind })

export const chatRole = ({ kind, role }: Pick<UserRow, 'kind' | 'role'>): ChatRole =>
  kind === 'guest' ? 'guest' : role

export function toStanding(row: UserRow): Standing {
  return {
    user: toUser(row),
    role: chatRole(row),
    ...(row.only_room_id !== null && { onlyRoomId: row.only_room_id }),
  }
}

/** A guest holds its looks for a day, so that nobody can take a name's look-alikes beforehand and for ever. */
const GUEST_HOLDS_MS = 24 * 60 * 60 * 1_000

/** Who, other than the one excepted, stands in the way of a name. */
export function nameHolder(database: Database, { key, look }: PreparedName, except = ''): User | undefined {
  const lately = new Date(Date.now() - GUEST_HOLDS_MS).toISOString()
  return (
    database.get<User>(
      `select id, name, kind from users
       where name_look = ? and name_key <> ? and id <> ? and (kind <> 'guest' or named_at > ?) limit 1`,
      look,
      key,
      except,
      lately,
    ) ??
    database.get<User>(
      `select id, name, kind from users where name_key = ? and kind <> 'guest' and left_at is null and id <> ?`,
      key,
      except,
    )
  )
}

export function requireFreeName(database: Database, name: PreparedName, except?: string): void {
  const holder = nameHolder(database, name, except)
  if (!holder) return
  const isSame = foldName(holder.name) === name.key
  throw new Refusal(
    'conflict',
    isSame ? `“${holder.name}” is somebody’s name already.` : `“${name.name}” could be mistaken for “${holder.name}”.`,
  )
}

/** A user who has no seat and no session yet. */
export function insertUser(database: Database, { name, key, look }: PreparedName, kind: 'guest' | 'person'): UserRow {
  const id = randomId('u')
  database.run(
    `insert into users (id, name, name_key, name_look, kind, created_at, named_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?6)`,
    id,
    name,
    key,
    look,
    kind,
    new Date().toISOString(),
  )
  return { id, name, kind, role: 'member', only_room_id: null }
}

/** As names' comparing keys are folded, for what is looked for in them. */
export const foldName = (text: string): string => text.normalize('NFKC').toLowerCase()
