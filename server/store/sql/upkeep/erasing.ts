/**
 * Deletes the messages of people who left, in small parts, so that other writes need not wait. Each part records its
 * progress, so a crash loses nothing.
 */
import type { Changed } from '../../terms.ts'
import type { Database } from '../database.ts'
import { passDeleted } from '../rooms/read-marks.ts'
import { eraseMessages } from '../moderation/removals.ts'

const SLICE = 1_000

/** The first part comes with the leaving: most users have no more messages than that. */
export function beginErasing(database: Database, userId: string): Changed[] {
  database.run('insert into erasures (user_id, after_client_id) values (?, ?)', userId, '')
  return eraseSlice(database, { user_id: userId, after_client_id: '' })
}

/** Deletes one part. Answers with the changes; undefined when nothing is left. */
export function eraseNext(database: Database): Changed[] | undefined {
  const next = database.get<Erasure>('select user_id, after_client_id from erasures order by user_id limit 1')
  return next && eraseSlice(database, next)
}

type Erasure = { user_id: string; after_client_id: string }

// Of the author ?1, after the clientId ?2 and up to ?3; `m` is the message and `r` its room.
const OF_SLICE = `from messages m join rooms r on r.id = m.room_id
  where m.author_id = ?1 and m.client_id > ?2 and m.client_id <= ?3 and m.deleted_at is null and r.deleted_at is null`

function eraseSlice(database: Database, { user_id: userId, after_client_id: after }: Erasure): Changed[] {
  const { last, count } = database.get<{ last: string | null; count: number }>(
    `select max(client_id) as last, count(*) as count from (
       select client_id from messages where author_id = ? and client_id > ? order by client_id limit ${SLICE}) s`,
    userId,
    after,
  )!
  if (count < SLICE) database.run('delete from erasures where user_id = ?', userId)
  else database.run('update erasures set after_client_id = ? where user_id = ?', last, userId)
  if (last === null) return []
  const changes = eraseMessages(database, OF_SLICE, userId, after, last)
  for (const { roomId } of changes) passDeleted(database, roomId)
  return changes
}
