/** The epoch: the name of this history. It changes when the database has lost changes that were told to somebody. */
import { randomBytes } from 'node:crypto'
import type { Database } from '../database.ts'

type RoomRev = { roomId: string; rev: number }

export const newEpoch = (): string => randomBytes(8).toString('hex')

export function epoch(database: Database): string {
  return database.get<{ value: string }>(`select value from meta where key = 'epoch'`)!.value
}

/**
 * Compares the revs that listeners were told with the present ones: `ahead` are the rooms that have passed them. A room
 * that has not come so far was told a change that is lost, as after a failover to a copy that had not got it yet.
 */
export function compareRevs(
  database: Database,
  told: RoomRev[],
): { ahead: RoomRev[]; isRewound: boolean; epoch: string } {
  const revs = new Map(told.map(({ roomId, rev }) => [roomId, rev]))
  const rooms = database.all<RoomRev>(
    `select r.id as roomId, r.rev from json_each(?) j cross join rooms r on r.id = j.value where r.deleted_at is null`,
    JSON.stringify([...revs.keys()]),
  )
  return {
    ahead: rooms.filter(({ roomId, rev }) => rev > revs.get(roomId)!),
    isRewound: rooms.some(({ roomId, rev }) => rev < revs.get(roomId)!),
    epoch: epoch(database),
  }
}

/** A new epoch, unless another node has noticed first. Answers with the present one. */
export function renewEpoch(database: Database, told: RoomRev[], known: string): string {
  const found = compareRevs(database, told)
  if (!found.isRewound || found.epoch !== known) return found.epoch
  const renewed = newEpoch()
  database.run(`update meta set value = ? where key = 'epoch'`, renewed)
  return renewed
}
