import type { Origin } from '../../../../protocol/models.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { hasSeat } from './seats.ts'

/**
 * The time when a room was made, and its maker where that is known. To an outsider a maker who is no longer in the room
 * is unknown.
 */
export function origin(database: Database, { room, role }: AllowedInRoom): Origin {
  const row = database.get<{ at: string; id: string | null; name: string; kind: 'guest' | 'person' | 'bot' }>(
    `select r.created_at as at, u.id, u.name, u.kind from rooms r left join users u on u.id = r.created_by where r.id = ?`,
    room.id,
  )!
  const { at, id, name, kind } = row
  const isKnown = id !== null && (role !== 'outsider' || hasSeat(database, room.id, id))
  return { at, ...(isKnown && { by: { id, name, kind } }) }
}
