/** Whom a message names. What it shows is kept with it; what is counted has a row for each person named. */
import type { Mention, User } from '../../../protocol/models.ts'
import type { Recounted } from '../store.ts'
import type { Database, Parameters } from './database.ts'
import { type MessageRow, parseList } from './message-rows.ts'

/** Who shares one name, at most. Only guests do. */
const MAX_NAMESAKES = 5
/** In the place of a person where a message speaks to everybody in the room. */
export const EVERYBODY = '*'

/** For each @ the names that may be meant, the longest first: whoever has a seat under the first of them that anybody has. */
export function resolveMentions(database: Database, roomId: string, candidates: string[][] = []): Mention[] {
  if (candidates.length === 0) return []
  const seated = seatedAs(database, roomId, new Set(candidates.flat()))
  const mentions = new Map<string, Mention>()
  for (const keys of candidates) {
    const key = keys.find((key) => seated.has(key))
    for (const mention of namesakes(seated.get(key ?? '') ?? [])) mentions.set(mention.id, mention)
  }
  return [...mentions.values()]
}

type SeatedRow = User & { name_key: string; created_at: string }

/** Whoever has a seat, by name. One statement for all of them: a message is waited for. */
function seatedAs(database: Database, roomId: string, keys: Set<string>): Map<string, SeatedRow[]> {
  const rows = database.all<SeatedRow>(
    `select u.id, u.name, u.kind, u.name_key, u.created_at
     from json_each(?) j cross join users u on u.name_key = j.value
     cross join memberships m on m.room_id = ? and m.user_id = u.id`,
    JSON.stringify([...keys]),
    roomId,
  )
  return Map.groupBy(rows, ({ name_key }) => name_key)
}

/** A person has a name alone; guests may share it, and those who came last are the likeliest to be here. */
function namesakes(rows: SeatedRow[]): Mention[] {
  const persons = rows.filter(({ kind }) => kind !== 'guest')
  const meant =
    persons.length > 0 ? persons : rows.toSorted((one, other) => (one.created_at < other.created_at ? 1 : -1))
  return meant.slice(0, MAX_NAMESAKES).map(({ id, name }) => ({ id, name }))
}

/** What is counted of a message. Who blocks its author is named in it, but not called. */
type Counted = Pick<MessageRow, 'room_id' | 'seq' | 'author_id' | 'mentions' | 'mentions_room'>
/** So many are told one by one that they are counted otherwise. */
const MAX_RECOUNTED = 50

/** Who is named where everybody is meant is counted once. */
function calledBy({ author_id, mentions, mentions_room }: Counted): string[] {
  if (mentions_room === 1) return [EVERYBODY]
  const ids = parseList<Mention>(mentions).map(({ id }) => id)
  return ids.filter((id) => id !== author_id)
}

export function noteMentions(database: Database, message: Counted): void {
  for (const userId of calledBy(message)) {
    database.run(
      `insert into mentions (user_id, room_id, seq, author_id) select ?1, ?2, ?3, ?4
       where not exists (select 1 from blocks where user_id = ?1 and blocked_id = ?4)
       on conflict do nothing`,
      userId,
      message.room_id,
      message.seq,
      message.author_id,
    )
  }
}

/** After an edit: who is named no longer is counted no longer, and the others' rows stay. */
export function renewMentions(database: Database, before: Counted, after: Counted): void {
  const called = calledBy(after)
  for (const userId of calledBy(before)) if (!called.includes(userId)) forget(database, userId, before)
  noteMentions(database, after)
}

export function forgetMentions(database: Database, message: Counted): void {
  for (const userId of calledBy(message)) forget(database, userId, message)
}

function forget(database: Database, userId: string, { room_id, seq }: Counted): void {
  database.run('delete from mentions where user_id = ? and room_id = ? and seq = ?', userId, room_id, seq)
}

/** Whom a message speaks to no longer, or only now; and others whose count has changed with it. */
export function recounted(before: MessageRow, after: MessageRow, others: string[] = []): Recounted {
  const changed = [...new Set(spokenToBy(before)).symmetricDifference(new Set(spokenToBy(after))), ...others]
  return changed.includes(EVERYBODY) || changed.length > MAX_RECOUNTED ? 'everybody' : [...new Set(changed)]
}

function spokenToBy(message: MessageRow): string[] {
  const { answers, deleted_at } = message
  return answers === null || deleted_at !== null ? calledBy(message) : [...calledBy(message), answers]
}

/** Of many messages at once, given as `from messages m … where …`. */
export function forgetAllMentions(database: Database, those: string, ...parameters: Parameters): void {
  const rows = database.all<Counted>(
    `select m.room_id, m.seq, m.author_id, m.mentions, m.mentions_room
     ${those} and (m.mentions <> '[]' or m.mentions_room = 1)`,
    ...parameters,
  )
  for (const row of rows) forgetMentions(database, row)
}

/**
 * Counts the messages after `readSeq` that mention somebody or answer them, each once, but not their own and those of
 * people they block.
 */
export const countOf = (userId: string, roomId: string, readSeq: string): string => {
  const called = `x.room_id = ${roomId} and x.seq > ${readSeq} and x.author_id <> ${userId}
     and not exists (select 1 from blocks b where b.user_id = ${userId} and b.blocked_id = x.author_id)`
  const holders = `(${userId}, '${EVERYBODY}')`
  return `
  ((select count(*) from mentions x where x.user_id in ${holders} and ${called}) +
   (select count(*) from replies x where x.user_id = ${userId} and ${called}
     and not exists (select 1 from mentions y where y.user_id in ${holders} and y.room_id = x.room_id and y.seq = x.seq)
     and exists (select 1 from messages d where d.room_id = x.room_id and d.seq = x.seq and d.deleted_at is null)))`
}

export function countMentions(database: Database, roomId: string, userId: string, readSeq: number): number {
  return database.get<{ count: number }>(`select ${countOf('?1', '?2', '?3')} as count`, userId, roomId, readSeq)!.count
}
