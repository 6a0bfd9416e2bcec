/** Whom a message names. What it shows is kept with it; what is counted has a row for each person named. */
import type { Mention, User } from '../../../protocol/models.ts'
import type { Database } from './database.ts'

/** Who shares one name, at most. Only guests do. */
const MAX_NAMESAKES = 5
/** In the place of a person where a message speaks to everybody in the room. */
export const EVERYBODY = '*'

/** For each @ the names that may be meant, the longest first: whoever has a seat under the first of them that anybody has. */
export function resolveMentions(database: Database, roomId: string, candidates: string[][] = []): Mention[] {
  const known = new Map<string, Mention[]>()
  const named = (key: string): Mention[] => {
    let people = known.get(key)
    if (!people) known.set(key, (people = seatedAs(database, roomId, key)))
    return people
  }
  const mentions = new Map<string, Mention>()
  for (const keys of candidates) {
    const key = keys.find((key) => named(key).length > 0)
    if (key !== undefined) for (const mention of named(key)) mentions.set(mention.id, mention)
  }
  return [...mentions.values()]
}

/** A person has a name alone; guests may share it, and the latest to come are those who may be here. */
function seatedAs(database: Database, roomId: string, key: string): Mention[] {
  const rows = database.all<User>(
    `select u.id, u.name, u.kind from users u cross join memberships m on m.room_id = ? and m.user_id = u.id
     where u.name_key = ? order by u.kind = 'guest', u.created_at desc limit ?`,
    roomId,
    key,
    MAX_NAMESAKES,
  )
  const persons = rows.filter(({ kind }) => kind !== 'guest')
  return (persons.length > 0 ? persons : rows).map(({ id, name }) => ({ id, name }))
}

/** Of one message, as it is counted. Who blocks its author is named in it, but not called. */
export type Counted = { roomId: string; seq: number; authorId: string; mentions: Mention[]; mentionsRoom: boolean }

export function countFor({ authorId, mentions, mentionsRoom }: Omit<Counted, 'roomId' | 'seq'>): string[] {
  // Who is named where everybody is meant is counted once.
  return mentionsRoom ? [EVERYBODY] : mentions.map(({ id }) => id).filter((id) => id !== authorId)
}

export function noteMentions(database: Database, message: Counted): void {
  for (const userId of countFor(message)) {
    database.run(
      `insert into mentions (user_id, room_id, seq, author_id) select ?1, ?2, ?3, ?4
       where not exists (select 1 from blocks where user_id = ?1 and blocked_id = ?4)
       on conflict do nothing`,
      userId,
      message.roomId,
      message.seq,
      message.authorId,
    )
  }
}

/** As it is after an edit: who is named no longer is counted no longer, and the others' rows stay. */
export function renewMentions(database: Database, message: Counted): void {
  database.run(
    'delete from mentions where room_id = ? and seq = ? and user_id not in (select value from json_each(?))',
    message.roomId,
    message.seq,
    JSON.stringify(countFor(message)),
  )
  noteMentions(database, message)
}

export function forgetMentions(database: Database, roomId: string, seq: number): void {
  database.run('delete from mentions where room_id = ? and seq = ?', roomId, seq)
}

/** Counts the messages after `readSeq` that mention somebody, but not their own and those of people they block. */
export const countOf = (userId: string, roomId: string, readSeq: string): string => `
  (select count(*) from mentions x
   where x.user_id in (${userId}, '${EVERYBODY}') and x.room_id = ${roomId} and x.seq > ${readSeq} and x.author_id <> ${userId}
     and not exists (select 1 from blocks b where b.user_id = ${userId} and b.blocked_id = x.author_id))`

export function countMentions(database: Database, roomId: string, userId: string, readSeq: number): number {
  return database.get<{ count: number }>(`select ${countOf('?1', '?2', '?3')} as count`, userId, roomId, readSeq)!.count
}
