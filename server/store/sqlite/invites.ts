import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Invite, User } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import { holds } from './banned.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'
import { hasSeat, requireNotKeptOut, takeSeat } from './seats.ts'
import { requireSession } from './sessions.ts'
import { toUser } from './users.ts'

type InviteRow = {
  id: string
  by_id: string
  by_name: string
  by_kind: User['kind']
  room_id: string | null
  uses_left: number | null
  expires_at: string | null
  created_at: string
  over_at: string | null
  is_room_gone: number
  is_maker_banned: number
}

// ?1 is the present. An invitation holds as long as its room and the good name of its maker.
const INVITES = `
  select i.id, i.by_id, u.name as by_name, u.kind as by_kind, i.room_id, i.uses_left, i.expires_at, i.created_at, i.over_at,
         i.room_id is not null and not exists (select 1 from rooms r where r.id = i.room_id and r.deleted_at is null)
           as is_room_gone,
         exists (select 1 from bans b where b.user_id = i.by_id and ${holds('?1')}) as is_maker_banned
  from invites i join users u on u.id = i.by_id`

export function addInvite(
  database: Database,
  who: Signed,
  invite: { codeHash: Uint8Array; roomId?: string; uses?: number | undefined; expiresAt?: string | undefined },
): Invite {
  const by = requireSession(database, who)
  const made: Invite = {
    id: randomId('i'),
    by: toUser(by),
    ...(invite.roomId !== undefined && { roomId: invite.roomId }),
    ...(invite.uses !== undefined && { usesLeft: invite.uses }),
    ...(invite.expiresAt !== undefined && { expiresAt: invite.expiresAt }),
    createdAt: new Date().toISOString(),
  }
  database.run(
    `insert into invites (id, code_hash, by_id, room_id, uses_left, expires_at, created_at) values (?, ?, ?, ?, ?, ?, ?)`,
    made.id,
    invite.codeHash,
    by.id,
    made.roomId ?? null,
    made.usesLeft ?? null,
    made.expiresAt ?? null,
    made.createdAt,
  )
  return made
}

export function invites(database: Database, who: Signed, whose: 'mine' | 'all'): Invite[] {
  requireSession(database, who)
  const now = new Date().toISOString()
  const rows = database.all<InviteRow>(
    `${INVITES} where i.over_at is null ${whose === 'mine' ? 'and i.by_id = ?2' : ''} order by i.created_at desc, i.id limit 500`,
    now,
    ...(whose === 'mine' ? [who.userId] : []),
  )
  return rows.filter((row) => whyOver(row, now) === undefined).map(toInvite)
}

export function revokeInvite(database: Database, who: Signed, inviteId: string, whose: 'mine' | 'all'): void {
  requireSession(database, who)
  const revoked = database.get<{ by_id: string; room_id: string | null }>(
    `update invites set over_at = ? where id = ? and over_at is null and (by_id = ? or ? = 'all') returning by_id, room_id`,
    new Date().toISOString(),
    inviteId,
    who.userId,
    whose,
  )
  if (!revoked) throw new Refusal('not_found', 'There is no such invitation.')
  const { by_id: userId, room_id: roomId } = revoked
  if (userId !== who.userId) noteAct(database, who, 'invite:revoke', { userId, ...(roomId !== null && { roomId }) })
}

export function redeemInvite(database: Database, who: Signed, inviteHash: Uint8Array): { roomId: string } {
  const user = requireSession(database, who)
  const invite = requireInvite(database, inviteHash)
  const roomId = invite.room_id ?? LOBBY
  if (invite.room_id !== null && user.only_room_id !== null && user.only_room_id !== invite.room_id) {
    throw new Refusal('conflict', 'You were invited to one room only. Sign out to come by another invitation.')
  }
  if (hasSeat(database, roomId, user.id)) return { roomId }
  requireNotKeptOut(database, roomId, user.id)
  useUp(database, invite)
  // An invitation to the whole chat opens the rest of it to who saw one room only.
  if (invite.room_id === null) database.run('update users set only_room_id = null where id = ?', user.id)
  takeSeat(database, roomId, user.id)
  return { roomId }
}

export function checkInvite(database: Database, inviteHash: Uint8Array): void {
  requireInvite(database, inviteHash)
}

/** An invitation that holds. Throws `forbidden` with what is the matter with it and what to do. */
export function requireInvite(database: Database, codeHash: Uint8Array): InviteRow {
  const now = new Date().toISOString()
  const row = database.get<InviteRow>(`${INVITES} where i.code_hash = ?2`, now, codeHash)
  const why = row ? whyOver(row, now) : 'There is no such invitation.'
  if (!row || why !== undefined) throw new Refusal('forbidden', `${why} Ask for a new one.`)
  return row
}

function whyOver(row: InviteRow, now: string): string | undefined {
  if (row.uses_left === 0) return 'This invitation has been used.'
  if (row.over_at !== null || row.is_maker_banned === 1) return 'This invitation was taken back.'
  if (row.expires_at !== null && row.expires_at <= now) return 'This invitation has expired.'
  if (row.is_room_gone === 1) return 'The room of this invitation is gone.'
  return undefined
}

/** One more has come by it, in the same transaction. */
export function useUp(database: Database, { id, uses_left }: InviteRow): void {
  if (uses_left === null) return
  database.run(
    'update invites set uses_left = uses_left - 1, over_at = case when uses_left = 1 then ? end where id = ?',
    new Date().toISOString(),
    id,
  )
}

function toInvite(row: InviteRow): Invite {
  return {
    id: row.id,
    by: { id: row.by_id, name: row.by_name, kind: row.by_kind },
    ...(row.room_id !== null && { roomId: row.room_id }),
    ...(row.uses_left !== null && { usesLeft: row.uses_left }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    createdAt: row.created_at,
  }
}
