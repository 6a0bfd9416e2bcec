import type { User } from '../../../../protocol/models.ts'
import type { PreparedName } from '../../../../protocol/names/looks.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { NewHost } from '../../store.ts'
import type { NewDevice, SignedIn } from '../../terms.ts'
import type { Allowed } from '../allowed.ts'
import { isActive, liftBan } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { numberGuests } from './number-guests.ts'
import { openChat } from '../rooms/seats.ts'
import { endAllSessions, startSession } from './sessions.ts'
import { chatRole, insertUser, requireFreeName, requireUser, toUser, USER_COLUMNS, type UserRow } from './users.ts'

const OWNER_CODE = 'owner_code'

export function setOwnerCode(database: Database, codeHash: Uint8Array): void {
  database.run(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    OWNER_CODE,
    toHex(codeHash),
  )
}

/** Of several nodes that start at once, one gets to show its code. */
export function addFirstOwnerCode(database: Database, codeHash: Uint8Array): boolean {
  const added = database.get(
    'insert into meta (key, value) values (?, ?) on conflict do nothing returning 1 as added',
    OWNER_CODE,
    toHex(codeHash),
  )
  return added !== undefined
}

export const hasOwner = (database: Database): boolean =>
  database.get(`select 1 from users where role <> 'member' and role = 'owner'`) !== undefined

export function checkOwnerCode(database: Database, codeHash: Uint8Array): void {
  const isRight = database.get('select 1 from meta where key = ? and value = ?', OWNER_CODE, toHex(codeHash))
  if (!isRight) throw refusal('owner_link_over')
}

export function redeemOwnerCode(
  database: Database,
  codeHash: Uint8Array,
  { name, passwordHash, device }: { name: PreparedName; passwordHash: string; device: NewDevice },
): SignedIn & { endedSessionIds: string[]; renamed: User[] } {
  // An empty code stays in its place: it says that there was one.
  const isRight = database.get(
    `update meta set value = '' where key = ? and value = ? returning 1 as used`,
    OWNER_CODE,
    toHex(codeHash),
  )
  if (!isRight) throw refusal('owner_link_over')

  const owner = personNamed(database, name) ?? newPerson(database, name)
  database.run(`update users set role = 'owner', password_hash = ? where id = ?`, passwordHash, owner.id)
  liftBan(database, owner.id)
  openChat(database, owner)
  const endedSessionIds = endAllSessions(database, owner.id)
  recordAudit(database, { user: owner }, 'owner:start', { user: owner })
  const renamed = numberGuests(database, owner)
  return { user: toUser(owner), sessionId: startSession(database, owner.id, device), endedSessionIds, renamed }
}

function personNamed(database: Database, { key }: PreparedName): UserRow | undefined {
  return database.get<UserRow>(
    `select ${USER_COLUMNS} from users u
     where u.name_key = ? and u.kind <> 'guest' and u.left_at is null and u.kind = 'person'`,
    key,
  )
}

function newPerson(database: Database, name: PreparedName): UserRow {
  requireFreeName(database, name)
  return insertUser(database, name, 'person')
}

export function appoint(
  database: Database,
  by: Allowed,
  userId: string,
  role: 'owner' | 'moderator' | 'member',
): { opened?: NewHost[] } {
  const appointed = requireUser(database, userId)
  if (appointed.kind === 'guest') throw refusal('is_guest', { name: appointed.name })
  const from = chatRole(appointed)
  if (from === role) return {}
  if (role !== 'owner') requireAnotherOwner(database, appointed)
  database.run('update users set role = ? where id = ?', role, userId)
  recordAudit(database, by, 'user:appoint', { user: appointed, details: { from, to: role } })
  return from === 'outsider' ? { opened: openChat(database, appointed) } : {}
}

/** Throws `conflict` when the chat would have no owner without this one. */
export function requireAnotherOwner(database: Database, { id, role }: Pick<UserRow, 'id' | 'role'>): void {
  if (role !== 'owner') return
  const another = database.get(
    `select 1 from users u where u.role <> 'member' and u.role = 'owner' and u.id <> ?
       and not exists (select 1 from bans b where b.user_id = u.id and ${isActive('?')})`,
    id,
    new Date().toISOString(),
  )
  if (!another) throw refusal('last_owner')
}

export function moderatorIds(database: Database): string[] {
  return database.all<{ id: string }>(`select id from users where role <> 'member'`).map(({ id }) => id)
}

const toHex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')
