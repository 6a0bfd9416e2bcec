import { Refusal } from '../../../protocol/errors.ts'
import type { AuditEntry, RoomView } from '../../../protocol/models.ts'
import type { NewRoom, RoomPatch, Signed } from '../store.ts'
import { noteAct } from './audit.ts'
import type { Database } from './database.ts'
import { randomId } from './ids.ts'
import { requireSeatable, takeSeat } from './seats.ts'
import { requireSession } from './sessions.ts'
import { answersWish, directSlug, freeSlug, moveSlug } from './slugs.ts'
import { foldName, requireUser } from './users.ts'

type Made = { roomId: string; isNew: boolean; memberIds: string[] }

export function createRoom(database: Database, who: Signed, room: NewRoom): Made {
  const maker = requireSession(database, who)
  const memberIds = [...new Set([maker.id, ...room.memberIds])]
  requireSeatable(maker)
  for (const id of memberIds) requireSeatable(requireUser(database, id))
  if (room.kind === 'direct') return createDirect(database, memberIds)

  if (room.kind === 'open') requireFreeRoomName(database, room)
  const roomId = insertRoom(database, { ...room, slug: freeSlug(database, room.slug, room.kind), directKey: null })
  for (const id of memberIds) takeSeat(database, roomId, id, id === maker.id ? 'host' : 'member')
  return { roomId, isNew: true, memberIds }
}

/** One for each set of people. Who gave up their seat in it has it again. */
function createDirect(database: Database, memberIds: string[]): Made {
  const directKey = memberIds.toSorted().join(' ')
  const known = database.get<{ id: string }>('select id from rooms where direct_key = ?', directKey)
  const roomId =
    known?.id ?? insertRoom(database, { name: '', look: '', slug: directSlug(), kind: 'direct', directKey })
  for (const id of memberIds) takeSeat(database, roomId, id)
  return { roomId, isNew: !known, memberIds }
}

function insertRoom(
  database: Database,
  { name, look, slug, kind, directKey }: Omit<NewRoom, 'memberIds'> & { directKey: string | null },
): string {
  const id = randomId('r')
  database.run(
    'insert into rooms (id, slug, name, name_key, look, kind, direct_key, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    slug,
    name,
    foldName(name),
    look,
    kind,
    directKey,
    new Date().toISOString(),
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
}

export function updateRoom(database: Database, who: Signed, roomId: string, patch: RoomPatch): void {
  requireSession(database, who)
  const before = stateOf(database, roomId)
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const after: RoomState = { ...before, ...given }
  if (after.kind === 'open' && !after.isArchived) requireFreeRoomName(database, after, roomId)

  // Before the room is another: the log tells what it was called until now.
  const details = whatIsNew(before, after)
  if (Object.keys(details).length > 0) noteAct(database, who, 'room:update', { roomId, details })
  database.run(
    `update rooms set name = ?, name_key = ?, look = ?, topic = ?, kind = ?, is_archived = ?, is_locked = ?, slow_seconds = ?
     where id = ?`,
    after.name,
    foldName(after.name),
    after.look,
    after.topic,
    after.kind,
    after.isArchived ? 1 : 0,
    after.isLocked ? 1 : 0,
    after.slowSeconds,
    roomId,
  )
  if (before.kind === 'open' && after.kind === 'closed') {
    // From its addresses nobody is to learn that it goes on behind its door.
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
  const row = database.get<Omit<RoomState, 'isArchived' | 'isLocked'> & { is_archived: number; is_locked: number }>(
    `select slug, name, look, topic, kind, is_archived, is_locked, slow_seconds as slowSeconds
     from rooms where id = ? and deleted_at is null`,
    roomId,
  )
  if (!row) throw new Refusal('not_found', 'There is no such room.')
  const { is_archived, is_locked, ...rest } = row
  return { ...rest, isArchived: is_archived === 1, isLocked: is_locked === 1 }
}

/** What goes into the log, where many read of what a room was while it was open, but not of what it is behind its door. */
function whatIsNew(before: RoomState, after: RoomState): AuditEntry['details'] {
  const isHidden = before.kind === 'open' && after.kind !== 'open'
  const names = { from: before.name, ...(!isHidden && { to: after.name }) }
  return {
    ...(before.name !== after.name && names),
    ...(before.kind !== after.kind && { kind: after.kind }),
    ...(before.isArchived !== after.isArchived && { isArchived: after.isArchived }),
    ...(before.isLocked !== after.isLocked && { isLocked: after.isLocked }),
    ...(before.slowSeconds !== after.slowSeconds && { slowSeconds: after.slowSeconds }),
  }
}

function requireFreeRoomName(database: Database, { name, look }: Pick<NewRoom, 'name' | 'look'>, ownId = ''): void {
  // In capitals the same name can look otherwise: I is taken for l, and i is not.
  const taken = database.get<{ name: string }>(
    `select name from rooms
     where (look = ? or name_key = ?) and kind = 'open' and is_archived = 0 and deleted_at is null and id <> ?`,
    look,
    foldName(name),
    ownId,
  )
  if (taken) throw new Refusal('conflict', `There is a room called “${taken.name}” already.`)
}

export function deleteRoom(database: Database, who: Signed, roomId: string): void {
  requireSession(database, who)
  noteAct(database, who, 'room:delete', { roomId })
  const deleted = database.get(
    // Its addresses are free again, and the same people may have a new direct room.
    `update rooms set deleted_at = ?, slug = id, direct_key = null where id = ? and deleted_at is null returning 1 as gone`,
    new Date().toISOString(),
    roomId,
  )
  if (!deleted) throw new Refusal('not_found', 'There is no such room.')
  database.run('delete from former_slugs where room_id = ?', roomId)
}
