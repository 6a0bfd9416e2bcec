import { mayInChat, mayInRoom } from '../../../../protocol/allowed.ts'
import { refusal } from '../../../../protocol/errors.ts'
import { LOBBY } from '../../../../protocol/limits.ts'
import type { Invite, InviteLook, RoomView } from '../../../../protocol/models.ts'
import { roleIn } from '../../../../protocol/roles.ts'
import type { NewHost } from '../../store.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import { isActive } from '../moderation/banned.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { mutedUntil } from '../moderation/muted.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { accept } from '../rooms/requests.ts'
import { hasSeat, openChat, requireNotKeptOut, takeSeat } from '../rooms/seats.ts'
import { chatRole, requireUser, toUser, type UserRow } from './users.ts'
import { requireVoice, requireVoiceIn } from '../voice.ts'

type InviteRow = Maker & {
  id: string
  by_id: string
  by_name: string
  room_id: string | null
  uses_left: number | null
  expires_at: string | null
  created_at: string
  over_at: string | null
}

/** The present role of its maker, also in the room of the invitation. */
type Maker = Pick<UserRow, 'kind' | 'role' | 'only_room_id'> & {
  /** Null for a deleted room. */
  room_kind: RoomView['kind'] | null
  seat: 'host' | 'member' | null
  is_banned: number
  is_muted: number
}

// ?1 is the present.
const INVITES = `
  select i.id, i.by_id, u.name as by_name, i.room_id, i.uses_left, i.expires_at, i.created_at, i.over_at,
         u.kind, u.role, u.only_room_id, r.kind as room_kind, s.role as seat,
         exists (select 1 from bans b where b.user_id = i.by_id and ${isActive('?1')}) as is_banned,
         ${mutedUntil('i.by_id', "i.room_id, ''")} is not null as is_muted
  from invites i join users u on u.id = i.by_id
    left join rooms r on r.id = i.room_id and r.deleted_at is null
    left join memberships s on s.room_id = i.room_id and s.user_id = i.by_id`

export function addInvite(
  database: Database,
  by: Allowed | AllowedInRoom,
  invite: { codeHash: Uint8Array; roomId?: string; uses?: number | undefined; expiresAt?: string | undefined },
): Invite {
  if ('room' in by) requireVoiceIn(database, by)
  else requireVoice(database, by)
  const made: Invite = {
    id: randomId('i'),
    by: toUser(by.user),
    ...('room' in by && { roomId: by.room.id }),
    ...(invite.uses !== undefined && { usesLeft: invite.uses }),
    ...(invite.expiresAt !== undefined && { expiresAt: invite.expiresAt }),
    createdAt: new Date().toISOString(),
  }
  database.run(
    `insert into invites (id, code_hash, by_id, room_id, uses_left, expires_at, created_at) values (?, ?, ?, ?, ?, ?, ?)`,
    made.id,
    invite.codeHash,
    by.user.id,
    made.roomId ?? null,
    made.usesLeft ?? null,
    made.expiresAt ?? null,
    made.createdAt,
  )
  return made
}

/** The user's own invitations; for moderators, those of all. */
export function invites(database: Database, { user, role }: Allowed): Invite[] {
  const now = new Date().toISOString()
  const rows = database.all<InviteRow>(
    `${INVITES} where i.over_at is null and (i.by_id = ?2 or ?3 = 1) order by i.created_at desc, i.id limit 500`,
    now,
    user.id,
    mayInChat(role, 'invites:others') ? 1 : 0,
  )
  return rows.filter((row) => whyOver(row, now) === undefined).map(toInvite)
}

