import { nameKey } from '../../../../protocol/name-key.ts'
import { refusal } from '../../../../protocol/errors.ts'
import type { AuditEntry, RoomView, Settings } from '../../../../protocol/models.ts'
import { type ChatRole, isModerator } from '../../../../protocol/roles.ts'
import type { NewRoom, PushLimits, RoomPatch } from '../../store.ts'
import type { Allowed, AllowedInRoom } from '../allowed.ts'
import { isBlockedBy } from '../people/blocks.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { recordAudit } from '../moderation/record-audit.ts'
import { accept, hideQuietest, unhide } from './requests.ts'
import { giveSeat, noteMade, type Pushing, pushing, requireFewRooms } from './seating.ts'
import { requireSeatable, takeSeat } from './seats.ts'
import { settings } from '../moderation/settings.ts'
import { answersWish, directSlug, freeSlug, moveSlug } from './slugs.ts'
import { requireUser, type UserRow } from '../people/users.ts'
import { requireNotNew, requireVoice, requireVoiceIn } from '../voice.ts'

type Made = { roomId: string; isNew: boolean; seatedIds: string[]; hidden?: { userId: string; roomId: string }[] }

export function createRoom(database: Database, by: Allowed, room: NewRoom, limits?: PushLimits): Made {
  const maker = by.user
  if (room.kind !== 'direct') requireMaker(settings(database), by.role)
  const memberIds = [...new Set([maker.id, ...room.memberIds])]
  const members = memberIds.map((id) => requireUser(database, id))
  for (const user of members) requireSeatable(user)
  if (isBlockedBy(database, maker.id, memberIds)) throw refusal('unwanted_among')
  const push = pushing(database, by, limits)
  if (room.kind === 'direct') return createDirect(database, by, members, push)

  requireVoice(database, by)
  requireFewRooms(database, push)
  if (room.kind === 'open') requireFreeRoomName(database, room)
  const roomId = insertRoom(database, maker.id, {
    ...room,
    slug: freeSlug(database, room.slug, room.kind),
    directKey: null,
  })
  noteMade(database, push.network, 'room')
  takeSeat(database, roomId, maker.id, 'host')
  for (const user of members) giveSeat(database, push, roomId, user)
  return { roomId, isNew: true, seatedIds: memberIds }
}

/**
 * A direct room, one for each set of people. A former member gets the seat back, and the maker sees it even if it was
 * hidden.
 */
function createDirect(database: Database, by: Allowed, members: UserRow[], push: Pushing): Made {
  const directKey = members
    .map(({ id }) => id)
    .toSorted()
    .join(' ')
  const known = database.get<{ id: string }>('select id from rooms where direct_key = ?', directKey)
  // A new room in a user's list is a message by itself.
  if (!known) requireVoice(database, by)
  const roomId =
    known?.id ?? insertRoom(database, by.user.id, { name: '', look: '', slug: directSlug(), kind: 'direct', directKey })
  const isSeen = accept(database, by.user.id, roomId) || unhide(database, by.user.id, roomId)
  const seated = members.filter((user) => giveSeat(database, push, roomId, user))
  const seatedIds = [...seated.map(({ id }) => id), ...(isSeen ? [by.user.id] : [])]
  const hidden = seatedIds.flatMap((userId) =>
    hideQuietest(database, userId, roomId).map((quiet) => ({ userId, roomId: quiet })),
  )
  return { roomId, isNew: !known, seatedIds, hidden }
}

function requireMaker({ roomsBy }: Settings, role: ChatRole): void {
  if (roomsBy === 'moderators' && !isModerator(role)) throw refusal('rooms_by_moderators')
  if (roomsBy === 'members' && role === 'guest') throw refusal('rooms_by_members')
}

function insertRoom(
  database: Database,
  makerId: string,
  { name, look, slug, kind, directKey }: Omit<NewRoom, 'memberIds'> & { directKey: string | null },
): string {
  const id = randomId('r')
  database.run(
    'insert into rooms (id, slug, name, name_key, look, kind, direct_key, created_at, created_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    slug,
    name,
    nameKey(name),
    look,
    kind,
    directKey,
    new Date().toISOString(),
    makerId,
  )
  return id
}

type RoomState = {
  slug: string
  name: string
  look: string
  topic: string
  kind: RoomView['kind']
  isArchived: boolean
  isLocked: boolean
  slowSeconds: number
  previews: 'on' | 'off'
  /** The hash of its picture; empty for none. */
  picture: string
}

