import { randomBytes } from 'node:crypto'
import { LOBBY } from '../../../protocol/limits.ts'
import type { User } from '../../../protocol/models.ts'
import type { NewGuest, PreparedName } from '../store.ts'
import type { Database } from './database.ts'
import { seat } from './rooms.ts'

export function addGuest(database: Database, guest: NewGuest): { user: User; sessionId: string } {
  const at = new Date().toISOString()
  const { name, key, look } = guest.name
  const user: User = { id: randomId('u'), name, kind: 'guest' }
  database.run(
    'insert into users (id, name, name_key, name_look, kind, created_at) values (?, ?, ?, ?, ?, ?)',
    user.id,
    name,
    key,
    look,
    user.kind,
    at,
  )
  seat(database, LOBBY, user.id, 'member', at)

  const sessionId = randomId('s')
  database.run(
    'insert into sessions (id, user_id, token_hash, created_at) values (?, ?, ?, ?)',
    sessionId,
    user.id,
    guest.tokenHash,
    at,
  )
  return { user, sessionId }
}

/** A guest holds its looks for a day, so that nobody can take a name's look-alikes beforehand and for ever. */
const GUEST_HOLDS_MS = 24 * 60 * 60 * 1_000

export function findNameHolder(database: Database, { key, look }: PreparedName): User | undefined {
  const lately = new Date(Date.now() - GUEST_HOLDS_MS).toISOString()
  return (
    database.get<User>(
      `select id, name, kind from users
       where name_look = ? and name_key <> ? and (kind <> 'guest' or created_at > ?) limit 1`,
      look,
      key,
      lately,
    ) ?? database.get<User>(`select id, name, kind from users where name_key = ? and kind <> 'guest' limit 1`, key)
  )
}

export function nextGuestNumber(database: Database): number {
  const counted = database.get<{ value: string }>(
    `update meta set value = cast(value as integer) + 1 where key = 'guests' returning value`,
  )!
  return Number(counted.value)
}

const randomId = (prefix: 'u' | 's'): string => `${prefix}_${randomBytes(12).toString('base64url')}`
