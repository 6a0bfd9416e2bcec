import type { Database } from './database.ts'

/** Counts one change of a room, and answers with its rev. */
export function nextRev(database: Database, roomId: string): number {
  return database.get<{ rev: number }>('update rooms set rev = rev + 1 where id = ? returning rev', roomId)!.rev
}
