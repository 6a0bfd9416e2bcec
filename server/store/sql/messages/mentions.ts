/** The mentions of a message. Their names are stored with the message; each mentioned user has a row for counting. */
import { mayInRoom } from '../../../../protocol/allowed.ts'
import type { Mention, User } from '../../../../protocol/models.ts'
import { ROOM } from '../../../../protocol/name-key.ts'
import type { Recounted } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database, Parameters, Question } from '../database.ts'
import { type MessageRow, parseList } from './message-rows.ts'

/** Guests with one name, at most. */
const MAX_NAMESAKES = 5
/** Replaces a user's id where a message mentions the whole room. */
export const EVERYBODY = '*'

export type Meant = { people: Mention[]; isToRoom: boolean }

/** The possible names of each @ in a message to a room. */
export type Mentioning = { roomId: string; mentions?: string[][] | undefined }

/** Finds the users for each @ of each message: those whose name is the longest of the possible ones. */
export function resolveMentions(database: Database, messages: Mentioning[]): Meant[] {
  const mentioning = messages.filter(({ mentions = [] }) => mentions.length > 0)
  const seated = mentioning.length === 0 ? [] : database.askAll(...mentioning.map(askSeated))
  const found = new Map(mentioning.map((message, place) => [message, seated[place] as SeatedRow[]]))
  return messages.map((message) => meantBy(message, found.get(message)))
}

function meantBy({ mentions: candidates = [] }: Mentioning, rows: SeatedRow[] | undefined): Meant {
  if (!rows) return { people: [], isToRoom: false }
  const seated = Map.groupBy(rows, ({ name_key }) => name_key)
  const mentions = new Map<string, Mention>()
  let isToRoom = false
  for (const keys of candidates) {
    const key = keys.find((key) => key === ROOM || seated.has(key))
    if (key === ROOM) isToRoom = true
    for (const mention of namesakes(seated.get(key ?? '') ?? [])) mentions.set(mention.id, mention)
  }
  return { people: [...mentions.values()], isToRoom }
}

type SeatedRow = User & { name_key: string; created_at: string }

/** The members with these names. It is one statement, because a sender waits for it. */
const askSeated = ({ roomId, mentions = [] }: Mentioning): Question => [
  `select u.id, u.name, u.kind, u.name_key, u.created_at
   from json_each(?) j cross join users u on u.name_key = j.value
   cross join memberships m on m.room_id = ? and m.user_id = u.id`,
  JSON.stringify([...new Set(mentions.flat())]),
  roomId,
]

/** A person's name is unique. Guests may share one; the latest are the likeliest to be online. */
function namesakes(rows: SeatedRow[]): Mention[] {
  const persons = rows.filter(({ kind }) => kind !== 'guest')
  const meant =
    persons.length > 0 ? persons : rows.toSorted((one, other) => (one.created_at < other.created_at ? 1 : -1))
  return meant.slice(0, MAX_NAMESAKES).map(({ id, name }) => ({ id, name }))
}

/** As a message keeps them. Its author may not be allowed to mention the whole room. */
export const mentionColumns = (by: AllowedInRoom, { people, isToRoom }: Meant) => ({
  mentions: JSON.stringify(people),
  mentions_room: isToRoom && mayInRoom(by, 'mention:room') ? 1 : 0,
})

/** The rows that count for a message. A user who blocks its author is named, but not notified. */
type Counted = Pick<MessageRow, 'room_id' | 'seq' | 'author_id' | 'mentions' | 'mentions_room'>
/** Users who are told one by one that their count changed, at most. */
const MAX_RECOUNTED = 50

/** In a message to the whole room, a named user is counted once. */
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

/** After an edit, removed mentions no longer count. The other rows stay. */
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

/** The users whose count changed with an edit, or with a deletion. */
export function recounted(before: MessageRow, after: MessageRow, others: string[] = []): Recounted {
  const changed = [...new Set(spokenToBy(before)).symmetricDifference(new Set(spokenToBy(after))), ...others]
  return changed.includes(EVERYBODY) || changed.length > MAX_RECOUNTED ? 'everybody' : [...new Set(changed)]
}

function spokenToBy(message: MessageRow): string[] {
  const { answers, deleted_at } = message
  return answers === null || deleted_at !== null ? calledBy(message) : [...calledBy(message), answers]
}

/** Deletes the mentions of many messages at once, given as `from messages m … where …`. */
export function forgetAllMentions(database: Database, those: string, ...parameters: Parameters): void {
  const rows = database.all<Counted>(
    `select m.room_id, m.seq, m.author_id, m.mentions, m.mentions_room
     ${those} and (m.mentions <> '[]' or m.mentions_room = 1)`,
    ...parameters,
  )
  for (const row of rows) forgetMentions(database, row)
}

/**
 * Counts the messages after `readSeq` that mention a user or reply to them, each once. The user's own messages do not
 * count, and neither do those of users they block.
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