export function updateRoom(database: Database, by: AllowedInRoom, patch: RoomPatch): void {
  const roomId = by.room.id
  if (patch.name !== undefined || patch.topic !== undefined || (patch.picture ?? '') !== '')
    requireVoiceIn(database, by)
  // If a guest who counts as new opened a room, they would no longer count as new.
  requireNotNew(database, by)
  if (by.room.role === 'visitor' && patch.kind === 'closed') throw refusal('join_before_closing')
  const before = stateOf(database, roomId)
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const after: RoomState = { ...before, ...given }
  if (after.kind === 'open' && !after.isArchived) requireFreeRoomName(database, after, roomId)

  // This comes before the change: the log names the room as it was called.
  const details = whatIsNew(before, after)
  if (Object.keys(details).length > 0) recordAudit(database, by, 'room:update', { roomId, details })
  database.run(
    `update rooms set name = ?, name_key = ?, look = ?, topic = ?, kind = ?, is_archived = ?, is_locked = ?, slow_seconds = ?, no_previews = ?, picture = ?
     where id = ?`,
    after.name,
    nameKey(after.name),
    after.look,
    after.topic,
    after.kind,
    after.isArchived ? 1 : 0,
    after.isLocked ? 1 : 0,
    after.slowSeconds,
    after.previews === 'off' ? 1 : 0,
    after.picture === '' ? null : after.picture,
    roomId,
  )
  if (before.kind === 'open' && after.kind === 'closed') {
    // Its addresses must not show that it still exists as a closed room.
    database.run(
      'update rooms set slug = ? where id = ?',
      freeSlug(database, patch.slug ?? before.slug, after.kind),
      roomId,
    )
    database.run('delete from former_slugs where room_id = ?', roomId)
  } else if (patch.slug !== undefined && !answersWish(before.slug, patch.slug, after.kind)) {
    moveSlug(database, roomId, before.slug, freeSlug(database, patch.slug, after.kind, roomId))
  }
}

function stateOf(database: Database, roomId: string): RoomState {
  const { is_archived, is_locked, no_previews, picture, ...rest } = database.get<
    Omit<RoomState, 'isArchived' | 'isLocked' | 'previews' | 'picture'> & {
      is_archived: number
      is_locked: number
      no_previews: number
      picture: string | null
    }
  >(
    `select slug, name, look, topic, kind, is_archived, is_locked, slow_seconds as slowSeconds, no_previews, picture from rooms where id = ?`,
    roomId,
  )!
  return {
    ...rest,
    isArchived: is_archived === 1,
    isLocked: is_locked === 1,
    previews: no_previews === 1 ? 'off' : 'on',
    picture: picture ?? '',
  }
}

/** The details for the audit log. Many read the log of an open room, so nothing after its closing is in it. */
function whatIsNew(before: RoomState, after: RoomState): AuditEntry['details'] {
  const isHidden = before.kind === 'open' && after.kind !== 'open'
  const names = { from: before.name, ...(!isHidden && { to: after.name }) }
  return {
    ...(before.name !== after.name && names),
    ...(before.kind !== after.kind && { kind: after.kind }),
    ...(before.isArchived !== after.isArchived && { isArchived: after.isArchived }),
    ...(before.isLocked !== after.isLocked && { isLocked: after.isLocked }),
    ...(before.slowSeconds !== after.slowSeconds && { slowSeconds: after.slowSeconds }),
    ...(before.previews !== after.previews && { previews: after.previews }),
    ...(before.picture !== after.picture && { picture: after.picture !== '' }),
  }
}

function requireFreeRoomName(database: Database, { name, look }: Pick<NewRoom, 'name' | 'look'>, ownId = ''): void {
  // Capitals can change the look of a name: I looks like l, and i does not.
  const taken = database.get<{ name: string }>(
    `select name from rooms
     where (look = ? or name_key = ?) and kind = 'open' and is_archived = 0 and deleted_at is null and id <> ?`,
    look,
    nameKey(name),
    ownId,
  )
  if (taken) throw refusal('room_name_taken', { name: taken.name })
}

export function deleteRoom(database: Database, by: AllowedInRoom): void {
  const roomId = by.room.id
  recordAudit(database, by, 'room:delete', { roomId })
  // Its addresses are free again, and the same people may have a new direct room.
  database.run(
    'update rooms set deleted_at = ?, slug = id, direct_key = null, picture = null where id = ?',
    new Date().toISOString(),
    roomId,
  )
  database.run('delete from former_slugs where room_id = ?', roomId)
}
