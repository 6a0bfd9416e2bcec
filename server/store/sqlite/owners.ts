import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { NewDevice, PreparedName, Signed, SignedIn } from '../store.ts'
import { noteAct } from './audit.ts'
import { holds, liftBan } from './banned.ts'
import type { Database } from './database.ts'
import { takeSeat } from './seats.ts'
import { endAllSessions, requireSession, startSession } from './sessions.ts'
import { chatRole, insertUser, requireFreeName, requireUser, toUser, USER_COLUMNS, type UserRow } from './users.ts'

const OWNER_CODE = 'owner_code'

export function setOwnerCode(database: Database, codeHash: Uint8Array): void {
  database.run('insert or replace into meta (key, value) values (?, ?)', OWNER_CODE, toHex(codeHash))
}

export function ownerState(database: Database): { hasOwner: boolean; hasCode: boolean } {
  return {
    hasOwner: database.get(`select 1 from users where role <> 'member' and role = 'owner'`) !== undefined,
    hasCode: database.get('select 1 from meta where key = ?', OWNER_CODE) !== undefined,
  }
}

export function redeemOwnerCode(
  database: Database,
  codeHash: Uint8Array,
  { name, passwordHash, device }: { name: PreparedName; passwordHash: string; device: NewDevice },
): SignedIn & { endedSessionIds: string[] } {
  // An empty code stays in its place: it says that there was one.
  const isRight = database.get(
    `update meta set value = '' where key = ? and value = ? returning 1 as used`,
    OWNER_CODE,
    toHex(codeHash),
  )
  if (!isRight)
    throw new Refusal('forbidden', 'This owner link was used or replaced. `npm start -- owner-link` makes a new one.')

  const owner = personNamed(database, name) ?? newPerson(database, name)
  database.run(
    `update users set role = 'owner', password_hash = ?, only_room_id = null where id = ?`,
    passwordHash,
    owner.id,
  )
  liftBan(database, owner.id)
  takeSeat(database, LOBBY, owner.id)
  const endedSessionIds = endAllSessions(database, owner.id)
  noteAct(database, { userId: owner.id }, 'owner:start', { userId: owner.id })
  return { user: toUser(owner), sessionId: startSession(database, owner.id, device), endedSessionIds }
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

export function appoint(database: Database, who: Signed, userId: string, role: 'owner' | 'moderator' | 'member'): void {
  requireSession(database, who)
  const appointed = requireUser(database, userId)
  if (appointed.kind === 'guest') throw new Refusal('conflict', `${appointed.name} is a guest. Roles are for persons.`)
  if (appointed.role === role) return
  if (role !== 'owner') requireAnotherOwner(database, appointed)
  // Who was invited to one room only is from now on somebody in the whole chat.
  database.run('update users set role = ?, only_room_id = null where id = ?', role, userId)
  takeSeat(database, LOBBY, userId)
  noteAct(database, who, 'user:appoint', { userId, details: { from: chatRole(appointed), to: role } })
}

/** Throws `conflict` when without this one nobody could act as an owner. */
export function requireAnotherOwner(database: Database, { id, role }: Pick<UserRow, 'id' | 'role'>): void {
  if (role !== 'owner') return
  const another = database.get(
    `select 1 from users u where u.role <> 'member' and u.role = 'owner' and u.id <> ?
       and not exists (select 1 from bans b where b.user_id = u.id and ${holds('?')})`,
    id,
    new Date().toISOString(),
  )
  if (!another) throw new Refusal('conflict', 'The last owner stays. Make somebody else an owner first.')
}

export function moderatorIds(database: Database): string[] {
  return database.all<{ id: string }>(`select id from users where role <> 'member'`).map(({ id }) => id)
}

const toHex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')
