/** Reads and writes rows of users. */
import { nameKey } from '../../../../protocol/name-key.ts'
import type { PreparedName } from '../../../../protocol/names/looks.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { User } from '../../../../protocol/models.ts'
import type { ChatRole } from '../../../../protocol/roles.ts'
import type { NameSeeker, Account } from '../../store.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'

/** A user as the database has them. */
export type ShownUserRow = Pick<User, 'id' | 'name' | 'kind'> & { picture: string | null }

export type UserRow = ShownUserRow & { role: 'owner' | 'moderator' | 'member'; only_room_id: string | null }

export const USER_COLUMNS = 'u.id, u.name, u.kind, u.picture, u.role, u.only_room_id'

/** A user by id; undefined for one who has left. */
export function findUserRow(database: Database, userId: string): UserRow | undefined {
  return database.get<UserRow>(`select ${USER_COLUMNS} from users u where u.id = ? and u.left_at is null`, userId)
}

export function requireUser(database: Database, userId: string): UserRow {
  const row = findUserRow(database, userId)
  if (!row) throw refusal('no_such_person')
  return row
}

/** Also a user who has left. */
export const userOf = (database: Database, userId: string): User =>
  toUser(database.get<ShownUserRow>('select id, name, kind, picture from users where id = ?', userId)!)

export function toUser({ id, name, kind, picture }: ShownUserRow): User {
  const user: User = { id, name, kind }
  // Every message has a user, and few have a picture: spreading nothing would cost as much as all the rest.
  if (picture !== null) user.picture = picture
  return user
}

export function chatRole({ kind, role, only_room_id }: Pick<UserRow, 'kind' | 'role' | 'only_room_id'>): ChatRole {
  if (only_room_id !== null) return 'outsider'
  return kind === 'guest' ? 'guest' : role
}

export function toAccount(row: UserRow): Account {
  return {
    user: toUser(row),
    role: chatRole(row),
    ...(row.only_room_id !== null && { onlyRoomId: row.only_room_id }),
  }
}

/** A guest keeps the look of their name for a day, so that no user can take look-alikes of a name for ever. */
const GUEST_HOLDS_MS = 24 * 60 * 60 * 1_000

/** The other user who makes a name unavailable. */
export function nameHolder(
  database: Database,
  { key, look }: PreparedName,
  { userId: except = '', onlyRoomId }: NameSeeker,
): User | undefined {
  const lately = new Date(Date.now() - GUEST_HOLDS_MS).toISOString()
  return (
    database.get<User>(
      `select u.id, u.name, u.kind from users u
       where u.name_look = ?1 and u.name_key <> ?2 and u.id <> ?3 and (u.kind <> 'guest' or (u.named_at > ?4
         and (?5 is null or exists (select 1 from memberships m where m.room_id = ?5 and m.user_id = u.id)))) limit 1`,
      look,
      key,
      except,
      lately,
      onlyRoomId ?? null,
    ) ??
    database.get<User>(
      `select id, name, kind from users where name_key = ? and kind <> 'guest' and left_at is null and id <> ?`,
      key,
      except,
    )
  )
}

/** An outsider does not learn who has the name. */
export function requireFreeName(database: Database, name: PreparedName, seeker: NameSeeker = {}): void {
  const holder = nameHolder(database, name, seeker)
  if (!holder) return
  if (seeker.onlyRoomId !== undefined) throw refusal('name_taken', { name: name.name })
  const isSame = nameKey(holder.name) === name.key
  if (isSame) throw refusal('name_taken', { name: holder.name })
  throw refusal('name_alike', { name: name.name, holder: holder.name })
}

/** A new user without a seat and a session. */
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
  return { id, name, kind, picture: null, role: 'member', only_room_id: null }
}