export function revokeInvite(database: Database, by: Allowed, inviteId: string): void {
  const revoked = database.get<{ by_id: string; room_id: string | null }>(
    `update invites set over_at = ? where id = ? and over_at is null and (by_id = ? or ? = 1) returning by_id, room_id`,
    new Date().toISOString(),
    inviteId,
    by.user.id,
    mayInChat(by.role, 'invites:others') ? 1 : 0,
  )
  if (!revoked) throw refusal('no_such_invite')
  if (revoked.by_id === by.user.id) return
  const maker = requireUser(database, revoked.by_id)
  recordAudit(database, by, 'invite:revoke', { user: maker, roomId: revoked.room_id ?? undefined })
}

export function redeemInvite(
  database: Database,
  { user }: Allowed,
  inviteHash: Uint8Array,
): { roomId: string; opened?: NewHost[] } {
  const invite = requireInvite(database, inviteHash)
  const roomId = invite.room_id ?? LOBBY
  const only = user.only_room_id
  if (invite.room_id !== null && only !== null && only !== invite.room_id) {
    throw refusal('invite_elsewhere')
  }
  const isOpening = only !== null && invite.room_id === null
  const isSeated = hasSeat(database, roomId, user.id)
  // A user who follows a link into a room wants to be in it.
  accept(database, user.id, roomId)
  if (isSeated && !isOpening) return { roomId }
  if (!isSeated) requireNotKeptOut(database, roomId, user.id)
  useUp(database, invite)
  takeSeat(database, roomId, user.id)
  return { roomId, ...(isOpening && { opened: openChat(database, user) }) }
}

/** The one room that the invitation opens, if it is for a room. */
export function checkInvite(database: Database, inviteHash: Uint8Array): { onlyRoomId?: string } {
  const { room_id } = requireInvite(database, inviteHash)
  return room_id === null ? {} : { onlyRoomId: room_id }
}

/** Describes the invitation to the user who opens its link. */
export function lookAtInvite(database: Database, inviteHash: Uint8Array): Omit<InviteLook, 'chat'> {
  const invite = requireInvite(database, inviteHash)
  const { by, expiresAt } = toInvite(invite)
  const room = database.get<{ name: string; kind: 'open' | 'closed' }>(
    'select name, kind from rooms where id = ? and deleted_at is null',
    invite.room_id,
  )
  return { by, ...(room && { room: { ...room } }), ...(expiresAt !== undefined && { expiresAt }) }
}

/** An active invitation. Throws `forbidden`, with the problem and what to do. */
export function requireInvite(database: Database, codeHash: Uint8Array): InviteRow {
  const now = new Date().toISOString()
  const row = database.get<InviteRow>(`${INVITES} where i.code_hash = ?2`, now, codeHash)
  if (!row) throw refusal('invite_unknown')
  const why = whyOver(row, now)
  if (why !== undefined) throw refusal(why)
  return row
}

function whyOver(row: InviteRow, now: string) {
  if (row.uses_left === 0) return 'invite_used'
  if (row.over_at !== null) return 'invite_revoked'
  if (row.expires_at !== null && row.expires_at <= now) return 'invite_expired'
  if (row.room_id !== null && row.room_kind === null) return 'invite_room_gone'
  if (!mayStillInvite(row)) return 'invite_revoked'
  return undefined
}

/** An invitation holds as long as its maker could make it. */
function mayStillInvite({ room_kind, seat, is_banned, is_muted, ...maker }: InviteRow): boolean {
  if (is_banned === 1 || is_muted === 1) return false
  const role = chatRole(maker)
  if (room_kind === null) return mayInChat(role, 'invite:create')
  const isSeen = seat !== null || room_kind === 'open'
  const room = { kind: room_kind, role: seat ?? ('visitor' as const) }
  return isSeen && mayInRoom({ room, role: roleIn(room, role) }, 'invite:createHere')
}

/** Counts one more use, in the same transaction. */
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
    by: { id: row.by_id, name: row.by_name, kind: row.kind },
    ...(row.room_id !== null && { roomId: row.room_id }),
    ...(row.uses_left !== null && { usesLeft: row.uses_left }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    createdAt: row.created_at,
  }
}
